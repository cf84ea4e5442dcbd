-- How many bytes a second it grew in the last hour, as Prometheus saw it.
local function by_metrics(input, mount)
  local query = ('max(-deriv(node_filesystem_avail_bytes{mountpoint="%s",instance=~"%s([.:].*)?"}[1h]))'):format(
    mount:gsub('["\\]', "\\%0"), (input.instance or host.name()):gsub("[^%w]", "."))
  local r, why = http.get(input.url .. "/api/v1/query?query=" .. query:gsub("[^%w%-_.~]", function(c)
    return ("%%%02X"):format(c:byte())
  end))
  if not r then return nil, why end
  if r.status ~= 200 then return nil, ("%s answers %d"):format(input.url, r.status) end
  local read, found = pcall(function() return json.decode(r.body).data.result[1] end)
  if not read then return nil, input.url .. " does not answer as Prometheus does" end
  if not found then return nil, ("%s knows nothing of %s on this machine"):format(input.url, mount) end
  return tonumber(found.value[2]), "in the last hour"
end

-- The same between an earlier look and now. So short a time says little where there is much room: a
-- build that is over in a minute would be a full disk by morning.
local function by_two_looks(input, d)
  if not input.free or not input.since then return nil, "there was no earlier look" end
  if d.used_percent < input.at_least then
    return nil, ("%s is %g%% full; two looks %s apart say too little from below %g%%"):format(
      d.mount, d.used_percent, duration(input.wait), input.at_least)
  end
  local rest = math.ceil(input.wait - (time.now() - input.since))
  if rest > input.wait then return nil, "the earlier look is not in the past" end
  if rest > 0 then
    local r, why = run{"sleep", tostring(rest), timeout = input.wait + 5}
    if not r then return nil, why end
  end
  local apart = time.now() - input.since
  if apart <= 0 then return nil, "the earlier look is not in the past" end
  d = assert(host.disk(input.path))
  return (input.free - d.free) / apart, ("in %s"):format(duration(math.floor(apart)))
end

return {
  about = "In how many hours is a file system full, at the pace of now? 1000 where that is far away or never",
  input = {
    path = {type = "path", default = "/"},
    url = {optional = true, about = "where Prometheus answers, which knows the last hour"},
    instance = {optional = true, about = "how its label instance begins, up to a dot or a colon; this machine's name where not given"},
    free = {type = "number", optional = true, about = "how many bytes were free at an earlier look"},
    since = {type = "time", optional = true, about = "when that was"},
    wait = {type = "duration", default = "30s", about = "how far apart two looks must be; it waits for the rest"},
    at_least = {type = "number", unit = "%", default = 70, about = "two looks tell nothing where less is used"},
  },
  gives = {type = "number", unit = "h"},
  -- Asks Prometheus where `url` is given and answers, and else looks twice. Needs the origin under
  -- allow.http, `sleep` under allow.run, and a timeout longer than `wait`. disk/fullest gives `free` and
  -- `since`. It knows nothing of what is cleaned up later: ask disk/cycle first.
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    if d.free <= 0 then return 0, d.mount .. " is full now" end
    local pace, seen
    if input.url then pace, seen = by_metrics(input, d.mount) end
    if not pace then pace, seen = by_two_looks(input, d) end
    if not pace then return nil, seen end
    if pace <= 0 then return 1000, ("%s has not grown %s; %s are left"):format(d.mount, seen, size(d.free)) end
    d = assert(host.disk(input.path))
    local hours = math.min(1000, d.free / pace / 3600)
    return tonumber(("%.1f"):format(hours)), ("%s grew by %s an hour %s; with %s left it is full %s"):format(
      d.mount, size(math.floor(pace * 3600)), seen, size(d.free),
      hours < 1000 and "in " .. duration(math.floor(hours * 3600)) or "in over 40 days")
  end,
}
