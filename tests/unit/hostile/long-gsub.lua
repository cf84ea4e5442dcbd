-- late
return (("a"):rep(60000):gsub(".-b", "%0"))
