-- told 5050 | sum
local n = 0
for i = 1, 100 do n = n + i end
return n, "sum"
