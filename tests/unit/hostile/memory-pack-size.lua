-- cannot: memory-pack-size: it needs more than 64 MiB of memory
return #string.pack("s", ("x"):rep(40 << 20))
