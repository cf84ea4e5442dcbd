-- On a standby, how old what it replayed last is, unless it has all that it received; on a primary, the slowest standby.
local query = [[
SELECT pg_is_in_recovery() AS standby,
  CASE WHEN pg_is_in_recovery() AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()
    THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp()) ELSE 0 END AS behind,
  (SELECT count(*) FROM pg_stat_wal_receiver) AS receivers,
  (SELECT count(*) FROM pg_stat_replication) AS standbys,
  (SELECT coalesce(max(extract(epoch FROM replay_lag)), 0) FROM pg_stat_replication) AS lag,
  (SELECT string_agg(application_name || ' ' || state, ', ') FROM pg_stat_replication) AS states,
  (SELECT string_agg(slot_name, ', ') FROM pg_replication_slots WHERE NOT active) AS unused]]

return {
  about = "By how many seconds is PostgreSQL's replication behind?",
  -- Needs `psql` under allow.run; with `as`, `runuser -u NAME -- psql`. A role without pg_monitor sees no lag.
  input = {
    host = {optional = true, about = "a name, or the folder of the socket"},
    port = {type = "number", optional = true},
    user = {optional = true},
    database = {optional = true},
    as = {optional = true, about = "the user of this machine that psql runs as, such as postgres"},
  },
  gives = {type = "number", unit = "s"},
  run = function(input)
    local rows, why = sql.query{with = "psql", host = input.host, port = math.tointeger(input.port), user = input.user,
      database = input.database, as = input.as, query = query, timeout = "5s"}
    if not rows then return nil, why end
    local r = rows[1]
    local unused = r.unused and "; nobody reads the slots " .. r.unused or ""
    if r.standby == "t" then
      if r.receivers == "0" then return nil, "this standby receives nothing from a primary" .. unused end
      local behind = tonumber(r.behind)
      if not behind then return nil, "this standby has replayed no transaction yet" end
      return math.floor(behind * 10) / 10, ("this standby is %.1f s behind what it received%s"):format(behind, unused)
    end
    if r.standbys == "0" then return nil, "no standby is connected to this server" .. unused end
    local lag = tonumber(r.lag)
    return math.floor(lag * 10) / 10, ("%s standbys (%s), the slowest %.1f s behind%s"):format(
      r.standbys, r.states or "states are not shown to this role", lag, unused)
  end,
}
