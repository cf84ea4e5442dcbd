return {
  about = "How many jobs wait?",
  input = {file = {type = "path"}},
  gives = {type = "number"},
  run = function(input)
    local n = 0
    for _ in assert(file.lines(input.file)) do n = n + 1 end
    return n, n .. " jobs wait"
  end,
}
