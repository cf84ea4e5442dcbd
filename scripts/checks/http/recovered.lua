return {
  about = "Do requests succeed again: one of our own, and those that an access log shows?",
  input = {
    url = {about = "what a user requests"},
    file = {type = "path", about = "the access log, in the common or combined format"},
    below = {type = "number", unit = "%", default = 1, about = "fewer of the requests may fail"},
    over = {type = "duration", default = "20s", about = "how far back it looks in the log"},
    timeout = {type = "duration", default = "3s"},
  },
  gives = {type = "boolean"},
  run = function(input)
    local r, why = http.get(input.url, {timeout = input.timeout, max = 65536})
    if not r and why:find("^no answer") then return false, input.url .. ": " .. why end
    if not r then return nil, why end
    local own = ("GET %s answered %d"):format(input.url, r.status)
    if r.status >= 500 then return false, own end
    local n, why = log.count{file = input.file, match = [[" 5\d\d ]], last = input.over}
    if not n then return nil, why end
    if n.lines == 0 then
      return nil, ("%s, but %s has no request of the last %s"):format(own, input.file, duration(input.over))
    end
    return 100 * n.matched < input.below * n.lines,
      ("%s, and %d of %d requests of the last %s failed"):format(own, n.matched, n.lines, duration(input.over))
  end,
}
