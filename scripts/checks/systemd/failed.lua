return {
  about = "How many units of systemd have failed?",
  input = {
    except = {optional = true, about = "units that do not count, with blanks between"},
  },
  gives = {type = "number"},
  -- Needs `systemctl list-units` and `systemctl show` under allow.run.
  run = function(input)
    local failed, why = systemd.failed()
    if not failed then return nil, why end
    local said, names, except = {}, {}, {}
    for name in (input.except or ""):gmatch("%S+") do except[name] = true end
    for _, u in ipairs(failed) do
      if not except[u.name] then
        names[#names + 1] = u.name
        said[#said + 1] = ("%s (%s%s%s)"):format(u.name, u.result or "failed",
          u.exit and u.exit ~= 0 and ", status " .. u.exit or "", u.since and ", at " .. time.format(u.since) or "")
      end
    end
    return #names, #names == 0 and "systemctl: no unit has failed" or "failed: " .. table.concat(said, ", "), {units = names}
  end,
}
