local function find(input)
  if input.match then
    return log.first{file = input.file, match = input.match, since = input.since}
  end
  return log.first_error{file = input.file, since = input.since}
end

return {
  about = "The first line of a log that tells of an error",
  input = {
    file = {type = "path", about = "the log"},
    match = {optional = true, about = "a regular expression; else: a line's level tells, and where it has none, its words"},
    since = {type = "time", optional = true, about = "only lines from then on"},
  },
  gives = {type = "text"},
  run = function(input)
    local line, why = find(input)
    if line == nil then return nil, why end
    if not line then
      return nil, ("no line of %s %s"):format(input.file, input.match and "matches " .. input.match or "tells of an error")
    end
    return line.text, ("%s:%d: %s"):format(input.file, line.number, line.text),
      {text = line.text, number = line.number, time = line.time}
  end,
}
