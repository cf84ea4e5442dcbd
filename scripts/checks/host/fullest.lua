return {
  about = "How full is the fullest disk of this machine, of space or of inodes?",
  gives = {type = "number", unit = "%"},
  -- Needs nothing under allow. Disks that another machine serves are named, not looked at.
  run = function()
    local disks, why = host.disks()
    if not disks then return nil, why end
    local worst, what, others = nil, nil, {}
    for _, d in ipairs(disks) do
      if d.remote then
        others[#others + 1] = d.mount
      else
        local most = math.max(d.used_percent, d.inodes_used_percent)
        if not worst or most > math.max(worst.used_percent, worst.inodes_used_percent) then
          worst, what = d, d.inodes_used_percent > d.used_percent and "of its inodes" or "of its space"
        end
      end
    end
    if not worst then return nil, "no disk of this machine's own is listed" end
    local most = math.max(worst.used_percent, worst.inodes_used_percent)
    return most, ("%s is the fullest: %d%% %s, %s left%s"):format(worst.mount, most, what, size(worst.free),
      #others > 0 and "; not looked at, as another machine serves it: " .. table.concat(others, ", ") or ""), worst
  end,
}
