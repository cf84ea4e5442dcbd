-- cannot: memory-gsub: it needs more than 64 MiB of memory
return (("x"):rep(1 << 16):gsub("x", ("y"):rep(1 << 16)))
