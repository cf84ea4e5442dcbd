-- told no | attempt to call a nil value (method 'dump')
return pcall(function() return ("x"):dump() end)
