return {
  about = "Which share of the lines has the most frequent value - one client, one backend, one path?",
  input = {
    file = {type = "path", about = "the log"},
    match = {default = [[^(\S+) ]], about = "a regular expression whose first group is the value"},
    text = {optional = true, about = "only lines that hold this text"},
    over = {type = "duration", optional = true, about = "how far back it looks; else: all of it"},
  },
  gives = {type = "number", unit = "%"},
  run = function(input)
    local top, why = log.top{
      file = input.file, match = input.match, text = input.text, last = input.over, max = 3}
    if not top then return nil, why end
    if top.matched == 0 then return nil, "no line of " .. input.file .. " matches" end
    local parts = {}
    for i, one in ipairs(top) do
      parts[i] = ("%s %d times"):format(one.value, one.count)
    end
    local share = 100 * top[1].count / top.matched
    return tonumber(("%.2f"):format(share)),
      ("%d different in %d lines; the most frequent: %s"):format(
        top.distinct, top.matched, table.concat(parts, ", ")),
      {value = top[1].value, share = share, distinct = top.distinct}
  end,
}
