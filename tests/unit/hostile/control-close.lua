-- told closed
local was = "open"
do
  local guard <close> = setmetatable({}, {__close = function() was = "closed" end})
end
return was
