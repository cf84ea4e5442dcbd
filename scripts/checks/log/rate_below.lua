return {
  about = "Is the share of lines that match below a limit?",
  input = {
    file = {type = "path", about = "the log"},
    match = {about = "a regular expression"},
    below = {type = "number", unit = "%", default = 1},
    over = {type = "duration", default = "1m", about = "how far back it looks"},
    at_least = {type = "number", default = 1, about = "fewer lines than that tell nothing"},
  },
  gives = {type = "boolean"},
  run = function(input)
    local n, why = log.count{file = input.file, match = input.match, last = input.over}
    if not n then return nil, why end
    if n.lines < input.at_least or n.lines == 0 then
      return nil, ("%s has %d lines of the last %s, too few to tell"):format(
        input.file, n.lines, duration(input.over))
    end
    local share = 100 * n.matched / n.lines
    return share < input.below,
      ("%d of %d lines of the last %s match (%.1f%%; the limit is %g%%)"):format(
        n.matched, n.lines, duration(input.over), share, input.below),
      {share = share, matched = n.matched, lines = n.lines}
  end,
}
