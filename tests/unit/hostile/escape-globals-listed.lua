-- told _G _VERSION answer assert collectgarbage dns duration error file getmetatable host http input ipairs json load log math next pairs pcall print prom rawequal rawget rawlen rawset run select setmetatable size sql stats string table time tls tonumber tostring type utf8 xpcall
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
table.sort(names)
return table.concat(names, " ")
