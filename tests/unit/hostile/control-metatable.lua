-- told 7
local mt = {__add = function(a, b) return a.n + b.n end, __index = {n = 4}}
return setmetatable({n = 3}, mt) + setmetatable({}, mt)
