-- told nothing
local f = load("return io or os or package or debug or require", "x", "t", setmetatable({}, {__index = _G}))
return f() or "nothing"
