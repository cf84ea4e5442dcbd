local function name_of(labels)
  local words = {}
  for key, value in pairs(labels) do
    if key ~= "__name__" then words[#words + 1] = ("%s=%q"):format(key, value) end
  end
  table.sort(words)
  return (labels.__name__ or "") .. "{" .. table.concat(words, ",") .. "}"
end

local function split(points, started)
  local before, now = {}, {}
  for _, p in ipairs(points) do
    local side = p.time < started and before or now
    side[#side + 1] = p
  end
  return before, now
end

-- The first five, each with its medians.
local function tell(list, word)
  local lines = {}
  for i = 1, math.min(5, #list) do
    lines[i] = ("%s %s: %.4g before, %.4g now"):format(list[i].name, word, list[i].before.median, list[i].now.median)
  end
  return lines
end

local function names(list)
  local out = {}
  for i = 1, math.min(50, #list) do out[i] = list[i].name end
  return out
end

return {
  about = "How many of many metrics rose or fell since a time, and which the most?",
  input = {
    url = {about = "where Prometheus answers"},
    query = {about = "what gives the metrics, as rate(http_requests_total[2m])"},
    started = {type = "time", about = "since when"},
    before = {type = "duration", default = "2h", about = "so long before `started` they were as usual"},
    step = {type = "duration", default = "1m", about = "a point each"},
    rate = {type = "number", unit = "%", default = 5, about = "the share of those told that may be false"},
  },
  gives = {type = "number"},
  -- Needs the origin of `url` under allow.http.
  run = function(input)
    local all, why = prom.range{
      url = input.url, query = input.query, since = input.started - input.before, step = input.step}
    if not all then return nil, why end
    if #all == 0 then return nil, "the query gives no metric" end
    local list = {}
    for _, one in ipairs(all) do
      local before, now = split(one.points, input.started)
      list[#list + 1] = {name = name_of(one.labels), before = before, now = now}
    end
    local m, why = stats.moved(list, {rate = input.rate / 100})
    if not m then return nil, why end
    local told = tell(m.rose, "rose")
    for _, line in ipairs(tell(m.fell, "fell")) do told[#told + 1] = line end
    return #m.rose + #m.fell, m.says .. (#told > 0 and "\n" .. table.concat(told, "\n") or ""),
      {rose = names(m.rose), fell = names(m.fell), steady = m.steady}
  end,
}
