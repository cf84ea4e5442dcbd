-- "refused: Connection refused" on a line of its own: the class and its regular expression.
local function read_classes(text)
  local classes = {}
  for line in text:gmatch("[^\n]+") do
    local name, match = line:match("^%s*([^:]-)%s*:%s*(.-)%s*$")
    if not name or name == "" or match == "" then
      error(("\"%s\" is no class: write a name, a colon and a regular expression"):format(line), 0)
    end
    classes[#classes + 1] = {name = name, match = match}
  end
  return classes
end

local function count(classes, input)
  local highest
  for _, class in ipairs(classes) do
    local n, why = log.count{file = input.file, match = class.match, since = input.since, last = input.over}
    if not n then return nil, why end
    class.count, class.lines = n.matched, n.lines
    if n.matched > (highest and highest.count or 0) then highest = class end
  end
  return highest or false
end

local function told(classes)
  local parts = {}
  for _, class in ipairs(classes) do
    if class.count > 0 then parts[#parts + 1] = ("%s %d times"):format(class.name, class.count) end
  end
  return table.concat(parts, ", ")
end

return {
  about = "Which of several classes of message does a log show most?",
  input = {
    file = {type = "path", about = "the log"},
    classes = {about = "a class on each line: its name, a colon and a regular expression"},
    silent = {optional = true, about = "the answer where there is no line at all; else that of none"},
    none = {default = "none", about = "the answer where no line fits any class"},
    since = {type = "time", optional = true, about = "only lines from then on"},
    over = {type = "duration", optional = true, about = "only lines of the last so long"},
  },
  gives = {type = "text"},
  run = function(input)
    local classes = read_classes(input.classes)
    local highest, why = count(classes, input)
    if highest == nil then return nil, why end
    if not highest then
      local lines = classes[1] and classes[1].lines or 0
      return lines == 0 and input.silent or input.none, ("of %d lines of %s none fits a known class"):format(lines, input.file)
    end
    local line = log.first{file = input.file, match = highest.match, since = input.since, last = input.over}
    return highest.name, ("%s; the first: %s"):format(told(classes), line and line.text:sub(1, 300) or "gone")
  end,
}
