-- cannot: ruleout.lines expected, got
local next_line = file.lines("/allowed")
return next_line(json.null)
