-- cannot: resulting string too large
return ("xx"):rep(math.maxinteger)
