-- The moment of a deploy: when a link was last set, or when a git checkout last moved.
local function deployed(input)
  local words = input.kind == "git"
    and {"git", "-C", input.path, "log", "-g", "-1", "--date=unix", "--format=%gd"}
    or {"stat", "-c", "%Y", input.path}
  local r, why = run(words)
  if not r then return nil, why end
  if r.code ~= 0 then return nil, words[1] .. ": " .. r.err:gsub("%s+$", "") end
  return tonumber(r.out:match(input.kind == "git" and "{(%d+)}" or "^(%d+)")),
    words[1] .. " gave no time"
end

return {
  about = "Did the errors start after the last deploy, and soon enough to come of it?",
  input = {
    started = {type = "time", about = "when the errors started"},
    path = {type = "path", about = "what a deploy changes: the link to the release, or a git checkout"},
    kind = {default = "link", one_of = {"link", "git"}},
    slack = {type = "duration", default = "1m", about = "a deploy takes effect that long before it is done"},
    within = {type = "duration", default = "24h", about = "errors that start later are not of it"},
  },
  gives = {type = "boolean"},
  run = function(input)
    local at, why = deployed(input)
    if not at then return nil, why end
    local after = input.started - at
    local said = ("The last deploy was at %s, %s %s the first error."):format(
      time.format(at), duration(math.abs(after)), after >= 0 and "before" or "after")
    return after >= -input.slack and after <= input.within, said, {deployed = time.format(at)}
  end,
}
