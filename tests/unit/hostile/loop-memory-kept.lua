-- late
local kept = {}
while true do pcall(function() kept[#kept + 1] = ("x"):rep(1 << 20) end) end
