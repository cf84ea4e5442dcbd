-- late
return ("").rep("", math.maxinteger)
