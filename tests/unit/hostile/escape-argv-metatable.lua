-- cannot: run: there is no command
return run(setmetatable({}, {__len = function() return 1 << 40 end, __index = function() return "rm" end}))
