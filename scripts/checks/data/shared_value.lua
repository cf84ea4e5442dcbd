-- `allow` must list both files under read.
local WORDS = {
  number = "kind of number", value = "one choice", prefix = "one choice", size = "extremes", sign = "extremes",
  empty = "extremes", length = "extremes", letters = "extremes", date = "extremes", missing = "extremes",
}
local MOST = 2000 -- inputs of each file that are looked at

local function read(path)
  local text, why = file.read(path, 4 * 1024 * 1024)
  if not text then return nil, why end
  local list = {}
  for line in text:gmatch("[^\r\n]+") do
    if #list == MOST then break end
    list[#list + 1] = line
  end
  if #list == 0 then return nil, path .. " holds no line" end
  return list
end

-- Whether a field says who sent the input.
local function is_sender(field, names)
  for name in names:gmatch("[^%s,]+") do
    if field and field:lower():find(name:lower(), 1, true) then return true end
  end
end

return {
  about = "What do failing inputs share, and passing ones not: a kind of number, a choice, an extreme, a sender?",
  input = {
    failing = {type = "path", about = "a file with one input that failed on each line: a text, JSON, or key=value"},
    passing = {type = "path", about = "the same of inputs that passed"},
    senders = {default = "customer, client, tenant, account, partner, sender, integration, user, api_key, source",
      about = "parts of the names of fields that say who sent it"},
  },
  gives = {type = "choice", one_of = {"kind of number", "one choice", "extremes", "one sender", "nothing"}},
  run = function(input)
    local failing, why = read(input.failing)
    if not failing then return nil, why end
    local passing, no = read(input.passing)
    if not passing then return nil, no end
    local s, cannot = stats.shared{failing = failing, passing = passing}
    if not s then return nil, cannot end
    local value = {kind = s.kind, field = s.field, property = s.property, p = s.p}
    if s.kind == "nothing" then
      if #failing < 5 or #passing < 5 then return nil, s.says end
      return "nothing", s.says, value
    end
    local by_sender = (s.kind == "value" or s.kind == "prefix") and is_sender(s.field, input.senders)
    return by_sender and "one sender" or WORDS[s.kind], s.says, value
  end,
}
