-- told no
local ran = false
local mt = {}
setmetatable({}, mt)
mt.__gc = function() ran = true end
collectgarbage() collectgarbage()
return ran
