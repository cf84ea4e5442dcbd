return {
  about = "Which share of the memory is available?",
  gives = {type = "number", unit = "%"},
  run = function()
    local m, why = host.memory()
    if not m then return nil, why end
    return m.available_percent,
      ("%s of %s are available (%g%%), %s of swap is used"):format(
        size(m.available), size(m.total), m.available_percent, size(m.swap_used or 0)),
      m
  end,
}
