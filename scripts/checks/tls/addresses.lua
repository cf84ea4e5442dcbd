-- The certificate that an address shows, and its end as OpenSSL writes it.
local function show(address, host, port)
  local at = (address:find(":") and "[" .. address .. "]" or address) .. ":" .. port
  local r = run{"openssl", "s_client", "-connect", at, "-servername", host, timeout = "5s", stdin = ""}
  local pem = r and r.out:match("%-%-%-%-%-BEGIN CERTIFICATE%-%-%-%-%-.-%-%-%-%-%-END CERTIFICATE%-%-%-%-%-\n?")
  if not pem then return nil end
  local x = run{"openssl", "x509", "-noout", "-enddate", stdin = pem}
  return pem, x and x.out:match("notAfter=([^\n]*)") or "?"
end

local function addresses(host)
  if host:find("^-") then return nil, host .. " is no name" end
  local r, why = run("getent", "ahosts", host)
  if not r then return nil, why end
  if r.code ~= 0 then return nil, "nobody knows the name " .. host end
  local found, seen = {}, {}
  for address in r.out:gmatch("(%S+)%s+STREAM") do
    if not seen[address] then found[#found + 1] = address end
    seen[address] = true
  end
  return found
end

return {
  about = "Do all addresses of a name show the same certificate?",
  input = {
    host = {about = "the name that clients use"},
    port = {type = "number", default = 443},
    most = {type = "number", default = 8, about = "so many addresses are asked"},
  },
  gives = {type = "boolean"},
  run = function(input)
    local found, why = addresses(input.host)
    if not found then return nil, why end
    local said, first, alike, shown = {}, nil, true, 0
    for i = 1, math.min(#found, math.tointeger(input.most)) do
      local pem, ends = show(found[i], input.host, math.tointeger(input.port))
      said[i] = ("%s: %s"):format(found[i], pem and "until " .. ends or "none")
      if pem then
        shown, first, alike = shown + 1, first or pem, alike and (first or pem) == pem
      end
    end
    if shown == 0 then return nil, "none of the addresses of " .. input.host .. " shows a certificate" end
    if #found > #said then said[#said + 1] = ("%d more were not asked"):format(#found - #said) end
    return alike, table.concat(said, "; ")
  end,
}
