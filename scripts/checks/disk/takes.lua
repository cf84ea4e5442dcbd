return {
  about = "How many GiB do some folders take on the file system of a path?",
  input = {
    folders = {about = "absolute paths with blanks between; what is not there takes nothing"},
    path = {type = "path", default = "/"},
  },
  gives = {type = "number", unit = "GiB"},
  -- Needs `du -xsB1` under allow.run. A folder of another file system counts nothing. What may not be
  -- read is not counted, and then it says that it cannot tell; what goes while it counts is no matter.
  run = function(input)
    local d, why = host.disk(input.path)
    if not d then return nil, why end
    local total, said = 0, {}
    for folder in input.folders:gmatch("%S+") do
      local there, no = host.disk(folder)
      if not there and not (no:find("No such file", 1, true) or no:find("Not a directory", 1, true)) then return nil, no end
      if there and there.mount == d.mount then
        local r
        r, why = run{"du", "-xsB1", folder .. "/", timeout = "1m"}
        if not r then return nil, why end
        for line in r.err:gmatch("[^\n]+") do
          if not line:find("No such file or directory", 1, true) then return nil, line end
        end
        local bytes = tonumber(r.out:match("^%d+") or (r.err ~= "" and 0))
        if not bytes then return nil, "du gives no sum for " .. folder end
        total = total + bytes
        said[#said + 1] = ("%s takes %s"):format(folder, size(bytes))
      end
    end
    if #said == 0 then said[1] = ("none of %s is on %s"):format(input.folders, d.mount) end
    return tonumber(("%.1f"):format(total / 2 ^ 30)), table.concat(said, ", "), {bytes = total}
  end,
}
