return {
  about = "Which address behind nginx do its errors name most?",
  input = {
    file = {type = "path", about = "nginx's error log"},
    since = {type = "time", optional = true, about = "only lines from then on"},
    over = {type = "duration", optional = true, about = "only lines of the last so long"},
  },
  gives = {type = "text"},
  run = function(input)
    local top, why = log.top{
      file = input.file, match = [[upstream: "[a-z]+://(unix:[^":]+|[^"/]+)]],
      since = input.since, last = input.over, max = 5}
    if not top then return nil, why end
    if top.matched == 0 then
      return "none", ("none of %d lines of %s names an address"):format(top.lines, input.file)
    end
    if top.distinct == 1 then
      return top[1].value, ("every error that names an address names %s (%d)"):format(top[1].value, top.matched), {addresses = 1}
    end
    local parts = {}
    for i, one in ipairs(top) do parts[i] = ("%s %d times"):format(one.value, one.count) end
    return top[1].value,
      ("%d different in %d errors: %s"):format(top.distinct, top.matched, table.concat(parts, ", ")),
      {addresses = top.distinct}
  end,
}
