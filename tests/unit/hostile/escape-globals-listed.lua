-- told _G _VERSION answer assert collectgarbage cron dns duration error file getmetatable git host http input ipairs journal json kubectl load log math next pairs pcall print prom rawequal rawget rawlen rawset run select series setmetatable size sql stats string systemd table time tls tonumber tostring type utf8 xpcall
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
table.sort(names)
return table.concat(names, " ")
