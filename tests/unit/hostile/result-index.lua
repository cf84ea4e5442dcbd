-- cannot: the answer must be a text
return setmetatable({}, {__index = function() while true do end end, __tostring = function() while true do end end})
