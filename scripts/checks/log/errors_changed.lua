-- The spans of the log before and after `started`, as pairs for stats.share. The span in which it started is of now.
local function sides(spans, input)
  local before, now = {}, {}
  for _, span in ipairs(spans) do
    local side = span.time + input.every <= input.started and before or now
    if span.lines > 0 then side[#side + 1] = {span.matched, span.lines} end
  end
  return before, now
end

local function shares(pairs)
  local list = {}
  for i, p in ipairs(pairs) do list[i] = p[1] / p[2] end
  return list
end

return {
  about = "Did the share of lines that match move, since a time against before?",
  input = {
    file = {type = "path", about = "the log"},
    started = {type = "time", about = "when it may have moved"},
    match = {default = [[" 5\d\d ]], about = "a regular expression; as it is: 5xx in an access log"},
    before = {type = "duration", default = "1h", about = "so long before `started` it was as usual"},
    every = {type = "duration", default = "1m", about = "lines are counted by spans of this"},
  },
  gives = {type = "choice", one_of = {"rose", "fell", "no"}},
  run = function(input)
    local spans, why = log.series{
      file = input.file, match = input.match, since = input.started - input.before, every = input.every}
    if not spans then return nil, why end
    local before, now = sides(spans, input)
    if #before == 0 or #now == 0 then
      return nil, ("%s has no lines of the time %s"):format(input.file, #before == 0 and "before" or "since")
    end
    local s, why = stats.share{before = before, now = now}
    if not s then return nil, why end
    -- What the spans say, each for itself: one burst among many calm minutes is no move of all of them.
    local c = stats.compare{before = shares(before), now = shares(now)}
    return ({up = "rose", down = "fell", no = "no"})[s.moved],
      "The share " .. s.says .. (c and ("; by the spans of %s: %s"):format(duration(input.every), c.says) or ""), s
  end,
}
