local function named(labels)
  local names, said = {}, {}
  for name in pairs(labels) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do said[i] = ("%s=%q"):format(name, labels[name]) end
  return #said > 0 and " for {" .. table.concat(said, ", ") .. "}" or ""
end

return {
  about = "What does a query of Prometheus give?",
  -- Needs the origin of url under allow.http.
  input = {
    url = {about = "where Prometheus answers, without /api/v1"},
    query = {about = "in PromQL"},
    take = {default = "highest", one_of = {"highest", "lowest"}, about = "of several values, that"},
  },
  gives = {type = "number"},
  run = function(input)
    local found, why = prom.query{url = input.url, query = input.query}
    if not found then return nil, why end
    local taken
    for _, one in ipairs(found) do
      if type(one.value) ~= "number" then return nil, "the query gives a text" end
      if not taken or (input.take == "highest") == (one.value > taken.value) then taken = one end
    end
    if not taken then
      return nil, found.left_out > 0 and "the query gives no number, but NaN or the like" or "the query gives nothing"
    end
    local of = #found > 1 and (", the %s of %d"):format(input.take, #found) or ""
    return taken.value, ("%s is %.6g%s%s"):format(input.query, taken.value, named(taken.labels), of), {labels = taken.labels}
  end,
}
