return {
  about = "In how many days does the certificate end that a file holds? Below 0: it has ended.",
  -- Needs `openssl x509` under allow.run.
  input = {file = {type = "path", about = "a certificate in PEM, the server's own first"}},
  gives = {type = "number", unit = "days"},
  run = function(input)
    local c, why = tls.file(input.file)
    if not c then return nil, why end
    return c.days, ("%s holds a certificate of %s that %s %s"):format(
      input.file, c.issuer or "?", c.days >= 0 and "ends at" or "ended at", time.format(c.expires)),
      {ends = time.format(c.expires), subject = c.subject, names = c.names}
  end,
}
