-- cannot: nested too deep
return json.decode(("["):rep(1000000))
