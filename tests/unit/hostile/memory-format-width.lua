-- cannot: memory-format-width:2: invalid conversion specification: '%999999999d'
return ("%999999999d"):format(1)
