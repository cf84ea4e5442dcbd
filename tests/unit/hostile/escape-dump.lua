-- told no | attempt to call a nil value (field 'dump')
return pcall(function() return string.dump(print) end)
