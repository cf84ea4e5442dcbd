-- `allow` must list the log under read.
return {
  about = "Of which class is the status that failing requests get most?",
  input = {
    file = {type = "path", about = "an access log, HAProxy's log, or one with a status in JSON"},
    since = {type = "time", optional = true, about = "only requests from then on"},
  },
  gives = {type = "choice", one_of = {"5xx", "4xx"}},
  run = function(input)
    local all, why = log.statuses{file = input.file, since = input.since}
    if not all then return nil, why end
    if all.lines == 0 then return nil, ("%s has no line of that time"):format(input.file) end
    if all.requests == 0 then return nil, ("%d lines of %s have no status"):format(all.lines, input.file) end
    local parts = {}
    for i = 1, math.min(#all, 8) do parts[i] = ("%d %d times"):format(all[i].status, all[i].count) end
    local server, client = all.classes["5xx"] or 0, all.classes["4xx"] or 0
    local said = ("of %d requests: %s"):format(all.requests, table.concat(parts, ", "))
    if server == 0 and client == 0 then return nil, said .. "; none failed" end
    if server > 0 and client > 10 * server then return nil, said .. "; which of them is new?" end
    return server > 0 and "5xx" or "4xx", said, {["5xx"] = server, ["4xx"] = client, requests = all.requests}
  end,
}
