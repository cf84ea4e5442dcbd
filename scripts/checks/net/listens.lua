local function is_this_machine(host)
  return host == "localhost" or host == "[::1]" or host:find("^127%.") ~= nil
end

-- The local addresses of ss: 127.0.0.1:80, *:80, 0.0.0.0:80, [::]:80, 10.0.0.1%eth0:80
local function listening(out, port)
  local found = {}
  for line in out:gmatch("[^\n]+") do
    local at = line:match("^%S+%s+%d+%s+%d+%s+(%S+)") or ""
    local host, number = at:match("^(.*):(%d+)$")
    if number == port then found[#found + 1] = host:gsub("%%.*$", "") end
  end
  return found
end

-- All addresses of a port are this machine's own; another machine may listen on the same port.
local function serves(found, host)
  for _, one in ipairs(found) do
    if one == host then return true end
    if is_this_machine(host) and (one == "0.0.0.0" or one == "*" or one == "[::]" or is_this_machine(one)) then
      return true
    end
  end
  return false
end

return {
  about = "Does a process of this machine listen on an address?",
  input = {address = {about = "host and port: 127.0.0.1:8080"}},
  gives = {type = "boolean"},
  run = function(input)
    local host, port = input.address:match("^(.+):(%d+)$")
    if not host or host:find("^unix") then return nil, input.address .. " is no host and port" end
    local r, why = run("ss", "-ltn")
    if not r then return nil, why end
    if r.code ~= 0 then return nil, "ss: " .. r.err end
    local found = listening(r.out, port)
    if serves(found, host) then
      return true, ("ss -ltn: somebody listens on port %s of %s"):format(port, table.concat(found, ", "))
    end
    if not is_this_machine(host) then
      return nil, input.address .. " is not an address that this machine listens on; look on the machine that has it"
    end
    return false, ("ss -ltn: nobody listens on %s"):format(input.address)
  end,
}
