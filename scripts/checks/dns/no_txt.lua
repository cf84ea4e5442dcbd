return {
  about = "Has a name no TXT record?",
  input = {
    name = {about = "such as _acme-challenge.example.org"},
    server = {optional = true, about = "the name server that is asked; else the usual one"},
  },
  gives = {type = "boolean"},
  run = function(input)
    if input.name:find("^[-+@]") then return nil, input.name .. " is no name" end
    local words = {"dig", "+noall", "+answer", "+comments", "+time=3", "+tries=2", input.name, "TXT", timeout = "10s"}
    if input.server then table.insert(words, 2, "@" .. input.server) end
    local r, why = run(words)
    if not r then return nil, why end
    local status = r.out:match("status: (%u+)")
    if r.code ~= 0 or not status then return nil, "dig: no answer for " .. input.name end
    if status ~= "NOERROR" and status ~= "NXDOMAIN" then return nil, ("dig: %s for %s"):format(status, input.name) end
    local found = {}
    for record in r.out:gmatch("%sTXT%s+([^\n]*)") do found[#found + 1] = record end
    if #found == 0 then return true, "dig: there is no TXT record at " .. input.name end
    return false, ("dig: %s has %s"):format(input.name, table.concat(found, ", ")), {records = found}
  end,
}
