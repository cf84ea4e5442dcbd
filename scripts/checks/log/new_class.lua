local MANY = 1000

-- What changes from one message to the next of the same class.
local function class_of(message)
  return (message:gsub("0x%x+", "N"):gsub("%x*%d[%x%d]*", "N"):gsub('"[^"]*"', '"..."'):gsub("'[^']*'", "'...'")
    :gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function classes_of(input, since, till)
  local top, why = log.top{file = input.file, match = input.match, since = since, ["until"] = till, max = MANY}
  if not top then return nil, why end
  local classes = {}
  for _, one in ipairs(top) do
    local class = class_of(one.value)
    classes[class] = (classes[class] or 0) + one.count
  end
  return classes, top.lines
end

local function list_new(before, after)
  local new = {}
  for class, times in pairs(after) do
    if not before[class] then new[#new + 1] = {class = class, times = times} end
  end
  table.sort(new, function(a, b)
    return a.times > b.times or (a.times == b.times and a.class < b.class)
  end)
  return new
end

local function told(new)
  local parts = {}
  for i = 1, math.min(#new, 3) do
    parts[i] = ("\"%s\" %d times"):format(new[i].class, new[i].times)
  end
  return table.concat(parts, ", ") .. (#new > 3 and (" and %d more"):format(#new - 3) or "")
end

-- Nothing from before may also mean that the log began later.
local function reaches_back(input, lines)
  if lines > 0 then return true end
  if not input.beside then return false end
  local n, why = log.count{file = input.beside, ["until"] = input.since}
  if not n then return nil, why end
  return n.lines > 0
end

return {
  about = "Does a log show a class of error that it did not show before a time?",
  input = {
    file = {type = "path", about = "the log"},
    since = {type = "time", about = "when the errors started"},
    match = {
      default = [[(?i)\b(?:error|fatal|panic|exception|critical|crit|emerg|alert)\b\W+(?:\d+#\d+: )?(?:\*\d+ )?([^,\n]{1,200})]],
      about = "a regular expression whose first group is the message; as it is: what follows a word such as error",
    },
    beside = {
      type = "path", optional = true,
      about = "a log that is rotated together with it: where that one reaches back further, this one was empty then",
    },
  },
  gives = {type = "boolean"},
  run = function(input)
    local before, lines = classes_of(input, nil, input.since - 0.001)
    if not before then return nil, lines end
    local after, why = classes_of(input, input.since)
    if not after then return nil, why end
    local reaches, why = reaches_back(input, lines)
    if not reaches then return nil, why or input.file .. " holds nothing from before " .. time.format(input.since) end
    if not next(after) then return nil, input.file .. " has no error since " .. time.format(input.since) end
    local new = list_new(before, after)
    if #new == 0 then return false, "every class of error was there before " .. time.format(input.since) end
    return true, "new since " .. time.format(input.since) .. ": " .. told(new), {classes = #new}
  end,
}
