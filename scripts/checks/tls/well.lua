return {
  about = "Does a client that checks everything accept what a server shows, and does it last for long enough?",
  input = {
    host = {about = "the name that clients use"},
    port = {type = "number", default = 443},
    ca = {type = "path", default = "/etc/ssl/certs/ca-certificates.crt", about = "the authorities that clients trust"},
    lasts = {type = "duration", default = "7d", about = "so long at least"},
  },
  gives = {type = "boolean"},
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
    local pem = r.out:match("%-%-%-%-%-BEGIN CERTIFICATE%-%-%-%-%-.-%-%-%-%-%-END CERTIFICATE%-%-%-%-%-\n?")
    if not pem then return false, at .. " shows no certificate" end
    local wrong = r.err:match("verify error:num=%d+:([^\n]*)")
    if wrong then return false, "OpenSSL says: " .. wrong end
    local seconds = ("%d"):format(input.lasts)
    local x, no = run{"openssl", "x509", "-noout", "-enddate", "-checkend", seconds, stdin = pem}
    if not x then return nil, no end
    local ends = x.out:match("notAfter=([^\n]*)")
    if not ends then return nil, "openssl cannot read what " .. at .. " shows" end
    return x.code == 0, ("OpenSSL accepts what %s shows, until %s%s"):format(
      at, ends, x.code == 0 and "" or ", which is in less than " .. duration(input.lasts))
  end,
}
