-- late
-- What is to be closed when the time is up is not closed.
local x <close> = setmetatable({}, {__close = function() while true do end end})
while true do end
