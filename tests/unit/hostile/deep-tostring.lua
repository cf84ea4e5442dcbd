-- cannot: C stack overflow
local x
x = setmetatable({}, {__tostring = function() return tostring(x) end})
return tostring(x)
