-- cannot: pattern too complex
return string.match(("x"):rep(300000), ("(x"):rep(31) .. (".?"):rep(200000) .. (")"):rep(31))
