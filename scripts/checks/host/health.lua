-- One finding: what is short, and the sentence that says so.
local found

local function note(what, short, said, ...)
  said = said:format(...)
  if short then found.short[#found.short + 1] = what end
  found.said[#found.said + 1] = short and said:upper():sub(1, 1) .. said:sub(2) or said
end

local function look_at_disks(input)
  local disks, why = host.disks()
  if not disks then return why end
  local space, inodes, closed
  for _, d in ipairs(disks) do
    if not d.remote then
      if not space or d.used_percent > space.used_percent then space = d end
      if not inodes or d.inodes_used_percent > inodes.inodes_used_percent then inodes = d end
      if d.read_only and not closed then closed = d end
    end
  end
  if not space then return "no disk of this machine's own is listed" end
  note("disk", space.used_percent >= input.disk, "%s is %d%% full", space.mount, space.used_percent)
  if inodes.inodes_used_percent >= input.disk then
    note("inodes", true, "%s has used %d%% of its inodes", inodes.mount, inodes.inodes_used_percent)
  end
  if closed then found.said[#found.said + 1] = closed.mount .. " is read-only" end
end

local function look_at_memory(input, pressure)
  local m, why = host.memory()
  if not m then return why end
  local waits = pressure and pressure.memory and pressure.memory.some.avg60 or 0
  note("memory", m.available_percent < input.memory or waits >= input.pressure,
    "%s of memory (%d%%) is available", size(m.available), m.available_percent)
  if waits > 0 then found.said[#found.said + 1] = ("%g%% of the last minute something waited for memory"):format(waits) end
  if m.swap_total and m.swap_total > 0 then
    note("swap", m.swap_used >= m.swap_total * input.swap / 100, "%s of %s swap is used", size(m.swap_used), size(m.swap_total))
  end
end

local function look_at_cpu(input, pressure)
  local c, why = host.cpu{over = input.over}
  if not c then return why end
  local hot = c.hottest and c.hottest[1]
  note("cpu", c.busy_percent >= input.cpu and c.load1 > c.cores, "the processors are %g%% busy, load %g on %d", c.busy_percent,
    c.load1, c.cores)
  if hot then found.said[#found.said + 1] = ("%s (process %d) uses %g%% of one"):format(hot.name, hot.pid, hot.percent) end
  if c.steal_percent >= 10 then
    note("steal", true, "other virtual machines take %g%% of the processors' time", c.steal_percent)
  end
  if pressure and pressure.io then
    local waits = pressure.io.some.avg60
    note("io", waits >= input.pressure, "%g%% of the last minute something waited for a disk", waits)
  end
end

return {
  about = "How is this machine: well, or short of something - processor, disk, memory?",
  input = {
    disk = {type = "number", unit = "%", default = 95, about = "as full as that is full, of space and of inodes"},
    memory = {type = "number", unit = "%", default = 5, about = "less than that available is short"},
    swap = {type = "number", unit = "%", default = 90, about = "so much of it used is short"},
    cpu = {type = "number", unit = "%", default = 95, about = "so busy, with more work than processors, is short"},
    pressure = {type = "number", unit = "%", default = 40, about = "waiting for that part of the last minute is short"},
    over = {type = "duration", default = "2s", about = "how long the processors are watched"},
  },
  gives = {type = "choice", one_of = {"well", "cpu", "steal", "disk", "inodes", "io", "memory", "swap", "several"}},
  -- Needs nothing under allow. The value lists under `short` what is, where it is several things.
  run = function(input)
    found = {said = {}, short = {}}
    local pressure = host.pressure() -- where the kernel does not measure it, the rest still tells
    for _, look in ipairs{look_at_cpu, look_at_memory, look_at_disks} do
      local why = look(input, pressure)
      if why then return nil, why end
    end
    local answer = #found.short == 0 and "well" or #found.short == 1 and found.short[1] or "several"
    return answer, ("%s: %s"):format(host.name() or "this machine", table.concat(found.said, "; ")), {short = found.short}
  end,
}
