return {
  about = "Have processes of that name run since before a time, are they newer, or are there none?",
  input = {
    name = {about = "the name of the program, as ps -C wants it"},
    since = {type = "time", about = "when the errors started"},
  },
  gives = {type = "choice", one_of = {"running", "restarted", "gone"}},
  run = function(input)
    local found, why = host.processes(input.name)
    if not found then return nil, why end
    if #found == 0 then return "gone", "no process is called " .. input.name, {count = 0} end
    local oldest = found[1]
    for _, process in ipairs(found) do
      if process.started < oldest.started then oldest = process end
    end
    local said = ("process %d, the %s called %s, has run since %s"):format(
      oldest.pid, #found > 1 and ("oldest of %d"):format(#found) or "only one", input.name,
      time.format(oldest.started))
    return oldest.started < input.since and "running" or "restarted", said, {count = #found}
  end,
}
