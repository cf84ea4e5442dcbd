-- "2026-09-14 10:02:03 upgrade libc6:amd64 1 2" of dpkg, in the machine's own time.
local function packages(from, to)
  local count, last, name = 0, nil, nil
  local log, why = file.tail("/var/log/dpkg.log", 1 << 20)
  if not log then return nil, why end
  for line in log:gmatch("[^\n]+") do
    local at, what = line:match("^(%d+%-%d+%-%d+ %d+:%d+:%d+) (%a+ %S+)")
    local verb = what and what:match("^%a+")
    if verb == "install" or verb == "upgrade" or verb == "remove" then
      local t = time.parse(at)
      if t and t >= from and t <= to then count, last, name = count + 1, t, what end
    end
  end
  return {count = count, time = last, said = name and ("%d packages, the last: %s at %s"):format(count, name, time.format(last))}
end

-- Files below /etc by when they were written last.
local function settings(from, to)
  local r, why = run("find", "/etc", "-xdev", "-type", "f", "-newermt", time.format(from), "!", "-newermt", time.format(to),
    "-printf", "%T@ %p\\n")
  if not r then return nil, why end
  if r.out == "" and r.code ~= 0 then return nil, "find: " .. r.err:match("[^\n]*") end
  local count, last, name = 0, nil, nil
  for at, path in r.out:gmatch("(%d+)[%d.]* ([^\n]+)") do
    count = count + 1
    if not last or tonumber(at) > last then last, name = tonumber(at), path end
  end
  return {count = count, time = last, said = name and ("%d files of /etc, the last: %s at %s"):format(count, name, time.format(last))}
end

return {
  about = "What changed on this machine around a time, as far as it shows: a setting, or the machine itself?",
  input = {
    started = {type = "time", about = "when the errors began; what came later is not of interest"},
    before = {type = "duration", default = "24h", about = "how long before that to look"},
  },
  gives = {type = "choice", one_of = {"a setting", "the machines"}},
  -- Needs `find /etc` under allow.run and /var/log/dpkg.log under allow.read. Plans and other machines do not show
  -- here, so that nothing shows is "can't tell". What packages write is no setting.
  run = function(input)
    local from, to = input.started - input.before, input.started
    local boot = host.uptime()
    boot = boot and time.now() - boot
    local machine, no_packages = packages(from, to)
    local setting, why = settings(from, to)
    if not setting then return nil, why end
    local said = {}
    if machine and machine.said then said[#said + 1] = machine.said end
    if setting.said then said[#said + 1] = setting.said end
    if boot and boot >= from and boot <= to then
      said[#said + 1] = "the machine was started at " .. time.format(math.floor(boot))
    else
      boot = nil
    end
    if #said == 0 then
      return nil, ("nothing shows on this machine from %s to %s%s; ask who could know"):format(time.format(from),
        time.format(to), no_packages and ", packages not counted: " .. no_packages or "")
    end
    local machines = math.max(machine and machine.time or 0, boot or 0)
    return (setting.time or 0) > machines + 60 and "a setting" or "the machines", table.concat(said, "; "),
      {setting = setting.time and time.format(setting.time), machines = machines > 0 and time.format(machines) or nil}
  end,
}
