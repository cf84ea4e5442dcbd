return {
  about = "Is memory short, or has the kernel ended something for want of it since it started?",
  input = {
    least = {type = "number", unit = "%", default = 5, about = "less than that available is short"},
  },
  gives = {type = "choice", one_of = {"enough", "low", "something ended"}},
  run = function(input)
    local m, why = host.memory()
    if not m then return nil, why end
    local said = ("%s of %s are available (%g%%)"):format(size(m.available), size(m.total), m.available_percent)
    if m.available_percent < input.least then return "low", said, m end
    if not m.oom_kills then return nil, said .. ", and this kernel does not say whether it ended a process" end
    if m.oom_kills > 0 then
      return "something ended",
        ("%s, but since it started the kernel has ended a process for want of memory %s"):format(
          said, m.oom_kills == 1 and "once" or m.oom_kills .. " times"), m
    end
    return "enough", said .. ", and the kernel has ended no process for want of it", m
  end,
}
