return {
  about = "Do processes of that name run?",
  input = {
    name = {about = "the name of the program, as ps -C wants it"},
    at_least = {type = "number", default = 1},
  },
  gives = {type = "boolean"},
  run = function(input)
    local found, why = host.processes(input.name)
    if not found then return nil, why end
    if #found == 0 then return false, "no process is called " .. input.name, {count = 0} end
    local oldest, pids = found[1].started, {}
    for i, process in ipairs(found) do
      oldest = math.min(oldest, process.started)
      pids[i] = process.pid
    end
    local shown = #pids > 8 and table.concat(pids, " ", 1, 8) .. " ..." or table.concat(pids, " ")
    return #found >= input.at_least,
      ("%d of %s (process %s), the oldest for %s"):format(
        #found, input.name, shown, duration(math.max(0, time.now() - oldest))),
      {count = #found, oldest = time.format(oldest)}
  end,
}
