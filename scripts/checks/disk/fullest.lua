return {
  about = "Which file system is the fullest, by space or by inodes? The one of a path where that is as good as full",
  input = {
    path = {type = "path", default = "/", about = "its own file system comes first, from `full` on"},
    full = {type = "number", unit = "%", default = 90},
  },
  gives = {type = "text"},
  -- Needs `df -l` under allow.run. What is always full, as a CD, is left out. The value holds what was free and when, for disk/forecast.
  run = function(input)
    local r, why = run{"df", "-l", "-B1", "--output=pcent,ipcent,avail,target", "-x", "tmpfs", "-x", "devtmpfs",
      "-x", "squashfs", "-x", "iso9660", "-x", "erofs", "-x", "efivarfs", timeout = "10s"}
    if not r then return nil, why end
    local own = host.disk(input.path)
    local best
    for space, inodes, free, mount in r.out:gmatch("(%d+)%%%s+(%S+)%%?%s+(%d+)%s+(/[^\n]*)") do
      local used = math.max(tonumber(space), tonumber((inodes:gsub("%%", ""))) or 0)
      local own_full = own and own.mount == mount and used >= input.full
      if not best or used > best.used or own_full then
        best = {mount = mount, used = used, free = tonumber(free), at = time.format(time.now())}
      end
      if own_full then break end
    end
    if not best then return nil, r.err:match("[^\n]+") or "df lists no file system" end
    return best.mount, ("%s is %d%% full, %s left"):format(best.mount, best.used, size(best.free)), best
  end,
}
