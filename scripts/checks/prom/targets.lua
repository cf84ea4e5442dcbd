return {
  about = "How many of the targets that Prometheus asks for metrics are down?",
  -- Needs the origin of url under allow.http.
  input = {
    url = {about = "where Prometheus answers, without /api/v1"},
    job = {optional = true, about = "the targets of that job alone"},
  },
  gives = {type = "number"},
  run = function(input)
    local targets, why = prom.targets{url = input.url}
    if not targets then return nil, why end
    local down, said, asked, unknown = {}, {}, 0, 0
    for _, t in ipairs(targets) do
      if not input.job or t.job == input.job then
        asked = asked + 1
        if t.health == "down" then
          down[#down + 1] = {job = t.job, instance = t.instance, error = t.error}
          if #down <= 10 then said[#said + 1] = ("%s of %s (%s)"):format(t.instance or t.url, t.job or "?", t.error or "no reason") end
        elseif not t.up then
          unknown = unknown + 1
        end
      end
    end
    if asked == 0 then return nil, "Prometheus has no targets" .. (input.job and " of job " .. input.job or "") end
    if unknown == asked then return nil, "none of the targets was asked yet" end
    if #down > 10 then said[#said + 1] = ("and %d more"):format(#down - 10) end
    local head = ("%d of %d targets are down"):format(#down, asked)
    return #down, #down > 0 and head .. ": " .. table.concat(said, ", ") or head, {down = down}
  end,
}
