-- cannot: attempt to load a binary chunk (mode is 't')
return load("\27LuaT\0\25\147\r\n\26\n", "x", "b")
