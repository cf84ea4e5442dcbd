local function rate(file, from, to, at_least)
  if to - from < 2 then return nil, ("only %s of the log are there, too few to tell"):format(duration(math.max(0, to - from))) end
  local n, why = log.count{file = file, since = from, ["until"] = to - 0.001}
  if not n then return nil, why end
  if n.lines < at_least then return nil, ("%d lines are from before, too few to tell"):format(n.lines) end
  return n.lines / (to - from)
end

return {
  about = "How many lines does a log get, as a multiple of those before a time?",
  input = {
    file = {type = "path", about = "the log: of an access log, a line is a request"},
    started = {type = "time", about = "when the errors started"},
    over = {type = "duration", default = "1m", about = "now is so long"},
    at_least = {type = "number", default = 20, about = "fewer lines from before tell nothing"},
    before = {type = "duration", default = "1h", about = "so long before `started` it was as usual"},
  },
  gives = {type = "number", unit = "x"},
  run = function(input)
    local now, from = time.now(), input.started - input.before
    local first, why = log.first{file = input.file, since = from}
    if first == nil then return nil, why end
    if not first or not first.time then return nil, input.file .. " has no line of that time" end
    local usual, why = rate(input.file, math.max(from, first.time), input.started, input.at_least)
    if not usual then return nil, why end
    local busy, why = rate(input.file, math.max(input.started, now - input.over), now, 0)
    if not busy then return nil, why end
    return tonumber(("%.2f"):format(busy / usual)),
      ("%.3g lines a second now, %.3g before %s"):format(busy, usual, time.format(input.started))
  end,
}
