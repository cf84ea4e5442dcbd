-- cannot: a value is longer than 256 KiB as JSON
local t = {}
for i = 1, 31 do t = {t, t, t, t} end
return 1, nil, t
