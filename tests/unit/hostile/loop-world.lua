-- late
while true do file.read("/allowed") end
