-- told no | C stack overflow
local f, why = load("return " .. ("("):rep(100000))
return f ~= nil, why
