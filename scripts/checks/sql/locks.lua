local query = [[
SELECT w.pid, floor(extract(epoch FROM now() - w.query_start)) AS waits, left(w.query, 120) AS query,
  b.pid AS by_pid, b.usename AS by_user, b.application_name AS by_app, b.state AS by_state,
  floor(extract(epoch FROM now() - b.xact_start)) AS by_open, left(b.query, 120) AS by_query,
  cardinality(pg_blocking_pids(b.pid)) = 0 AS first
FROM pg_stat_activity w CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS blocker(pid)
JOIN pg_stat_activity b ON b.pid = blocker.pid
ORDER BY waits DESC, w.pid, b.pid]]

local function line(text) return (text or "?"):gsub("%s+", " ") end

return {
  about = "How many sessions of PostgreSQL wait for a lock that another holds?",
  -- Needs `psql` under allow.run; with `as`, `runuser -u NAME -- psql`.
  input = {
    host = {optional = true, about = "a name, or the folder of the socket"},
    port = {type = "number", optional = true},
    user = {optional = true},
    database = {optional = true},
    as = {optional = true, about = "the user of this machine that psql runs as, such as postgres"},
    over = {type = "duration", default = "1s", about = "who waits for less does not count"},
  },
  gives = {type = "number"},
  run = function(input)
    local rows, why = sql.query{with = "psql", host = input.host, port = math.tointeger(input.port), user = input.user,
      database = input.database, as = input.as, query = query, timeout = "5s"}
    if not rows then return nil, why end
    local waits, blocks, count = {}, {}, 0
    for _, row in ipairs(rows) do
      if (tonumber(row.waits) or 0) >= input.over then
        if not waits[row.pid] then count = count + 1 end
        waits[row.pid] = true
        if row.first == "t" and not blocks[row.by_pid] then
          blocks[#blocks + 1] = row
          blocks[row.by_pid] = true
        end
      end
    end
    if count == 0 then return 0, "no session waits for a lock" .. (#rows > 0 and " for long" or "") end
    local said = {}
    for i, b in ipairs(blocks) do
      if i > 5 then break end
      said[i] = ("pid %s (%s, %s) holds it, %s, its transaction open for %s: %s"):format(b.by_pid, b.by_user or "?",
        b.by_app ~= "" and b.by_app or "no name", b.by_state or "?", duration(tonumber(b.by_open) or 0), line(b.by_query))
    end
    return count, ("%d wait for a lock, for %s at most: %s. %s"):format(count, duration(tonumber(rows[1].waits)),
      line(rows[1].query), table.concat(said, "; ")), {blocked_by = blocks[1] and tonumber(blocks[1].by_pid)}
  end,
}
