-- cannot: memory-json:4: a value is longer than 4096 KiB as JSON
local t = {("x"):rep(1 << 20)}
for i = 2, 30 do t[i] = t[1] end
return json.encode(t)
