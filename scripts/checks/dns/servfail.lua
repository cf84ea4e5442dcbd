local function words(text)
  local list = {}
  for word in text:gmatch("[^%s,]+") do list[#list + 1] = word end
  return list
end

local function resolvers()
  local text, why = file.read("/etc/resolv.conf", 65536)
  if not text then return nil, why end
  local list = {}
  for line in text:gmatch("[^\n]+") do list[#list + 1] = line:match("^%s*nameserver%s+(%S+)") end
  if #list == 0 then return nil, "/etc/resolv.conf names no server" end
  return list
end

return {
  about = "Which share of look-ups fails: SERVFAIL, REFUSED, or no answer in a second?",
  -- Needs `dig` under allow.run, and /etc/resolv.conf under allow.read where no servers are given.
  input = {
    names = {about = "names that have to be known, with blanks between"},
    servers = {optional = true, about = "addresses, with blanks between; else those of /etc/resolv.conf"},
    port = {type = "number", optional = true},
    times = {type = "number", default = 3, about = "how often each server is asked for each name"},
  },
  gives = {type = "number", unit = "%"},
  run = function(input)
    local servers, why = input.servers and words(input.servers) or nil, nil
    if not servers then servers, why = resolvers() end
    if not servers then return nil, why end
    local names, asked, failed, said = words(input.names), 0, 0, {}
    for _, server in ipairs(servers) do
      for _, name in ipairs(names) do
        local how
        for _ = 1, math.tointeger(input.times) do
          local a, reason = dns.look{name = name, server = server, port = math.tointeger(input.port), timeout = "1s"}
          local status = a and a.status
          asked = asked + 1
          if status ~= "NOERROR" and status ~= "NXDOMAIN" then
            failed, how = failed + 1, status or reason
          end
        end
        if how and #said < 10 then said[#said + 1] = ("%s of %s: %s"):format(name, server, how) end
      end
    end
    if asked == 0 then return nil, "there is no name to ask for" end
    local head = ("%d of %d look-ups failed"):format(failed, asked)
    return math.floor(1000 * failed / asked) / 10, failed > 0 and head .. ": " .. table.concat(said, "; ") or head
  end,
}
