-- told none
for _, value in ipairs{1, true, print, json.null} do
  if getmetatable(value) ~= nil then return type(value) end
end
return getmetatable(nil) and "nil" or "none"
