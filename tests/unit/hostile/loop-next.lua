-- late
local t = {1}
while true do for k, v in next, t do t[k] = v end end
