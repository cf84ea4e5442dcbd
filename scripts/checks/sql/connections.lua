-- Sessions of clients, as pg_stat_activity has them; those of the server's own processes are no connections.
local query = [[
SELECT current_setting('max_connections')::int AS most,
  current_setting('superuser_reserved_connections')::int AS reserved,
  count(*) AS used,
  count(*) FILTER (WHERE state = 'active') AS active,
  count(*) FILTER (WHERE state = 'idle') AS idle,
  count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS open,
  count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting,
  coalesce(floor(max(extract(epoch FROM now() - state_change)) FILTER (WHERE state LIKE 'idle in transaction%')), 0) AS longest
FROM pg_stat_activity WHERE backend_type = 'client backend']]

return {
  about = "Which share of PostgreSQL's connections is in use?",
  -- Needs `psql` under allow.run; with `as`, `runuser -u NAME -- psql`. A role without pg_monitor sees no states of others.
  input = {
    host = {optional = true, about = "a name, or the folder of the socket"},
    port = {type = "number", optional = true},
    user = {optional = true},
    database = {optional = true},
    as = {optional = true, about = "the user of this machine that psql runs as, such as postgres"},
  },
  gives = {type = "number", unit = "%"},
  run = function(input)
    local rows, why = sql.query{with = "psql", host = input.host, port = math.tointeger(input.port), user = input.user,
      database = input.database, as = input.as, query = query, timeout = "5s"}
    if not rows then return nil, why end
    local n = {}
    for name, text in pairs(rows[1]) do n[name] = math.tointeger(tonumber(text)) end
    local most = n.most - n.reserved
    local share = math.floor(1000 * n.used / most) / 10
    return share, ("%d of %d connections are in use: %d active, %d idle, %d idle in a transaction%s, %d waiting for a lock"):format(
      n.used, most, n.active, n.idle, n.open, n.open > 0 and (" (for %s at most)"):format(duration(n.longest)) or "", n.waiting), n
  end,
}
