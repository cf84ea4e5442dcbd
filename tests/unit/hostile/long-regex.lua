-- cannot: the pattern takes too long on some line
return log.count{file = "/as", match = "^(a+)+$"}
