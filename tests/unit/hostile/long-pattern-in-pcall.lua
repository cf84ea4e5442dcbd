-- late
while true do pcall(string.find, ("a"):rep(400), ".-.-.-.-b") end
