-- told none
for _, words in ipairs{{"sh", "-c", "id"}, {"/bin/sh"}, {"true;id"}, {"true", "\n", "id"}, {"$(id)"}} do
  if run(table.unpack(words)) then return words[1] end
end
return "none"
