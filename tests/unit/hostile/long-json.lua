-- late
while true do json.decode("[" .. ("1,"):rep(100000) .. "1]") end
