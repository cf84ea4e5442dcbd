-- told none
for _, path in ipairs{"/etc/passwd", "../allowed", "/allowed/../etc/shadow", "/proc/self/mem", "", "/dev/zero"} do
  if file.read(path) or file.lines(path) or file.tail(path, 1) or file.stat(path) or file.list(path) then
    return path
  end
end
return "none"
