-- cannot: bad argument #1 to 'setmetatable' (table expected, got string)
return setmetatable("", {__index = function() return "mine" end})
