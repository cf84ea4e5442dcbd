-- told yes | control-pcall:2: on purpose
local ok, why = pcall(function() error("on purpose") end)
return not ok, why
