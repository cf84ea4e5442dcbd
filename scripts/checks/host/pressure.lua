return {
  about = "What did work on this machine have to wait for, in the last minute?",
  input = {
    most = {type = "number", unit = "%", default = 10, about = "less of the minute than that is nothing"},
  },
  gives = {type = "choice", one_of = {"nothing", "cpu", "memory", "io", "several"}},
  -- Needs nothing under allow, and a kernel that measures pressure (PSI).
  run = function(input)
    local p, why = host.pressure()
    if not p then return nil, why end
    local names, said, waits = {cpu = "a processor", memory = "memory", io = "a disk"}, {}, {}
    for _, what in ipairs{"cpu", "memory", "io"} do
      local some = p[what] and p[what].some
      if some then
        said[#said + 1] = ("%g%% for %s (%g%% of 5 minutes)"):format(some.avg60, names[what], some.avg300)
        if some.avg60 >= input.most then waits[#waits + 1] = what end
      end
    end
    return #waits == 0 and "nothing" or #waits == 1 and waits[1] or "several",
      "part of the last minute in which something waited: " .. table.concat(said, ", "), p
  end,
}
