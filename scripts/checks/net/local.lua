return {
  about = "Is an address one of this machine's own?",
  input = {address = {about = "a host, perhaps with a port: 10.0.0.5:8080; or unix:/run/app.sock"}},
  gives = {type = "boolean"},
  run = function(input)
    local at = input.address
    if at:find("^unix:") then return true, at .. " is a socket of this machine" end
    local host = at:match("^%[(.-)%]") or at:match("^([^:]+):?%d*$") or at
    if host == "localhost" or host == "::1" or host:find("^127%.") then
      return true, at .. " is this machine, by the address itself"
    end
    if not host:find("^%d+%.%d+%.%d+%.%d+$") and not host:find("^%x*:[%x:.]*$") then
      return nil, at .. " is no address"
    end
    local r, why = run("ip", "-o", "addr")
    if not r then return nil, why end
    if r.code ~= 0 then return nil, "ip: " .. r.err end
    for own in r.out:gmatch("inet6? ([^/ ]+)") do
      if own == host then return true, "ip addr: " .. host .. " is an address of this machine" end
    end
    return false, "ip addr: " .. host .. " is no address of this machine"
  end,
}
