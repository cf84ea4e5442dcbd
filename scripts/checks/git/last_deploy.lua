-- The last moment up to `to` at which something was deployed, and what it was.
local function last(input, to)
  if input.by == "tag" then
    local tags, why = git.tags{repo = input.repo, match = input.tags, ["until"] = to, max = 1}
    if not tags then return nil, why end
    return tags[1] and {time = tags[1].time, what = "tag " .. tags[1].name .. ": " .. tags[1].subject} or {}
  end
  if input.by == "checkout" then
    local moves, why = git.moved{repo = input.repo, ["until"] = to, max = 1}
    if not moves then return nil, why end
    return moves[1] and {time = moves[1].time, what = "checkout: " .. moves[1].what} or {}
  end
  local c, why = git.last{repo = input.repo, path = input.path, ["until"] = to}
  if c == nil then return nil, why end
  return c and {time = c.time, what = ("%s of %s: %s"):format(c.id:sub(1, 10), c.author, c.subject)} or {}
end

return {
  about = "How long before a time was the last deploy, by a repository's tags, its checkout or its commits?",
  input = {
    repo = {type = "path"},
    started = {type = "time", about = "when the errors began; a deploy after that does not count"},
    by = {default = "checkout", one_of = {"checkout", "tag", "commit"}},
    tags = {default = "*", about = "which tags are deploys, such as v*"},
    path = {optional = true, about = "of commits, those that touch it"},
  },
  gives = {type = "choice", one_of = {"within a day", "within a month", "older"}},
  -- Needs `git -C REPO` under allow.run. What git does not know of, such as a repository that was cloned since, is no
  -- proof that nothing was deployed: then it cannot tell.
  run = function(input)
    local d, why = last(input, input.started)
    if not d then return nil, why end
    if not d.time then return nil, ("git knows no %s before %s"):format(input.by, time.format(input.started)) end
    local before = input.started - d.time
    return before <= 24 * 3600 and "within a day" or before <= 31 * 24 * 3600 and "within a month" or "older",
      ("the last deploy before it was at %s, %s earlier (%s)"):format(time.format(d.time), duration(before), d.what),
      {time = time.format(d.time), what = d.what}
  end,
}
