-- told a-b-c
local t = {"c", "a", "b"}
table.sort(t)
return table.concat(t, "-")
