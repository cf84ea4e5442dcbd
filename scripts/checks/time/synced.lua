-- chronyc -c tracking: the 5th field is the offset in seconds, the last whether it is in step at all.
local function by_chrony()
  local r = run("chronyc", "-c", "tracking")
  if not r or r.code ~= 0 then return nil end
  local fields = {}
  for field in r.out:match("[^\n]*"):gmatch("[^,]*") do fields[#fields + 1] = field end
  -- 127.127.1.1 is its own clock, which it hands to others where it has no better one.
  return tonumber(fields[5]), fields[1] == "7F7F0101" and "Not synchronised" or fields[#fields]
end

local function by_systemd()
  local r, why = run("timedatectl", "show", "--property=NTPSynchronized", "--property=NTP")
  if not r then return nil, why end
  if r.code ~= 0 then return nil, "timedatectl: " .. r.err:match("[^\n]*") end
  if r.out:find("NTPSynchronized=yes", 1, true) then return "right", "timedatectl: the clock is synchronized" end
  if r.out:find("NTP=no", 1, true) then return "on its own", "timedatectl: nothing keeps the clock right" end
  if not r.out:find("NTPSynchronized=no", 1, true) then return nil, "timedatectl does not say whether the clock is synchronized" end
  return "on its own", "timedatectl: the clock is not synchronized, though something tries to"
end

return {
  about = "Is this machine's clock right, and does something keep it so?",
  input = {most = {type = "duration", default = "60s", about = "from there on it is wrong"}},
  gives = {type = "choice", one_of = {"right", "wrong", "on its own"}},
  run = function(input)
    local offset, leap = by_chrony()
    if not offset then return by_systemd() end
    local said = ("chronyc: %.3f s from the true time, %s"):format(offset, leap)
    if math.abs(offset) >= input.most then return "wrong", said, {offset = offset} end
    return leap == "Not synchronised" and "on its own" or "right", said, {offset = offset}
  end,
}
