return {
  about = "Of what is a file system short: of space, of inodes, or of neither?",
  input = {
    path = {type = "path", default = "/"},
    from = {type = "number", unit = "%", default = 90, about = "from which share on it is short"},
  },
  gives = {type = "choice", one_of = {"space", "inodes", "neither"}},
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local said = ("%s: %g%% of the space and %g%% of the inodes are used"):format(
      d.mount, d.used_percent, d.inodes_used_percent)
    if math.max(d.used_percent, d.inodes_used_percent) < input.from then return "neither", said end
    return d.inodes_used_percent > d.used_percent and "inodes" or "space", said
  end,
}
