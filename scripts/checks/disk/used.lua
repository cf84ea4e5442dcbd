return {
  about = "How full is the file system that holds a path?",
  input = {path = {type = "path", default = "/"}},
  gives = {type = "number", unit = "%"},
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local used = math.max(d.used_percent, d.inodes_used_percent)
    return used,
      ("%s is %g%% full, %s left; %g%% of its inodes are used"):format(
        d.mount, d.used_percent, size(d.free), d.inodes_used_percent),
      d
  end,
}
