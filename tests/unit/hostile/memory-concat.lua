-- cannot: memory-concat: it needs more than 64 MiB of memory
local t, s = {}, ("x"):rep(1 << 20)
for i = 1, 100 do t[i] = s end
return table.concat(t)
