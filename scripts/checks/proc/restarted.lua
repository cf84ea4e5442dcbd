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
    local said = ("the oldest of %d processes called %s is %d, of %s"):format(
      #found, input.name, oldest.pid, time.format(oldest.started))
    return oldest.started < input.since and "running" or "restarted", said, {count = #found}
  end,
}
