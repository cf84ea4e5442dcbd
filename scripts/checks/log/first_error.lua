return {
  about = "The first line of a log that tells of an error",
  input = {
    file = {type = "path", about = "the log"},
    match = {default = [[(?i)\b(error|fatal|panic|exception|critical|emerg|alert)\b]]},
    since = {type = "time", optional = true, about = "only lines from then on"},
  },
  gives = {type = "text"},
  run = function(input)
    local line, why = log.first{file = input.file, match = input.match, since = input.since}
    if line == nil then return nil, why end
    if not line then
      return nil, ("no line of %s matches %s"):format(input.file, input.match)
    end
    return line.text, ("%s:%d: %s"):format(input.file, line.number, line.text), line
  end,
}
