-- `allow` must list the log under read.
-- What an error says in plain words, the surest first. Each is looked for in small letters.
local KINDS = {
  {"no space", {"no space left", "enospc", "disk full", "disk quota", "quota exceeded"}},
  {"out of memory", {"out of memory", "outofmemory", "oomkill", "oom-kill", "cannot allocate memory", "memoryerror", "heap space"}},
  {"damaged data", {"image is malformed", "checksum", "corrupt", "invalid page", "bad block", "bad magic"}},
  {"held", {"is locked", "deadlock", "lock wait", "lock timeout", "obtain lock", "too many connections",
    "connection slots", "pool exhausted", "pool timeout", "resource busy"}},
  {"ended", {"expired", "410 gone", "no longer supported", "end of life", "has been removed"}},
  {"setting", {"environment variable", "not configured", "missing setting", "missing secret", "missing required configuration",
    "invalid configuration", "unknown directive"}},
  {"denied", {"permission denied", "access denied", "eacces", "unauthorized", "forbidden", "not authorized", "authentication failed"}},
  {"call failed", {"connection refused", "econnrefused", "timed out", "timeout", "etimedout", "connection reset", "econnreset",
    "no route to host", "unreachable", "name or service not known", "name resolution", "getaddrinfo", "broken pipe", "bad gateway"}},
  {"bad value", {"nullpointer", "null pointer", "nil pointer", "typeerror", "valueerror", "indexerror", "keyerror", "nonetype",
    "undefined is not", "cannot read propert", "out of range", "out of bounds", "cannot parse", "parse error", "syntax error",
    "invalid input syntax", "numberformat", "division by zero", "jsondecode", "null value", "constraint"}},
}

local function kind_of(text)
  local small = text:lower()
  for _, kind in ipairs(KINDS) do
    for _, words in ipairs(kind[2]) do
      if small:find(words, 1, true) then return kind[1], words end
    end
  end
end

-- A line with a stack trace behind it says what happened in the trace.
local function trace_of(input, line)
  if not line.time then return nil end
  local stacks = log.stacks{file = input.file, since = line.time, ["until"] = line.time + 1, max = 1}
  return stacks and stacks[1]
end

local names = {}
for i, kind in ipairs(KINDS) do names[i] = kind[1] end

return {
  about = "Of which kind is the first error of a log, by its own words?",
  input = {
    file = {type = "path", about = "the log"},
    since = {type = "time", optional = true, about = "only lines from then on"},
  },
  gives = {type = "choice", one_of = names},
  run = function(input)
    local line, why = log.first_error{file = input.file, since = input.since}
    if line == nil then return nil, why end
    if not line then return nil, "no line of " .. input.file .. " tells of an error" end
    local trace = trace_of(input, line)
    local text = line.message
    if trace then
      text = ("%s; %s"):format(text, trace.cause or trace.type)
      if trace.message ~= "" then text = text .. ": " .. trace.message end
    end
    local said = ("%s:%d says: %s"):format(input.file, line.number, text)
    local kind, words = kind_of(text)
    if not kind then return nil, said end
    return kind, said, {number = line.number, time = line.time and time.format(line.time), words = words, text = text:sub(1, 2000)}
  end,
}
