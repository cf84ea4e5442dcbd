return {
  about = "Gives a word to a command",
  input = {rec = {type = "path"}, label = {}, word = {}},
  gives = {type = "boolean"},
  run = function(input)
    local r, why = run(input.rec, input.label, input.word)
    if not r then return nil, why end
    return r.code == 0, "it got " .. input.word
  end,
}
