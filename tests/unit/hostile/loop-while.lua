-- late
while true do end
