-- A server has the errors where its share of them is at least a quarter of what the worst has, so
-- that one that has a few of the usual ones does not count.
local PART = 4

local function with_errors(servers, highest)
  local bad = {}
  for _, s in ipairs(servers) do
    if s.matched > 0 and s.share >= highest / PART then bad[#bad + 1] = s end
  end
  return bad
end

local function told(servers)
  local parts = {}
  for i = 1, math.min(#servers, 6) do
    local s = servers[i]
    parts[i] = ("%s %d of %d lines (%.3g%%)"):format(s.server, s.matched, s.lines, s.share)
  end
  return table.concat(parts, ", ") .. (#servers > 6 and (", and %d more"):format(#servers - 6) or "")
end

return {
  about = "Do a log's errors come from one server, from some, or from all?",
  input = {
    file = {type = "path", about = "a log in which lines name the server, the container or the upstream"},
    by = {optional = true, about = "a regular expression whose group is the server; else: where it usually stands"},
    match = {optional = true, about = "a regular expression for errors; else: lines that tell of one, by level, status or words"},
    at_least = {type = "number", default = 5, about = "with fewer errors it cannot tell, and a server with fewer lines does not count as well"},
    since = {type = "time", optional = true, about = "only lines from then on"},
    over = {type = "duration", optional = true, about = "only lines of the last so long"},
  },
  gives = {type = "choice", one_of = {"one", "some", "all"}},
  run = function(input)
    local all, why = log.servers{
      file = input.file, by = input.by, match = input.match, since = input.since, last = input.over, max = 2000}
    if not all then return nil, why end
    if all.distinct == 0 then return nil, ("no line of %d of %s names a server"):format(all.lines, input.file) end
    if all.matched < input.at_least then
      return nil, ("%d of %d lines of %s are errors, too few to tell"):format(all.matched, all.lines, input.file)
    end
    local highest, counted = 0, {}
    for _, s in ipairs(all) do
      if s.lines >= input.at_least or s.matched > 0 then counted[#counted + 1] = s end
      if s.lines >= input.at_least then highest = math.max(highest, s.share) end
    end
    if #counted < 2 then return nil, "there is only one server in it: " .. told(counted) end
    local bad = with_errors(counted, highest)
    if #bad == 0 then return nil, "the lines with errors name no server" end
    local said = ("errors by %s: %s"):format(all.by, told(counted))
    if all.without > 0 then said = said .. ("; %d lines name none"):format(all.without) end
    local names = {}
    for i = 1, math.min(#bad, 20) do names[i] = bad[i].server end
    local answer = #bad == 1 and "one" or #bad == #counted and "all" or "some"
    return answer, said, {servers = names, with_errors = #bad, of = #counted}
  end,
}
