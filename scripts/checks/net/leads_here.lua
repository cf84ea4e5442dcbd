return {
  about = "Does a name lead to this machine? What another machine passes on to it, it cannot tell.",
  input = {host = {}},
  gives = {type = "choice", one_of = {"here"}},
  run = function(input)
    if input.host:find("^-") then return nil, input.host .. " is no name" end
    local names, why = run("getent", "ahosts", input.host)
    if not names then return nil, why end
    if names.code ~= 0 then return nil, "nobody knows the name " .. input.host end
    local own, no = run("ip", "-o", "addr")
    if not own then return nil, no end
    if own.code ~= 0 then return nil, "ip: " .. own.err:match("[^\n]*") end
    local mine = {}
    for address in own.out:gmatch("inet6? ([^/ ]+)") do mine[address] = true end
    for address in names.out:gmatch("([^%s]+)%s+STREAM") do
      if mine[address] or address:find("^127%.") then
        return "here", ("%s leads to %s, an address of this machine"):format(input.host, address)
      end
    end
    return nil, ("%s leads to %s, no address of this machine; whose it is, people know"):format(
      input.host, names.out:match("^(%S+)") or "nothing")
  end,
}
