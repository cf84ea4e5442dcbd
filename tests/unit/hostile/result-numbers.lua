-- cannot: a value holds a number that is not finite
return 1, nil, {a = {b = 1e308 * 10}}
