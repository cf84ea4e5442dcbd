-- file.list gives an empty list of a file that was never rotated, and of an empty folder.
local function is_file(path)
  local found, why = file.stat(path)
  return found or why:find("Permission denied", 1, true)
end

-- A file; or a folder of certbot's, with one folder for each certificate: that of the host, or of the domain above it.
local function certificate(path, host)
  local names = file.list(path)
  if not names then return path end
  local has = {}
  for _, name in ipairs(names) do has[name] = true end
  local name = host
  while name and not has[name] do name = name:match("^[^.]+%.(.+)$") end
  if name then return ("%s/%s/fullchain.pem"):format(path, name), name end
  if is_file(path) then return path end
  return nil, ("%s has no certificate of %s"):format(path, host)
end

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

-- Its end and its fingerprint, of a file or of what is given as PEM.
local function read(path, pem)
  local words = {"openssl", "x509", "-noout", "-enddate", "-fingerprint", "-sha256", stdin = pem}
  if path then words[#words + 1] = "-in"; words[#words + 1] = path end
  local r, why = run(words)
  if not r then return nil, why end
  if r.code ~= 0 then return nil, r.err:match("Permission denied") and "only root may read " .. path
    or ("openssl cannot read %s"):format(path or "what the server shows") end
  local month, day, clock, year = r.out:match("notAfter=(%a+)%s+(%d+) ([%d:]+) (%d+) GMT")
  if not months[month] then return nil, "openssl x509 gave no notAfter" end
  return {ends = time.parse(("%s-%02d-%02dT%sZ"):format(year, months[month], day, clock)),
    print = r.out:match("Fingerprint=(%S+)")}
end

return {
  about = "Does a server show the certificate that a file holds, or is the file's newer or older?",
  input = {
    host = {about = "the name that clients use"},
    port = {type = "number", default = 443},
    file = {type = "path", about = "the certificate file, or certbot's folder live"},
  },
  gives = {type = "choice", one_of = {"same", "newer", "older"}},
  run = function(input)
    local path, name = certificate(input.file, input.host)
    if not path then return nil, name end
    local own, why = read(path)
    if not own then return nil, why end
    local pem, no = show(input.host, math.tointeger(input.port))
    if not pem then return nil, no end
    local served, not_read = read(nil, pem)
    if not served then return nil, not_read end
    local said = ("%s ends at %s, what %s shows at %s"):format(
      path, time.format(own.ends), input.host, time.format(served.ends))
    local is = own.ends > served.ends and "newer" or own.ends < served.ends and "older"
      or own.print == served.print and "same" or "newer"
    return is, said, {file = path, ends = time.format(own.ends), served = time.format(served.ends)}
  end,
}
