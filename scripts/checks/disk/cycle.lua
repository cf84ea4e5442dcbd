return {
  about = "Does the use of a file system rise and fall again and again, by the last day in Prometheus?",
  input = {
    url = {about = "where Prometheus answers, without a path"},
    path = {type = "path", default = "/"},
    instance = {optional = true, about = "how the label instance begins, up to a dot or a colon; this machine's name where not given"},
    over = {type = "duration", default = "1d"},
    step = {type = "duration", default = "10m"},
    close = {type = "number", unit = "%", default = 5, about = "less than that left at the worst is too close"},
  },
  gives = {type = "choice", one_of = {"comes back", "comes close", "keeps going"}},
  -- Needs the origin under allow.http. A fall and a rise count from a third of the whole range on; it
  -- comes back where that happened twice, and what is free after the last is no less than after the first.
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local function encoded(text)
      return (text:gsub("[^%w%-_.~]", function(c) return ("%%%02X"):format(c:byte()) end))
    end
    local instance = (input.instance or host.name()):gsub("[^%w]", ".")
    local query = ('min(node_filesystem_avail_bytes{mountpoint="%s",instance=~"%s([.:].*)?"})'):format(
      d.mount:gsub('["\\]', "\\%0"), instance)
    local now, step = math.floor(time.now()), math.floor(input.step)
    local r
    r, why = http.get(("%s/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"):format(
      input.url, encoded(query), now - math.floor(input.over), now, step))
    if not r then return nil, why end
    if r.status ~= 200 then return nil, ("%s answers %d"):format(input.url, r.status) end
    local read, series = pcall(function() return json.decode(r.body).data.result[1] end)
    if not read then return nil, input.url .. " does not answer as Prometheus does" end
    if not series or #series.values < 12 then
      return nil, ("%s knows too little of %s on %s"):format(input.url, d.mount, instance)
    end
    local free, low, high = {}, math.huge, -math.huge
    for i, point in ipairs(series.values) do
      free[i] = tonumber(point[2])
      if not free[i] then return nil, ("%s gives %s for a number"):format(input.url, point[2]) end
      low, high = math.min(low, free[i]), math.max(high, free[i])
    end
    if high - low < 0.02 * d.size then
      return "keeps going", ("what is free on %s moved by no more than %s in %s"):format(
        d.mount, size(high - low), duration(input.over))
    end
    local third, peaks, falling, turn = (high - low) / 3, {}, nil, free[1]
    for _, at in ipairs(free) do
      if falling then
        turn = math.min(turn, at)
        if at - turn >= third then falling, turn = false, at end
      else
        turn = math.max(turn, at)
        if turn - at >= third then
          if falling == false then peaks[#peaks + 1] = turn end
          falling, turn = true, at
        end
      end
    end
    if falling == false then peaks[#peaks + 1] = turn end
    local said = ("in %s what is free on %s went between %s and %s, and rose again %d times"):format(
      duration(input.over), d.mount, size(low), size(high), #peaks)
    if #peaks < 2 or peaks[#peaks] < peaks[1] - third then return "keeps going", said end
    return 100 * low / d.size < input.close and "comes close" or "comes back", said,
      {low = low, high = high, times = #peaks}
  end,
}
