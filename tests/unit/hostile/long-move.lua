-- late
local t = setmetatable({}, {__index = function() return nil end, __newindex = function() end})
table.move(t, 1, math.maxinteger - 1, 2)
