-- `allow` must list the log under read; with what jobs/around lists, the job is told that the errors fall on.
local WORDS = {
  ["fixed interval"] = "fixed intervals", ["hour of day"] = "times of day", weekday = "times of day",
  ["start of the working day"] = "start of work", ["follows traffic"] = "with traffic", random = "at random",
}
local POINTS = 240 -- of a series whose shape is looked for, at most
local EACH = 4 -- errors in each on average, at least: fewer would make each error a spike
local BROAD = 6 * 3600 -- hours that traffic alone may have

-- Requests: what the log holds beside the errors, where it holds enough of that.
local function traffic(spans)
  local base, lines, matched = {}, 0, 0
  for i, s in ipairs(spans) do
    base[i] = {time = s.time, value = s.lines - s.matched}
    lines, matched = lines + s.lines, matched + s.matched
  end
  return lines >= 4 * matched and base or nil
end

-- Errors, or their share of the lines, over equal spans; those without a line are told too.
local function points(spans, every, errors, by_share)
  local first, last = spans[1].time, spans[#spans].time
  local most = math.min(POINTS, errors // EACH)
  if most < 10 then return {} end
  local width = every * math.max(1, math.ceil((last - first + every) / every / most))
  local lines, matched, list = {}, {}, {}
  for _, s in ipairs(spans) do
    local at = (s.time - first) // width
    lines[at], matched[at] = (lines[at] or 0) + s.lines, (matched[at] or 0) + s.matched
  end
  for at = 0, (last - first) // width do
    if not by_share then
      list[#list + 1] = {time = first + at * width, value = matched[at] or 0}
    elseif lines[at] then
      list[#list + 1] = {time = first + at * width, value = 100 * matched[at] / lines[at]}
    end
  end
  return list
end

-- The machine's own jobs, or those of one file.
local function jobs_of(crontab)
  if crontab == "/etc/crontab" then return cron.jobs() end
  return cron.jobs{files = {crontab}, timers = false}
end

-- The job on which a rhythm falls, as a sentence, where jobs may be looked at.
local function job_of(rhythm, crontab)
  local jobs = jobs_of(crontab)
  local found = jobs and #jobs > 0 and cron.falls{jobs = jobs, rhythm = rhythm}
  if found and found[1] and found[1].p < 0.05 then return found[1] end
end

local function tell_rhythm(r, crontab)
  local said, value = r.says, {kind = r.kind, p = r.p, period = r.period, hour = r.hour, minute = r.minute, next = r.next}
  if r.next then
    said = said .. "; next due at " .. time.format(r.next)
    value.next = time.format(r.next)
  end
  local job = crontab and job_of(r, crontab)
  if job then
    said = said .. "; " .. job.says
    value.job, value.source = job.command, job.source
  end
  return WORDS[r.kind], said, value
end

local function tell_shape(s)
  local up = s.kind ~= "none" and s.after > s.before
  local value = {kind = s.kind, p = s.p, began = s.at and time.format(s.at)}
  if s.kind == "step" and up then return "one step up", s.says, value end
  if s.kind == "ramp" and up then return "slow growth", s.says, value end
  return nil, s.says
end

return {
  about = "How do the errors of a log move over time: in a step, slowly, by a clock, with the traffic, at random?",
  input = {
    file = {type = "path", about = "the log"},
    match = {default = [[(?i)\b(error|fatal|critical|exception|panic)\b]], about = "a regular expression: what is an error"},
    back = {type = "duration", default = "14d", about = "how far back it looks"},
    every = {type = "duration", default = "5m", about = "the spans in which lines are counted"},
    rotated = {type = "boolean", default = false, about = "with what logrotate made of it, which read must permit too"},
    crontab = {type = "path", default = "/etc/crontab", about = "where jobs stand; as it is, with all that stands beside it, and systemd's timers"},
  },
  gives = {type = "choice", one_of = {
    "one step up", "slow growth", "times of day", "fixed intervals", "start of work", "with traffic", "at random"}},
  run = function(input)
    local spans, why = log.series{file = input.file, match = input.match, last = input.back, every = input.every,
      rotated = input.rotated}
    if not spans then return nil, why end
    local times, no = log.times{file = input.file, match = input.match, last = input.back, rotated = input.rotated}
    if not times then return nil, no end
    if #times == 0 then return nil, ("no line of the last %s in %s matches"):format(duration(input.back), input.file) end
    table.sort(times)
    local base = traffic(spans)
    local r = series.rhythm{times = times, against = base, from = spans[1].time,
      ["until"] = math.max(times[#times], spans[#spans].time)}
    local clock = r.kind ~= "random" and r.kind ~= "too few" and r.kind ~= "follows traffic"
    local broad = r.hours and r.hours[1].width >= BROAD
    if clock and not broad then return tell_rhythm(r, input.crontab) end
    local s, cannot = series.shape(points(spans, input.every, #times, base))
    if s and s.kind ~= "none" then
      local answer, said, value = tell_shape(s)
      if answer then return answer, said, value end
      cannot = said
    end
    if r.kind == "follows traffic" or (broad and base) then return tell_rhythm(r) end
    if broad or r.kind == "too few" then return nil, r.says end
    if s and s.kind ~= "none" then return nil, cannot end
    return "at random", r.says .. (s and "; " .. s.says or ""), {kind = r.kind, p = r.p}
  end,
}
