return {
  about = "Was anything changed in a repository around a time?",
  input = {
    repo = {type = "path"},
    at = {type = "time", about = "such as when the errors began"},
    before = {type = "duration", default = "2h"},
    after = {type = "duration", default = "0s"},
    path = {optional = true, about = "a folder or file in it, where only that counts"},
    ref = {optional = true, about = "such as origin/main; without it, what is checked out"},
  },
  gives = {type = "boolean"},
  -- Needs `git -C REPO` under allow.run. Both count: commits made then, and the checkout being moved to others.
  run = function(input)
    local from, to = input.at - input.before, input.at + input.after
    local commits, more = git.changes{repo = input.repo, since = from, ["until"] = to, path = input.path, ref = input.ref, max = 20}
    if not commits then return nil, more end
    local said = {}
    for _, c in ipairs(commits) do
      said[#said + 1] = ("%s %s %s: %s (%d files, +%d -%d)"):format(time.format(c.time), c.id:sub(1, 10), c.author, c.subject,
        c.files, c.insertions, c.deletions)
    end
    local moves, why = git.moved{repo = input.repo, since = from, ["until"] = to, max = 20}
    if not moves and #commits == 0 then return nil, why end
    for _, m in ipairs(moves or {}) do
      if not input.path and not m.what:find("^commit") then
        said[#said + 1] = ("%s the checkout was moved to %s: %s"):format(time.format(m.time), m.id:sub(1, 10), m.what)
      end
    end
    local span = (" from %s to %s"):format(time.format(from), time.format(to))
    if #said == 0 then return false, "git: nothing changed in " .. (input.path or input.repo) .. span end
    return true, ("git:%s%s\n%s"):format(more and " more than" or "", span, table.concat(said, "\n")),
      {count = #commits, last = commits[1] and time.format(commits[1].time)}
  end,
}
