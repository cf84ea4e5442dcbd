-- told none
for _, name in ipairs{"io", "os", "package", "debug", "require", "dofile", "loadfile", "module",
                      "coroutine", "loadstring", "getfenv", "setfenv", "newproxy", "bit32", "warn"} do
  if _G[name] ~= nil or load("return " .. name)() ~= nil then return name end
end
return "none"
