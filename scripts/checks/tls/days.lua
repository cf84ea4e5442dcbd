-- Looks as a client does: connects, and reads the certificate that the server shows.
local function show(host, port)
  local numeric = host:find("^[%d.]+$") or host:find(":")
  local at = (host:find(":") and "[" .. host .. "]" or host) .. ":" .. port
  local words = {"openssl", "s_client", "-connect", at, timeout = "10s", stdin = ""}
  if not numeric then words[#words + 1] = "-servername"; words[#words + 1] = host end
  local r, why = run(words)
  if not r then return nil, why end
  local pem = r.out:match("%-%-%-%-%-BEGIN CERTIFICATE%-%-%-%-%-.-%-%-%-%-%-END CERTIFICATE%-%-%-%-%-\n?")
  if pem then return pem end
  local reason = r.err:match(":system lib:[^:\n]*:%d+:([^\n]+)")
    or r.err:match(":error:[^:\n]*:[^:\n]*:[^:\n]*:([^:\n]+)") or "it speaks no TLS there"
  return nil, ("%s shows no certificate: %s"):format(at, reason)
end

local months = {Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Oct = 10, Nov = 11, Dec = 12}

-- notAfter=Nov 22 14:57:36 2026 GMT
local function moment(text, what)
  local month, day, clock, year = text:match(what .. "=(%a+)%s+(%d+) ([%d:]+) (%d+) GMT")
  if not months[month] then return nil, "openssl x509 gave no " .. what end
  return time.parse(("%s-%02d-%02dT%sZ"):format(year, months[month], day, clock))
end

return {
  about = "In how many days does the certificate end that a server shows? Below 0: it has ended.",
  input = {
    host = {about = "the name that clients use"},
    port = {type = "number", default = 443},
  },
  gives = {type = "number", unit = "days"},
  run = function(input)
    local pem, why = show(input.host, math.tointeger(input.port))
    if not pem then return nil, why end
    local r, no = run{"openssl", "x509", "-noout", "-subject", "-issuer", "-enddate", stdin = pem}
    if not r then return nil, no end
    if r.code ~= 0 then return nil, "openssl x509: " .. r.err:match("[^\n]*") end
    local ends, not_there = moment(r.out, "notAfter")
    if not ends then return nil, not_there end
    local days = math.floor((ends - time.now()) / 8640) / 10
    local issuer = r.out:match("issuer=([^\n]*)") or "?"
    return days, ("%s shows a certificate of %s that %s %s"):format(
      input.host, issuer, ends > time.now() and "ends at" or "ended at", time.format(ends)),
      {ends = time.format(ends), issuer = issuer, subject = r.out:match("subject=([^\n]*)")}
  end,
}
