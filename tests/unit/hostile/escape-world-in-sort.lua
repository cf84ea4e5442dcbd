-- cannot: not expected: rm -rf /
local words = setmetatable({"rm"}, {__index = function(_, i) return i == 2 and "-rf" or nil end, __len = function() return 3 end})
words[2], words[3] = "-rf", "/"
return run(words)
