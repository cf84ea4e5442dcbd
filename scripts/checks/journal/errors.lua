return {
  about = "How many errors has the journal, of the machine or of one unit, in the last minutes or since a time?",
  input = {
    unit = {optional = true, about = "such as nginx.service"},
    since = {type = "time", optional = true},
    last = {type = "duration", default = "10m", about = "where no time is given"},
    priority = {default = "err", about = "as journalctl has it: that and worse"},
    match = {optional = true, about = "a regular expression that the message must match"},
  },
  gives = {type = "number"},
  -- Needs `journalctl --no-pager` under allow.run, and the right to read the journal.
  run = function(input)
    local since = input.since or time.now() - input.last
    local found, more = journal.read{unit = input.unit, priority = input.priority, since = since, match = input.match, max = 1000}
    if not found then return nil, more end
    local where = (input.unit or "the journal") .. " since " .. time.format(since)
    if #found == 0 then return 0, ("no entries of %s or worse in %s"):format(input.priority, where) end
    local counts, first, most = {}, {}, nil
    for _, e in ipairs(found) do
      local key = (e.name or e.unit or "?") .. ": " .. (e.message or ""):gsub("%d+", "#"):sub(1, 200)
      counts[key] = (counts[key] or 0) + 1
      first[key] = first[key] or e
      if not most or counts[key] > counts[most] then most = key end
    end
    local e = first[most]
    return #found, ("%s%d entries of %s or worse in %s, the first at %s; %d like: %s: %s"):format(more and "more than " or "",
      #found, input.priority, where, time.format(found[1].time), counts[most], e.name or e.unit or "?",
      (e.message or ""):sub(1, 200)), {first = time.format(found[1].time), more = more}
  end,
}
