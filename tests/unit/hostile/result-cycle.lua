-- cannot: a value is nested more than 32 deep, or holds itself
local a, b = {}, {}
a.b, b.a = b, a
return 1, nil, a
