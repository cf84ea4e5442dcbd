local function told(said)
  local parts = {}
  for i, one in ipairs(said) do
    parts[i] = ("\"%s\" %d times"):format(one.text, one.count)
  end
  local rest = said.distinct - #said
  return table.concat(parts, ", ") .. (rest > 0 and (", and %d others"):format(rest) or "")
end

return {
  about = "What do the errors of a log say most? `none` where it has none",
  input = {
    file = {type = "path", about = "the log"},
    match = {optional = true, about = "a regular expression for lines that count; else: those that tell of an error, by their level or words"},
    since = {type = "time", optional = true, about = "only lines from then on"},
    over = {type = "duration", optional = true, about = "only lines of the last so long"},
  },
  gives = {type = "text"},
  run = function(input)
    local said, why = log.messages{
      file = input.file, match = input.match, since = input.since, last = input.over,
      level = not input.match and "error" or nil, max = 3}
    if not said then return nil, why end
    if said.lines == 0 then return nil, input.file .. " has no line of that time" end
    if said.matched == 0 then return "none", ("none of %d lines of %s tells of an error"):format(said.lines, input.file) end
    local top = said[1]
    return top.text,
      ("%d of %d lines of %s tell of an error: %s; the first of the most frequent: %s"):format(
        said.matched, said.lines, input.file, told(said), top.example),
      {count = top.count, matched = said.matched, lines = said.lines, different = said.distinct,
       first = top.first and time.format(top.first), last = top.last and time.format(top.last)}
  end,
}
