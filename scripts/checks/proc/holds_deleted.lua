return {
  about = "How many GiB of a file system do deleted files take that a process still holds open?",
  input = {path = {type = "path", default = "/"}},
  gives = {type = "number", unit = "GiB"},
  -- Needs `id -u`, `lsof -nPw` and `ps -o unit=` under allow.run, and root: others see their own
  -- processes only. The value names the one that holds most; `unit` is there where it is a service.
  run = function(input)
    local r, why = run{"id", "-u"}
    if not r then return nil, why end
    if r.out:match("%d+") ~= "0" then return nil, "only root sees what other users' processes hold" end
    local d
    d, why = host.disk(input.path)
    if not d then return nil, why end
    r, why = run{"lsof", "-nPw", "-F", "pcfDsin", "-a", "+L1", d.mount, timeout = "20s"}
    if not r then return nil, why end
    if r.cut then return nil, "lsof lists too much to count" end
    if r.code ~= 0 and r.err ~= "" then return nil, (r.err:match("[^\n]*")) end
    local seen, total, most, now, file = {}, 0, {bytes = 0}, nil, {}
    for kind, text in r.out:gmatch("(%a)([^\n]*)") do
      if kind == "p" then
        now = {pid = tonumber(text), bytes = 0}
      elseif kind == "c" then
        now.name = text
      elseif kind == "f" then
        file = {}
      elseif kind == "n" then
        local key, bytes = (file.D or "") .. ":" .. (file.i or text), tonumber(file.s) or 0
        if not seen[key] then
          seen[key], total = true, total + bytes
          now.bytes = now.bytes + bytes
          if now.bytes > most.bytes then most, now.file = now, text end
        end
      else
        file[kind] = text
      end
    end
    local answer = tonumber(("%.1f"):format(total / 2 ^ 30))
    if not most.pid then return 0, "no process holds deleted files that take room on " .. d.mount end
    r = run{"ps", "-o", "unit=", "-p", tostring(most.pid)}
    most.unit = r and r.out:match("([%w@:_.-]+%.service)")
    return answer, ("deleted files on %s take %s; %s (process %d%s) holds %s of it, such as %s"):format(d.mount,
      size(total), most.name, most.pid, most.unit and ", " .. most.unit or "", size(most.bytes), most.file), most
  end,
}
