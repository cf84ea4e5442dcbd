return {
  about = "Which share of requests was answered with a status of some class, by an access log?",
  input = {
    file = {type = "path", about = "the access log, in the common or combined format"},
    class = {default = "5", one_of = {"1", "2", "3", "4", "5"}, about = "the status' first digit"},
    over = {type = "duration", optional = true, about = "how far back it looks; else: all of it"},
  },
  gives = {type = "number", unit = "%"},
  run = function(input)
    local top, why = log.top{file = input.file, match = [[" (\d\d\d)( |$)]], last = input.over, max = 100}
    if not top then return nil, why end
    if top.matched == 0 then return nil, input.file .. " has no request in that time" end
    local count, parts = 0, {}
    for _, status in ipairs(top) do
      if status.value:sub(1, 1) == input.class then
        count = count + status.count
        parts[#parts + 1] = status.value .. " " .. status.count .. " times"
      end
    end
    local share = 100 * count / top.matched
    local when = input.over and (" of the last " .. duration(input.over)) or ""
    local said = ("%d of %d requests%s were answered %sxx (%.1f%%)"):format(
      count, top.matched, when, input.class, share)
    if count > 0 then said = said .. ": " .. table.concat(parts, ", ") end
    return tonumber(("%.2f"):format(share)), said, {share = share, matched = count, requests = top.matched}
  end,
}
