return {
  about = "Which status do failing requests get most? 0 where none fails",
  input = {
    file = {type = "path", about = "an access log, HAProxy's log, or one with a status in JSON"},
    from = {type = "number", default = 500, about = "a status that high or higher is a failure"},
    since = {type = "time", optional = true, about = "only requests from then on"},
    over = {type = "duration", optional = true, about = "only requests of the last so long"},
  },
  gives = {type = "number"},
  run = function(input)
    local all, why = log.statuses{file = input.file, since = input.since, last = input.over}
    if not all then return nil, why end
    if all.lines == 0 then return nil, ("%s has no line of that time"):format(input.file) end
    if all.requests == 0 then return nil, ("%d lines of %s have no status"):format(all.lines, input.file) end
    local top, failed, parts = nil, 0, {}
    for _, one in ipairs(all) do
      if one.status >= input.from then
        top = top or one
        failed = failed + one.count
      end
      if #parts < 8 then parts[#parts + 1] = one.status .. " " .. one.count .. " times" end
    end
    local said = ("%d of %d requests failed; %s"):format(failed, all.requests, table.concat(parts, ", "))
    if top and top.first then
      said = said .. ("; the first %d at %s"):format(top.status, time.format(top.first))
    end
    return top and top.status or 0, said,
      {failed = failed, requests = all.requests, first = top and top.first and time.format(top.first)}
  end,
}
