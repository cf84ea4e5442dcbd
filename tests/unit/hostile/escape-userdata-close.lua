-- told no
local _, lines = file.lines("/allowed")
return (pcall(function() return lines.__close end))
