-- told _G _VERSION answer assert collectgarbage duration error file getmetatable host http input ipairs json load log math next pairs pcall print prom rawequal rawget rawlen rawset run select series setmetatable size stats string table time tonumber tostring type utf8 xpcall
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
table.sort(names)
return table.concat(names, " ")
