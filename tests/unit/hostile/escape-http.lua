-- told none
for _, url in ipairs{"file:///etc/passwd", "http://evil.example/", "http://allowed@evil/", "gopher://x"} do
  if http.get(url) then return url end
end
return "none"
