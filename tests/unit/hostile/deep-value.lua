-- cannot: a value is nested more than 32 deep, or holds itself
local t = {}
for i = 1, 100000 do t = {t} end
return 1, nil, t
