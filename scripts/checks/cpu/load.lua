return {
  about = "How many processes want a processor, as a multiple of the processors there are?",
  gives = {type = "number", unit = "x"},
  run = function()
    local c, why = host.cpu()
    if not c then return nil, why end
    return tonumber(("%.2f"):format(c.load1 / c.cores)),
      ("load %g, %g, %g over 1, 5 and 15 minutes on %d processors"):format(
        c.load1, c.load5, c.load15, c.cores),
      c
  end,
}
