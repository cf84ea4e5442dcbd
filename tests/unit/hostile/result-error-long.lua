-- cannot: xxxxxxxx
error(("x"):rep(8 << 20), 0)
