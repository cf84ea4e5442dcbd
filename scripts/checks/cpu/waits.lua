return {
  about = "Does work wait for the processors of this machine?",
  input = {
    over = {type = "duration", default = "5s", about = "how long they are watched"},
  },
  gives = {type = "choice", one_of = {"no", "at times", "all the time"}},
  -- Needs nothing under allow. Load alone is no proof: it counts what waits for disks too.
  run = function(input)
    local c, why = host.cpu{over = input.over}
    if not c then return nil, why end
    local p = host.pressure()
    local some = p and p.cpu and p.cpu.some
    local most, least = math.max(c.load1, c.load5), math.min(c.load1, c.load5)
    local said = ("%g%% busy over %gs, load %g over 1 minute and %g over 5, on %d processors"):format(c.busy_percent, c.over,
      c.load1, c.load5, c.cores)
    if some then
      said = ("%s; something waited for them in %g%% of the last minute and %g%% of 5 minutes"):format(said, some.avg60, some.avg300)
    end
    if c.steal_percent >= 10 then said = ("%s; other virtual machines take %g%%"):format(said, c.steal_percent) end
    if c.hottest[1] then said = ("%s; %s (process %d) uses most"):format(said, c.hottest[1].name, c.hottest[1].pid) end
    if c.busy_percent >= 97 and least > c.cores and (not some or math.min(some.avg60, some.avg300) >= 40) then
      return "all the time", said, c
    end
    if most < 0.7 * c.cores and c.busy_percent < 80 and (not some or math.max(some.avg60, some.avg300) < 20) then
      return "no", said, c
    end
    if some and math.max(some.avg10, some.avg60, some.avg300) >= 20 and c.busy_percent < 97 then return "at times", said, c end
    return nil, said .. ": that can be waiting, or only work"
  end,
}
