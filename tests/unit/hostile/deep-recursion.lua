-- cannot: deep-recursion: it needs more than 64 MiB of memory
local function f() return 1 + f() end
return f()
