-- cannot: a check has no finalizers (__gc)
setmetatable({}, {__gc = function() while true do end end})
collectgarbage()
return "ran"
