-- Backwards through spans of ten seconds: the errors began where, further back, requests had none for `calm`.
local function first_bad(spans, input)
  local began
  for i = #spans, 1, -1 do
    local span = spans[i]
    if 100 * span.matched >= input.above * span.lines and span.matched > 0 then
      began = i
    elseif began and spans[began].time - span.time >= input.calm then
      break
    end
  end
  return began
end

local function share(input, since, till)
  local n, why = log.count{file = input.file, match = input.match, since = since, ["until"] = till}
  return n and ("%d of %d"):format(n.matched, n.lines), why
end

return {
  about = "When did the errors begin that a log shows?",
  input = {
    file = {type = "path", about = "the log"},
    match = {default = [[" 5\d\d ]], about = "a regular expression; as it is: 5xx in an access log"},
    above = {type = "number", unit = "%", default = 2, about = "a share of matching lines that counts as trouble"},
    calm = {type = "duration", default = "2m", about = "so long without trouble is before it began"},
    back = {type = "duration", default = "12h", about = "how far back it looks"},
  },
  gives = {type = "text"},
  run = function(input)
    local spans, why = log.series{file = input.file, match = input.match, last = input.back, every = 10}
    if not spans then return nil, why end
    local at = first_bad(spans, input)
    if not at then
      return nil, ("in no 10 s of the last %s do %g%% of the lines of %s match"):format(
        duration(input.back), input.above, input.file)
    end
    local line, why = log.first{file = input.file, match = input.match, since = spans[at].time}
    if not line then return nil, why or "the log has changed meanwhile" end
    local after, why = share(input, line.time)
    if not after then return nil, why end
    local before, why = share(input, time.now() - input.back, line.time - 0.001)
    if not before then return nil, why end
    return time.format(line.time),
      ("%s lines match since %s, and %s in the time before it"):format(after, time.format(line.time), before)
  end,
}
