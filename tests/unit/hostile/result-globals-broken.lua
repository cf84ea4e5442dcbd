-- told 1 | {"a":1}
local globals = _G
for name in next, globals do globals[name] = nil end
return 1, nil, {a = 1}
