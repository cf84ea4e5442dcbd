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

-- What it is known by: its status where that is no answer, else its values in order.
local function look(input, server)
  local a, why = dns.look{name = input.name, type = input.type, server = server, port = math.tointeger(input.port)}
  if not a then return nil, why end
  local values = {}
  for _, r in ipairs(a.records) do
    if r.type:upper() == input.type:upper() then values[#values + 1] = r.value end
  end
  table.sort(values)
  if a.status ~= "NOERROR" then return a.status end
  return #values > 0 and table.concat(values, " ") or "no " .. input.type:upper(), #values > 0
end

return {
  about = "Do name servers give the same for a name, other things, or nothing?",
  -- Needs `dig` under allow.run, and /etc/resolv.conf under allow.read where no servers are given.
  input = {
    name = {about = "such as shop.example.org"},
    type = {default = "A"},
    servers = {optional = true, about = "addresses, with blanks between; else those of /etc/resolv.conf"},
    port = {type = "number", optional = true},
  },
  gives = {type = "choice", one_of = {"the same", "different", "nothing"}},
  run = function(input)
    local servers, why = input.servers and words(input.servers) or nil, nil
    if not servers then servers, why = resolvers() end
    if not servers then return nil, why end
    local said, first, alike, any, silent = {}, nil, true, false, 0
    for i, server in ipairs(servers) do
      local is, reason = look(input, server)
      local usable = is and reason == true
      said[i] = ("%s: %s"):format(server, is or reason)
      if is then
        first, any = first or is, any or usable
        alike = alike and is == first
      else
        silent = silent + 1
      end
    end
    if silent == #servers then return nil, table.concat(said, "; ") end
    local evidence = ("%s %s, %s"):format(input.name, input.type:upper(), table.concat(said, "; "))
    return not any and "nothing" or alike and "the same" or "different", evidence
  end,
}
