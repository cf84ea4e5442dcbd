local DAY = 86400

local function median(list)
  table.sort(list)
  local middle = #list // 2
  return #list % 2 == 1 and list[middle + 1] or (list[middle] + list[middle + 1]) / 2
end

local function lines(input, from, to)
  local n, why = log.count{file = input.file, match = input.match, since = from, ["until"] = to - 0.001}
  return n and n.matched, why
end

-- How many lines the same time of earlier days had, as far as the log reaches.
local function earlier_days(input, now, first)
  local counts = {}
  for day = 1, input.days do
    local to = now - day * DAY
    if to - input.over < first then break end
    local n, why = lines(input, to - input.over, to)
    if not n then return nil, why end
    counts[#counts + 1] = n
  end
  return counts
end

-- Where it reaches no two days back: the spans of the time before, one after another.
local function spans_before(input, now, first)
  local counts = {}
  for i = 1, 12 do
    local to = now - i * input.over
    if to - input.over < first then break end
    local n, why = lines(input, to - input.over, to)
    if not n then return nil, why end
    counts[#counts + 1] = n
  end
  return counts
end

return {
  about = "How many lines does a log get now, as a multiple of what is normal at this time of day?",
  input = {
    file = {type = "path", about = "the log: of an access log, a line is a request"},
    match = {optional = true, about = "a regular expression: only lines that match"},
    over = {type = "duration", default = "10m", about = "now is so long"},
    days = {type = "number", default = 7, about = "so many earlier days, where the log reaches so far"},
    at_least = {type = "number", default = 20, about = "a normal of fewer lines tells nothing"},
  },
  gives = {type = "number", unit = "x"},
  run = function(input)
    local now = time.now()
    local line, why = log.first{file = input.file, since = 0}
    if line == nil then return nil, why end
    if not line or not line.time then return nil, input.file .. " has no line with a time" end
    local counts, why = earlier_days(input, now, line.time)
    local what = "at this time of the %d days before"
    if counts and #counts < 2 then
      counts, why = spans_before(input, now, line.time)
      what = "in each of the %d such spans before"
    end
    if not counts then return nil, why end
    if #counts < 2 then return nil, input.file .. " does not reach back far enough to know what is normal" end
    local usual = median(counts)
    if usual < input.at_least then return nil, ("%g lines are normal, too few to tell"):format(usual) end
    local busy, why = lines(input, now - input.over, now)
    if not busy then return nil, why end
    return tonumber(("%.2f"):format(busy / usual)),
      ("%d lines in the last %s, and a median of %g (%d to %d) %s"):format(
        busy, duration(input.over), usual, counts[1], counts[#counts], what:format(#counts))
  end,
}
