-- `allow` must list the log under read, and what jobs/around lists.
local SURE = 0.05

-- The machine's own jobs, or those of one file.
local function jobs_of(crontab)
  if crontab == "/etc/crontab" then return cron.jobs() end
  return cron.jobs{files = {crontab}, timers = false}
end

local function tell(found)
  local names, lines = {}, {}
  for i, f in ipairs(found) do
    if f.p > SURE or f.p > 2 * found[1].p then break end
    names[i], lines[i] = ("%s (%s)"):format(f.command, f.schedule), f.says
  end
  return table.concat(names, "; "), table.concat(lines, "\n")
end

return {
  about = "Which scheduled job do the errors of a log follow on, again and again? none, or the job",
  input = {
    file = {type = "path", about = "the log"},
    match = {default = [[(?i)\b(error|fatal|critical|exception|panic)\b]], about = "a regular expression: what is an error"},
    back = {type = "duration", default = "14d", about = "how far back it looks"},
    rotated = {type = "boolean", default = false, about = "with what logrotate made of it, which read must permit too"},
    slack = {type = "duration", default = "2m", about = "so long after a job's start counts"},
    crontab = {type = "path", default = "/etc/crontab", about = "where jobs stand; as it is, with all that stands beside it, and systemd's timers"},
    as = {optional = true, about = "the answer where a job is found, in place of its name; where none is, it then cannot tell"},
  },
  gives = {type = "text"},
  run = function(input)
    local times, why = log.times{file = input.file, match = input.match, last = input.back, rotated = input.rotated}
    if not times then return nil, why end
    if #times == 0 then return nil, ("no line of the last %s in %s matches"):format(duration(input.back), input.file) end
    table.sort(times)
    local jobs, no = jobs_of(input.crontab)
    if not jobs then return nil, no end
    local found, none = cron.falls{jobs = jobs, times = times, slack = input.slack}
    if not found then return nil, none end
    local unread = #jobs.unread > 0 and "; could not be read: " .. table.concat(jobs.unread, ", ") or ""
    if found[1] and found[1].p <= SURE then
      local names, lines = tell(found)
      return input.as or names, lines .. unread, {source = found[1].source, p = found[1].p}
    end
    local said = ("of %d jobs none precedes the errors more often than chance would"):format(found.tried) .. unread
    if found[1] then said = said .. "; nearest: " .. found[1].says end
    if unread ~= "" or input.as then return nil, said end
    return "none", said
  end,
}
