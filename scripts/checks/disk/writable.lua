return {
  about = "Is a file system mounted for writing?",
  input = {path = {type = "path", default = "/", about = "where it is mounted"}},
  gives = {type = "boolean"},
  -- Needs /proc/self/mounts under allow.read. The kernel lists the mount that counts last.
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local text
    text, why = file.read("/proc/self/mounts")
    if not text then return nil, why end
    local device, options
    for from, at, how in text:gmatch("(%S+) (%S+) %S+ (%S+)") do
      if at:gsub("\\(%d%d%d)", function(octal) return string.char(tonumber(octal, 8)) end) == d.mount then device, options = from, how end
    end
    if not options then return nil, "the kernel lists no mount " .. d.mount end
    local for_reading = ("," .. options .. ","):find(",ro,", 1, true)
    return not for_reading, ("%s, of %s, is mounted %s"):format(
      d.mount, device, for_reading and "for reading only" or "for writing")
  end,
}
