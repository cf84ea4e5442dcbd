return {
  about = "Is less of a file system used than a limit, of its space and of its inodes?",
  input = {
    path = {type = "path", default = "/"},
    below = {type = "number", unit = "%", default = 85},
  },
  gives = {type = "boolean"},
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local used = math.max(d.used_percent, d.inodes_used_percent)
    return used < input.below, ("%s is %g%% full, %s left; the limit is %g%%"):format(
      d.mount, used, size(d.free), input.below), d
  end,
}
