-- told 1 | {}
return 1, nil, setmetatable({}, {__index = function() while true do end end, __len = function() while true do end end,
  __pairs = function() while true do end end, __tostring = function() while true do end end})
