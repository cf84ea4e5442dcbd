return {
  about = "How many GiB of a file system do deleted files take that a process still holds open?",
  input = {path = {type = "path", default = "/"}},
  gives = {type = "number", unit = "GiB"},
  -- Needs nothing under allow, and root: others see their own processes only. The value names the one that holds most;
  -- `unit` is there where it is a service.
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local gone
    gone, why = host.deleted(input.path)
    if not gone then return nil, why end
    if gone.unseen > 0 then
      return nil, ("only root sees what other users' processes hold: %d could not be looked into"):format(gone.unseen)
    end
    local holders, most = {}, nil
    for _, f in ipairs(gone.files) do
      local one = holders[f.pid] or {pid = f.pid, name = f.name, bytes = 0, file = f.path}
      holders[f.pid], one.bytes = one, one.bytes + f.size
      one.unit = f.unit and f.unit:find("%.service$") and f.unit or nil
      if one.bytes > 0 and (not most or one.bytes > most.bytes) then most = one end
    end
    if not most then return 0, "no process holds deleted files that take room on " .. d.mount end
    return tonumber(("%.1f"):format(gone.bytes / 2 ^ 30)),
      ("deleted files on %s take %s; %s (process %d%s) holds %s of it, such as %s"):format(d.mount, size(gone.bytes), most.name,
        most.pid, most.unit and ", " .. most.unit or "", size(most.bytes), most.file), most
  end,
}
