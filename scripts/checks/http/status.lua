return {
  about = "Which status does a request get? 0 where nobody answers.",
  input = {
    url = {},
    host = {optional = true, about = "the Host header"},
    timeout = {type = "duration", default = "5s"},
  },
  gives = {type = "number"},
  run = function(input)
    local began = time.now()
    local r, why = http.get(input.url, {
      timeout = input.timeout,
      headers = input.host and {Host = input.host} or nil,
      max = 65536,
    })
    if not r then
      if why:find("^no answer") then return 0, input.url .. ": " .. why end
      return nil, why
    end
    return r.status,
      ("GET %s answered %d in %d ms"):format(input.url, r.status, (time.now() - began) * 1000 // 1),
      {status = r.status}
  end,
}
