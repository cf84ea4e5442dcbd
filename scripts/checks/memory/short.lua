return {
  about = "Is memory short, or has it been since the machine started?",
  input = {
    least = {type = "number", unit = "%", default = 5, about = "less than that available is short"},
  },
  gives = {type = "choice", one_of = {"enough", "low"}},
  run = function(input)
    local m, why = host.memory()
    if not m then return nil, why end
    local said = ("%s of %s are available (%g%%)"):format(size(m.available), size(m.total), m.available_percent)
    if m.available_percent < input.least then return "low", said, m end
    if not m.oom_kills then return nil, said .. ", and this kernel does not say whether it ended a process" end
    if m.oom_kills > 0 then
      return nil, ("%s, but since it started the kernel has ended a process for want of memory %d times; look when"):format(
        said, m.oom_kills)
    end
    return "enough", said .. ", and the kernel has ended no process for want of it", m
  end,
}
