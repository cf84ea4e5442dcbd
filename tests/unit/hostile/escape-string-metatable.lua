-- told no | protected
return pcall(function() return getmetatable("").__index.dump ~= nil end) and false, getmetatable("")
