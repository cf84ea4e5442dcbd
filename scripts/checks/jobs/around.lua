-- `allow` must list: run: [systemctl list-timers, systemctl show], and under read /etc/crontab, /etc/cron.d,
-- /etc/cron.hourly, /etc/cron.daily, /etc/cron.weekly, /etc/cron.monthly, /var/spool/cron/crontabs, /usr/share/zoneinfo.
local MOST = 3

-- The machine's own jobs, or those of one file.
local function jobs_of(crontab)
  if crontab == "/etc/crontab" then return cron.jobs() end
  return cron.jobs{files = {crontab}, timers = false}
end

-- Jobs with a run shortly before the moment, the rarest first. What runs all the time is always shortly before.
local function jobs_before(jobs, moment, within)
  local found, busy = {}, 0
  for _, job in ipairs(jobs) do
    local last = cron.before(job, moment)
    local following = last and cron.next(job, last)
    local reach = within + (job.spread or 0)
    if last and moment - last <= reach then
      local every = following and following - last or math.huge
      if every <= 2 * reach then busy = busy + 1 else
        found[#found + 1] = {job = job, last = last, every = every}
      end
    end
  end
  table.sort(found, function(a, b)
    if a.every ~= b.every then return a.every > b.every end
    return a.job.source < b.job.source
  end)
  return found, busy
end

local function tell(found, moment)
  local names, lines = {}, {}
  for i, f in ipairs(found) do
    if i <= MOST then names[i] = ("%s (%s)"):format(f.job.command, f.job.schedule) end
    lines[i] = ("%s ran %s before, at %s: %s, %s"):format(f.job.command, duration(moment - f.last), time.format(f.last),
      f.job.schedule, f.job.source)
  end
  if #found > MOST then names[#names + 1] = ("and %d more"):format(#found - MOST) end
  return table.concat(names, "; "), table.concat(lines, "\n")
end

return {
  about = "Which scheduled jobs run shortly before a moment? none, or the jobs, the rarest first",
  input = {
    started = {type = "time", about = "the moment, such as the first error"},
    within = {type = "duration", default = "5m", about = "so long before it counts as shortly"},
    crontab = {type = "path", default = "/etc/crontab", about = "where jobs stand; as it is, with all that stands beside it, and systemd's timers"},
  },
  gives = {type = "text"},
  run = function(input)
    local jobs, why = jobs_of(input.crontab)
    if not jobs then return nil, why end
    local found, busy = jobs_before(jobs, input.started, input.within)
    local notes = ("%d jobs are scheduled here"):format(#jobs)
    if busy > 0 then notes = notes .. (", of which %d run all the time"):format(busy) end
    if #jobs.unread > 0 then notes = notes .. "; could not be read: " .. table.concat(jobs.unread, ", ") end
    if #found > 0 then
      local names, lines = tell(found, input.started)
      return names, lines .. "\n" .. notes, {jobs = #jobs, found = #found, unread = #jobs.unread}
    end
    local said = ("no job ran in the %s before %s; %s"):format(duration(input.within), time.format(input.started), notes)
    if #jobs.unread > 0 then return nil, said end
    return "none", said, {jobs = #jobs, found = 0, unread = 0}
  end,
}
