return {
  about = "In how many hours is a file system full, at the pace between an earlier look and now? 1000 where it does not grow",
  input = {
    path = {type = "path", default = "/"},
    free = {type = "number", about = "how many bytes were free at the earlier look"},
    since = {type = "time", about = "when that was"},
    wait = {type = "duration", default = "30s", about = "how far apart the looks must be; it waits for the rest"},
  },
  gives = {type = "number", unit = "h"},
  -- Needs `sleep` under allow.run, and a timeout longer than `wait`. disk/fullest gives `free` and
  -- `since`. Two looks know nothing of what is cleaned up later: ask disk/cycle first.
  run = function(input)
    local rest = math.ceil(input.wait - (time.now() - input.since))
    if rest > 0 then
      local r, why = run{"sleep", tostring(rest), timeout = input.wait + 5}
      if not r then return nil, why end
    end
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local apart, grown = time.now() - input.since, input.free - d.free
    if apart <= 0 then return nil, "the earlier look is not in the past" end
    if d.free <= 0 then return 0, d.mount .. " is full now" end
    if grown <= 0 then
      return 1000, ("%s has not grown in %s; %s are left"):format(d.mount, duration(apart), size(d.free))
    end
    local hours = math.min(1000, d.free / (grown / apart) / 3600)
    return tonumber(("%.1f"):format(hours)),
      ("%s grew by %s in %s; with %s left it is full in %s"):format(d.mount, size(grown), duration(apart),
        size(d.free), hours < 1000 and duration(math.floor(hours * 3600)) or "over 40 days"),
      {grown = grown, apart = apart, free = d.free}
  end,
}
