local function properties(unit, ...)
  if unit:find("^-") then return nil, unit .. " is no name" end
  local words = {"systemctl", "show", unit}
  for _, name in ipairs{...} do words[#words + 1] = "--property=" .. name end
  local r, why = run(words)
  if not r then return nil, why end
  if r.code ~= 0 then return nil, "systemctl: " .. r.err:match("[^\n]*") end
  local found = {}
  for key, value in r.out:gmatch("([^=\n]+)=([^\n]*)") do found[key] = value end
  return found
end

return {
  about = "Is a systemd timer on, and did what it starts succeed the last time?",
  input = {
    timer = {about = "such as certbot.timer"},
    service = {optional = true, about = "what it starts, where systemd shall not be asked"},
  },
  gives = {type = "choice", one_of = {"succeeded", "failed", "off", "missing"}},
  run = function(input)
    if not input.timer:find("%.timer$") then return nil, input.timer .. " is no timer: its name ends in .timer" end
    local timer, why = properties(input.timer, "LoadState", "ActiveState", "LastTriggerUSec", "Unit")
    if not timer then return nil, why end
    if timer.LoadState == "not-found" then return "missing", "systemd knows no " .. input.timer end
    if not timer.ActiveState then return nil, "systemctl does not say whether " .. input.timer .. " is on" end
    if timer.ActiveState ~= "active" then return "off", ("%s is %s"):format(input.timer, timer.ActiveState) end
    local name = input.service or timer.Unit or input.timer:gsub("%.timer$", ".service")
    local last = timer.LastTriggerUSec or ""
    if last == "" or last == "n/a" then return nil, input.timer .. " has not run yet" end
    local service, no = properties(name, "LoadState", "ActiveState", "Result", "ExecMainStatus", "ExecMainStartTimestamp")
    if not service then return nil, no end
    if service.LoadState ~= "loaded" then return nil, ("%s is %s"):format(name, service.LoadState or "in no known state") end
    if service.ActiveState == "activating" then return nil, name .. " runs just now" end
    -- A timer remembers across a restart when it ran, a service does not what came of it: "success" is where it begins.
    if service.ExecMainStartTimestamp == "" or not service.Result then
      return nil, name .. " has not run since the machine started"
    end
    local said = ("%s ran last %s: %s"):format(input.timer, last, service.Result)
    return service.Result == "success" and "succeeded" or "failed", said, {last = last, status = service.ExecMainStatus}
  end,
}
