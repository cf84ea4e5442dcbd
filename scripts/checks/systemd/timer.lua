local function properties(unit, ...)
  local words = {"systemctl", "show", unit}
  for _, name in ipairs{...} do words[#words + 1] = "--property=" .. name end
  local r, why = run(words)
  if not r then return nil, why end
  if r.code ~= 0 then return nil, "systemctl: " .. r.err end
  local found = {}
  for key, value in r.out:gmatch("([^=\n]+)=([^\n]*)") do found[key] = value end
  return found
end

return {
  about = "Is a systemd timer on, and did what it starts succeed the last time?",
  input = {
    timer = {about = "such as certbot.timer"},
    service = {optional = true, about = "what it starts; else of the same name"},
  },
  gives = {type = "choice", one_of = {"succeeded", "failed", "off", "missing"}},
  run = function(input)
    local timer, why = properties(input.timer, "LoadState", "ActiveState", "LastTriggerUSec")
    if not timer then return nil, why end
    if timer.LoadState == "not-found" then return "missing", "systemd knows no " .. input.timer end
    if timer.ActiveState ~= "active" then
      return "off", ("%s is %s"):format(input.timer, timer.ActiveState or "in no known state")
    end
    local name = input.service or input.timer:gsub("%.timer$", ".service")
    local service, no = properties(name, "Result", "ExecMainStatus")
    if not service then return nil, no end
    local last = timer.LastTriggerUSec or ""
    local said = ("%s ran last %s: %s"):format(input.timer, last == "" and "never" or last, service.Result or "no result")
    if last == "" or last == "n/a" then return nil, input.timer .. " has not run since the machine started" end
    return service.Result == "success" and "succeeded" or "failed", said, {last = last, status = service.ExecMainStatus}
  end,
}
