return {
  about = "Which exception do the stack traces of a log have most, and where? `none` where it has none",
  input = {
    file = {type = "path", about = "the log"},
    own = {optional = true, about = "what the frames of the program's own code hold, as com.shop; else: all but known libraries"},
    since = {type = "time", optional = true, about = "only traces from then on"},
    over = {type = "duration", optional = true, about = "only traces of the last so long"},
  },
  gives = {type = "text"},
  run = function(input)
    local stacks, why = log.stacks{file = input.file, own = input.own, since = input.since, last = input.over, max = 100}
    if not stacks then return nil, why end
    if stacks.lines == 0 then return nil, input.file .. " has no line of that time" end
    if stacks.all == 0 then return "none", ("%d lines of %s have no stack trace"):format(stacks.lines, input.file) end
    local top = stacks[1]
    local name = (top.cause or top.type) .. (top.frames[1] and " in " .. top.frames[1] or "")
    return name,
      ("%d of %d stack traces, of %d kinds, are %s%s: %s\n%s"):format(
        top.count, stacks.all, #stacks, top.type, top.cause and ", caused by " .. top.cause or "", top.message, top.example),
      {count = top.count, all = stacks.all, type = top.type, cause = top.cause, frames = top.frames,
       first = top.first and time.format(top.first), last = top.last and time.format(top.last)}
  end,
}
