-- told 16777216
return #("x"):rep(16 << 20)
