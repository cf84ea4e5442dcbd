-- cannot: not enough memory
return load("return {" .. ("{},"):rep(10 << 20) .. "}")
