-- told 1 | xxxxxxxx
return 1, ("x"):rep(16 << 20)
