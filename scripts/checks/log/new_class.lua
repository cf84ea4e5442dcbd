local function told(new)
  local parts = {}
  for i = 1, math.min(#new, 3) do
    parts[i] = ("\"%s\" %d times"):format(new[i].text, new[i].count)
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
    match = {optional = true, about = "a regular expression for lines that count; else: those that tell of an error"},
    beside = {
      type = "path", optional = true,
      about = "a log that is rotated together with it: where that one reaches back further, this one was empty then",
    },
  },
  gives = {type = "boolean"},
  run = function(input)
    local new, why = log.new{
      file = input.file, since = input.since, match = input.match, level = not input.match and "error" or nil,
      max = 1000, keep = 20000}
    if not new then return nil, why end
    local reaches, why = reaches_back(input, new.lines_before)
    if not reaches then return nil, why or input.file .. " holds nothing from before " .. time.format(input.since) end
    if new.matched_since == 0 then return nil, input.file .. " has no error since " .. time.format(input.since) end
    if #new == 0 then return false, "every class of error was there before " .. time.format(input.since) end
    return true, "new since " .. time.format(input.since) .. ": " .. told(new), {classes = new.new}
  end,
}
