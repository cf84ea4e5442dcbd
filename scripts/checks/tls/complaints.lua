-- Numbers of openssl-verification-options(1).
local classes = {
  [9] = "not yet valid", [10] = "ended", [62] = "another name", [64] = "another name",
  [20] = "unknown authority", [18] = "unknown authority", [19] = "unknown authority", [23] = "revoked",
}

-- Lines such as `verify error:num=10:certificate has expired`. 21 beside 20: the server's own certificate is all there was.
local function complaints(err)
  local kinds, said, seen = {}, {}, {}
  local alone = err:find("verify error:num=21:", 1, true)
  for number, text in err:gmatch("verify error:num=(%d+):([^\n]*)") do
    number = math.tointeger(tonumber(number))
    local kind = (number == 20 or number == 21) and alone and "incomplete chain" or classes[number] or "something else"
    if not seen[number] then said[#said + 1] = text end
    if not seen[kind] then kinds[#kinds + 1] = kind end
    seen[number], seen[kind] = true, true
  end
  return #kinds > 0 and kinds or {"nothing"}, said
end

return {
  about = "What does a client that checks everything complain of, when a server shows its certificate?",
  input = {
    host = {about = "the name that clients use"},
    port = {type = "number", default = 443},
    ca = {type = "path", default = "/etc/ssl/certs/ca-certificates.crt", about = "the authorities that clients trust"},
  },
  gives = {type = "many", one_of = {
    "nothing", "ended", "not yet valid", "another name", "incomplete chain", "unknown authority", "revoked", "something else"}},
  run = function(input)
    local host, port = input.host, math.tointeger(input.port)
    local numeric = host:find("^[%d.]+$") or host:find(":")
    local at = (host:find(":") and "[" .. host .. "]" or host) .. ":" .. port
    local words = {"openssl", "s_client", "-connect", at, "-CAfile", input.ca, "-no-CApath", "-no-CAstore",
      timeout = "10s", stdin = ""}
    for _, word in ipairs(numeric and {"-verify_ip", host} or {"-servername", host, "-verify_hostname", host}) do
      words[#words + 1] = word
    end
    local r, why = run(words)
    if not r then return nil, why end
    if r.err:find("X509_load_cert_crl_file", 1, true) then return nil, "openssl finds no authorities in " .. input.ca end
    if not r.out:find("BEGIN CERTIFICATE", 1, true) then
      local reason = r.err:match(":system lib:[^:\n]*:%d+:([^\n]+)")
        or r.err:match(":error:[^:\n]*:[^:\n]*:[^:\n]*:([^:\n]+)") or "it speaks no TLS there"
      return nil, ("%s shows no certificate: %s"):format(at, reason)
    end
    local kinds, said = complaints(r.err)
    return kinds, #said == 0 and "OpenSSL accepts what " .. at .. " shows" or "OpenSSL says: " .. table.concat(said, "; ")
  end,
}
