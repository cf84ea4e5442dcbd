-- told allowed
local text = file.read("/allowed")
return text
