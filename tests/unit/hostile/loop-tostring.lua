-- late
local x = setmetatable({}, {__tostring = function() while true do end end})
return tostring(x)
