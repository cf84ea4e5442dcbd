# What the checks find of real servers: PostgreSQL, MariaDB, SQLite, Prometheus with a node exporter,
# NSD and nginx.
load servers

# Six hours of a metric that stands at 10 and at 50 in the last hour, as a Prometheus had seen it.
write_history() {
    local now=$EPOCHSECONDS i
    echo "# TYPE queue gauge"
    for ((i = 720; i > 0; i--)); do
        echo "queue{host=\"db1\"} $((i < 120 ? 50 + i % 3 : 10 + i % 3)) $((now - 30 * i))"
    done
    echo "# EOF"
}

# Prometheus first asks its targets after 5 seconds, so it starts before all tests.
setup_file() {
    local node port programs=()
    checkout=$(cd -P "$BATS_TEST_DIRNAME/../.." && pwd)
    export prometheus_folder prometheus=
    prometheus_folder=$(mktemp -d "${TMPDIR:-/tmp}/prometheus.XXXXXX")
    [ "${RULEOUT_VARIANT:-rel}" = rel ] || return 0
    for node in prometheus-node-exporter promtool prometheus; do
        there_is "$node" || return 0
        programs+=("$program")
    done
    cd "$prometheus_folder" || return
    node=$(free_port) pids=()
    behind node.log "${programs[0]}" --web.listen-address="127.0.0.1:$node" \
        --collector.disable-defaults --collector.loadavg --collector.meminfo
    write_history >queue.txt
    "${programs[1]}" tsdb create-blocks-from openmetrics queue.txt data >blocks.log 2>&1
    cat >prometheus.yml <<END
global: {scrape_interval: 200ms, scrape_timeout: 200ms}
rule_files: [rules.yml]
scrape_configs:
- {job_name: node, static_configs: [{targets: ["127.0.0.1:$node"]}]}
- {job_name: gone, static_configs: [{targets: ["127.0.0.1:1"]}]}
END
    echo 'groups: [{name: g, interval: 200ms, rules: [{alert: Gone, expr: up == 0}]}]' >rules.yml
    port=$(free_port)
    prometheus=http://127.0.0.1:$port
    behind prometheus.log "${programs[2]}" --config.file=prometheus.yml --storage.tsdb.path=data \
        --web.listen-address="127.0.0.1:$port"
    echo "${pids[*]}" >pids
}

teardown_file() {
    local pid
    for pid in $(cat "$prometheus_folder/pids" 2>/dev/null); do kill -KILL "$pid"; done
    rm -rf "$prometheus_folder"
}

psql_here() {
    psql -X -q -A -t -h "$folder" -U nobody -d postgres "$@"
}

start_postgres() {
    local programs=("$checkout"/build/postgresql/usr/lib/postgresql/*/bin/postgres
        /usr/lib/postgresql/*/bin/postgres)
    need psql
    need postgres "${programs[@]}"
    unprivileged postgres
    local bin=${program%/*}
    "${as[@]}" "$bin/initdb" -D "$folder/data" -U nobody --auth=trust --no-sync -E UTF8 --locale=C \
        >initdb.log 2>&1 || { cat initdb.log && return 1; }
    behind postgres.log "${as[@]}" "$bin/postgres" -D "$folder/data" -k "$folder" -c fsync=off \
        -c listen_addresses= -c max_connections=20 -c superuser_reserved_connections=0
    stop_by[${pids[-1]}]=INT
    until_it psql_here -c "SELECT 1"
}

sql() { # QUERY [MORE]: as in Lua
    look_lua "local r, why = sql.query{with = 'psql', host = '$folder', user = 'nobody', database = 'postgres', query = $1, $2}
if not r then return nil, why end
local said = {}
for i, row in ipairs(r) do
  for j, name in ipairs(r.columns) do said[#said + 1] = ('%s=%s'):format(name, tostring(row[name])) end
end
return #r .. ' ' .. tostring(r.cut), table.concat(said, ' ')"
}

@test "PostgreSQL: rows come as they are, no query writes or leaves the database; connections and locks are seen" {
    start_postgres
    psql_here -c "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, E'x\"y,\nz'), (2, NULL), (3, '')"
    sql "'SELECT * FROM t ORDER BY a'"
    same "$answer $evidence" $'3 false a=1 b=x"y,\nz a=2 b=nil a=3 b='
    sql "'SELECT a FROM t'" "max = 2"
    same "$answer" "2 true"
    sql "'SELECT \$1 AS v, \$2 AS n'" "params = {[[\\'; DROP TABLE t; -- \\! touch $work/hurt]], 7}"
    same "$evidence" "v=\\'; DROP TABLE t; -- \\! touch $work/hurt n=7"
    sql "'SELECT 1; DROP TABLE t'"
    same "$why" "the query has more than one statement"
    sql "[[\\! touch $work/hurt]]"
    same "$why" "the query has a backslash outside of quotes"
    sql "'DELETE FROM t'"
    holds "$why" 'begins with "DELETE", and a check only reads'
    sql "'WITH gone AS (DELETE FROM t RETURNING a) SELECT count(*) FROM gone'"
    holds "$why" "in a read-only transaction"
    sql "[[SELECT set_config('transaction_read_only', 'off', false)]]"
    holds "$why" "transaction read-write mode must be set before any query"
    sql "'SELECT pg_sleep(5)'" "timeout = '200ms'"
    same "$why" "psql: ERROR:  canceling statement due to statement timeout"
    sql "'SELECT nothing'"
    same "$why" 'psql: ERROR:  column "nothing" does not exist'
    same "$(psql_here -c "SELECT count(*) FROM t")" 3
    [ ! -e hurt ]
    takes_passwords_from_files_alone
    counts_connections_and_locks
}

takes_passwords_from_files_alone() {
    psql_here -c "CREATE ROLE secret LOGIN PASSWORD 'pass'"
    "${as[@]}" sed -i '1i local all secret scram-sha-256' "$folder/data/pg_hba.conf"
    psql_here -c "SELECT pg_reload_conf()"
    secret() { # MORE
        look_lua "local r, why = sql.query{with = 'psql', query = 'SELECT current_user AS u', $1}
if not r then return nil, why end
return r[1].u"
    }
    secret "host = '$folder', user = 'secret', database = 'postgres'"
    holds "$why" "fe_sendauth: no password supplied"
    echo '*:*:*:secret:pass' >.pgpass && chmod 600 .pgpass
    secret "host = '$folder', user = 'secret', database = 'postgres'"
    same "$answer" secret
    printf '%s\n' '[shop]' "host=$folder" user=secret dbname=postgres >services
    PGSERVICE=shop PGSERVICEFILE=$work/services secret
    same "$answer" secret
}

pg() { # CHECK TYPE...: of the database in $folder
    look "$2" "${@:3}" "check: $1" "with: {host: $folder, user: nobody, database: postgres}"
}

counts_connections_and_locks() {
    pg sql/locks number
    same "$answer $evidence" "0 no session waits for a lock"
    mkfifo held
    PGAPPNAME=shop behind held.log psql -X -h "$folder" -U nobody -d postgres -f held
    exec 9<>held
    echo "BEGIN; UPDATE t SET a = 2;" >&9
    until_it sh -c "psql -X -A -t -h '$folder' -U nobody -d postgres -c \"SELECT 1 FROM pg_stat_activity
        WHERE state = 'idle in transaction'\" | grep 1"
    PGAPPNAME=worker behind waits.log psql -X -h "$folder" -U nobody -d postgres -c "UPDATE t SET a = 3"
    until_it sh -c "psql -X -A -t -h '$folder' -U nobody -d postgres -c \"SELECT 1 FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND now() - query_start > '1 s'\" | grep 1"
    pg sql/locks number
    same "$answer" 1
    [[ $evidence =~ ^"1 wait for a lock, for "[0-9]+"s at most: UPDATE t SET a = 3. pid " ]]
    holds "$evidence" " (nobody, shop) holds it, idle in transaction, its transaction open for "
    pg sql/connections number 'unit: "%"'
    same "$answer" 15
    holds "$evidence" "3 of 20 connections are in use: 2 active, 0 idle, 1 idle in a transaction (for "
    holds "$evidence" "at most), 1 waiting for a lock"
    exec 9>&-
    pg sql/replication number 'unit: s'
    same "$why" "no standby is connected to this server"
    stop_servers
    pg sql/connections number 'unit: "%"'
    holds "$why" "psql: error: connection to server on socket"
}

@test "PostgreSQL: a standby that replays late is told from one that keeps up" {
    start_postgres
    local primary=$folder bin=${program%/*} basebackup behind_it
    # It comes with the client, which is installed where the server is only unpacked.
    basebackup=$bin/pg_basebackup
    [ -x "$basebackup" ] || basebackup=$(command -v pg_basebackup)
    "${as[@]}" "$basebackup" -h "$folder" -U nobody -D "$folder/standby" -R -X stream \
        -c fast --no-sync >backup.log 2>&1 || { cat backup.log && return 1; }
    mkdir "$folder/second" && chown "$(stat -c %u "$folder")" "$folder/second"
    behind standby.log "${as[@]}" "$bin/postgres" -D "$folder/standby" -k "$folder/second" \
        -c listen_addresses= -c fsync=off
    stop_by[${pids[-1]}]=INT
    until_it sh -c "psql -X -A -t -h '$folder' -U nobody -d postgres -c 'SELECT state FROM
        pg_stat_replication' | grep streaming"
    pg sql/replication number 'unit: s'
    [ "${answer%.*}" -lt 5 ]
    holds "$evidence" "1 standbys (walreceiver streaming), the slowest "
    psql_here -c "CREATE TABLE t (a int)"
    folder=$primary/second
    until_it psql_here -c "SELECT * FROM t"
    psql_here -c "SELECT pg_wal_replay_pause()"
    folder=$primary psql_here -c "INSERT INTO t VALUES (1)"
    behind_it() {
        pg sql/replication number 'unit: s'
        [ "${answer%.*}" -ge 1 ]
    }
    until_it behind_it
    holds "$evidence" "s behind what it received"
}

@test "MariaDB: rows come as they are, and neither server nor client does more" {
    need mariadb
    need mariadbd
    unprivileged mariadb
    local share=/usr/share/mysql
    { printf '%s\n' "CREATE DATABASE mysql;" "USE mysql;" && cat "$share"/mysql_{system_tables,performance_tables,system_tables_data}.sql; } |
        "${as[@]}" "$program" --no-defaults --datadir="$folder" --tmpdir="$folder" --bootstrap \
            >bootstrap.log 2>&1 || { cat bootstrap.log && return 1; }
    behind mariadb.log "${as[@]}" "$program" --no-defaults --datadir="$folder" --tmpdir="$folder" \
        --skip-grant-tables --socket="$folder/socket" --skip-networking --pid-file="$folder/pid"
    printf '[client]\nsocket=%s\n' "$folder/socket" >.my.cnf
    until_it mariadb -e "SELECT 1"
    mariadb -e 'CREATE DATABASE shop; USE shop; CREATE TABLE t (a int, b varchar(50));
        INSERT INTO t VALUES (1, "x\ty\nz\\"), (2, NULL)'
    my() { # QUERY [MORE]
        look_lua "local r, why = sql.query{with = 'mariadb', database = 'shop', query = $1, $2}
if not r then return nil, why end
return #r, (tostring(r[1].b) .. '|' .. tostring(r[2] and r[2].b))"
    }
    my "'SELECT * FROM t ORDER BY a'"
    same "$answer $evidence" $'2 x\ty\nz\\|nil'
    my "'SELECT \$1 AS b'" "params = {[[it's \\ ; system touch $work/hurt]] .. '\n\\\\! touch $work/hurt\n'}"
    holds "$evidence" "it's \\ ; system touch $work/hurt"
    my "'SELECT 1 \\\\! touch $work/hurt'"
    same "$why" "the query has a backslash outside of quotes"
    my "'system touch $work/hurt'"
    holds "$why" 'begins with "system"'
    my "'SELECT 1 /*! INTO OUTFILE \"$folder/hurt\" */'"
    same "$why" "the query has a comment that MySQL executes"
    my "'SELECT nothing'"
    holds "$why" "mariadb: ERROR 1054 (42S22) at line 1: Unknown column 'nothing'"
    [ ! -e hurt ] && [ ! -e "$folder/hurt" ]
}

@test "SQLite: a file that may be read is read, and nothing else is done" {
    sqlite3 app.db "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x\"y,' || char(10)), (NULL, '')"
    lite() { # QUERY [FILE]
        look_lua "local r, why = sql.query{with = 'sqlite3', database = '${2-$work/app.db}', query = $1}
if not r then return nil, why end
return #r, tostring(r[1].a) .. r[1].b .. tostring(r[2].a) .. r[2].b"
    }
    lite "'SELECT * FROM t'"
    same "$answer $evidence" $'2 1x"y,\nnil'
    lite "'.shell touch $work/hurt'"
    holds "$why" 'begins with ".shell"'
    lite "'SELECT writefile(\"$work/hurt\", 1)'"
    holds "$why" "cannot use the writefile() function in safe mode"
    lite "'WITH x AS (SELECT 1) DELETE FROM t'"
    same "$why" "sqlite3: Error: stepping, attempt to write a readonly database (8)"
    lite "'SELECT 1'" /etc/passwd
    holds "$why" 'not allowed to read "/etc/passwd"'
    same "$(sqlite3 app.db "SELECT count(*) FROM t")" 2
    [ ! -e hurt ]
}

@test "Prometheus: values now and over time, targets that are down, alerts that fire" {
    need prometheus
    need promtool
    need prometheus-node-exporter
    origin=$prometheus
    fires() {
        look_lua "local a = assert(prom.alerts{url = '$origin'})
return #a, a[1].name .. ' ' .. a[1].labels.job"
        [ "$answer" = 1 ]
    }
    until_it fires
    same "$evidence" "Gone gone"
    look number "check: prom/targets" "with: {url: \"$origin\"}"
    same "$answer" 1
    holds "$evidence" "1 of 2 targets are down: 127.0.0.1:1 of gone ("
    holds "$evidence" "connection refused)"
    look number "check: prom/value" "with: {url: \"$origin\", query: 'node_memory_MemTotal_bytes / 1024'}"
    same "$answer" "$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)"
    look_lua "local r, why = prom.range{url = '$origin', query = 'queue', last = '6h', step = '30s'}
if not r then return nil, why end
local low, high = 0, 0
for _, p in ipairs(r[1].points) do
  if p.value < 20 then low = low + 1 else high = high + 1 end
end
return #r, ('%s %s %d'):format(low > 550 and low < 650, high > 100 and high < 140, r.step)"
    same "$answer $evidence" "1 true true 30"
    look_lua "return prom.query{url = '$origin', query = 'up['}"
    holds "$why" 'Prometheus answers 400: invalid parameter "query": 1:4: parse error'
    look_lua "return prom.query{url = '$origin', query = 'up * on() group_left() node_load1 + on() up'}"
    holds "$why" "Prometheus answers 422: "
}

@test "DNS: what a name server knows, does not know, and fails at" {
    local dns
    need dig
    need nsd
    dns=$(free_port)
    cat >nsd.conf <<END
server:
  ip-address: 127.0.0.1@$dns
  username: ""
  database: ""
  zonesdir: "$work"
  pidfile: "$work/nsd.pid"
  xfrdfile: ""
  zonelistfile: "$work/nsd.list"
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: shop.example
  zonefile: shop.zone
zone:
  name: broken.example
  zonefile: missing.zone
END
    printf '%s\n' '$ORIGIN shop.example.' '$TTL 300' '@ SOA ns root 1 3600 600 86400 60' '@ NS ns' \
        'ns A 127.0.0.1' '@ A 192.0.2.7' '@ A 192.0.2.8' 'www CNAME @' 'text TXT "a b" "c\010;; x"' \
        >shop.zone
    behind nsd.log "$program" -c nsd.conf -d
    until_it dig -p "$dns" @127.0.0.1 +tries=1 +time=1 shop.example
    dns() { # NAME TYPE
        look_lua "local a, why = dns.look{name = '$1', type = '$2', server = '${3-127.0.0.1}', port = $dns}
if not a then return nil, why end
local said = {}
for i, r in ipairs(a.records) do said[i] = ('%s %d %s'):format(r.type, r.ttl, r.value) end
table.sort(said)
return a.status, table.concat(said, ', ') .. ' ' .. tostring(a.authoritative)"
    }
    dns www.shop.example A
    same "$answer $evidence" \
        "NOERROR A 300 192.0.2.7, A 300 192.0.2.8, CNAME 300 shop.example. true"
    dns text.shop.example TXT
    same "$evidence" 'TXT 300 "a b" "c\010;; x" true'
    dns nothing.shop.example A
    same "$answer" NXDOMAIN
    dns broken.example A
    same "$answer" SERVFAIL
    dns elsewhere.example A
    same "$answer" REFUSED
    dns -x.shop.example A
    same "$answer" NXDOMAIN
    look text "check: dns/answers" "with: {name: shop.example, servers: 127.0.0.1, port: $dns}"
    same "$answer" "the same"
    holds "$evidence" "shop.example A, 127.0.0.1: 192.0.2.7 192.0.2.8"
    look number 'unit: "%"' "check: dns/servfail" \
        "with: {names: shop.example broken.example, servers: 127.0.0.1, port: $dns, times: 2}"
    same "$answer" 50
    same "$evidence" "2 of 4 look-ups failed: broken.example of 127.0.0.1: SERVFAIL"
    stop_servers
    dns shop.example A
    holds "$why" "dig: communications error to 127.0.0.1#$dns: connection refused"
}

@test "nginx: a certificate that ends soon, its name and its chain, and what it logs" {
    local port
    need nginx
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 99 -subj "/CN=Root" \
        -addext basicConstraints=critical,CA:TRUE 2>openssl.log
    openssl req -newkey rsa:2048 -nodes -keyout key.pem -out shop.csr -subj "/CN=shop.example" 2>openssl.log
    echo "subjectAltName=DNS:shop.example,DNS:*.shop.example,IP:127.0.0.1" >names
    openssl x509 -req -in shop.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3 -extfile names \
        -out shop.pem 2>openssl.log
    port=$(free_port)
    cat >nginx.conf <<END
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/error.log;
events {}
http {
  access_log $work/access.log;
  client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
  uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  server {
    listen 127.0.0.1:$port ssl;
    ssl_protocols TLSv1.3;
    ssl_certificate $work/shop.pem;
    ssl_certificate_key $work/key.pem;
    location / { return 200 "well"; }
    location /broken { return 503; }
  }
}
END
    behind nginx.log "$program" -p "$work" -c "$work/nginx.conf"
    until_it openssl s_client -connect "127.0.0.1:$port"
    peer() { # MORE
        look_lua "local c, why = tls.peer{host = '127.0.0.1', port = $port, $1}
if not c then return nil, why end
return c.days, ('%s|%s|%s|%s|%d|%s'):format(c.issuer, table.concat(c.names, ' '), tostring(c.name_fits), c.chain.why or 'well', c.chain.length, c.protocol)"
    }
    peer "ca = '$work/ca.pem', name = 'www.shop.example'"
    same "$answer $evidence" "2.9 CN=Root|shop.example *.shop.example 127.0.0.1|true|well|1|TLSv1.3"
    peer "name = 'other.example'"
    holds "$evidence" "|false|unable to get local issuer certificate; unable to verify the first certificate|1|"
    peer "starttls = 'smtp', timeout = '500ms'"
    same "$why" "openssl did not end in time"
    look number 'unit: days' "check: tls/file_days" "with: {file: $work/shop.pem}"
    same "$answer" 2.9
    stop_servers
    peer
    same "$why" "127.0.0.1:$port shows no certificate: Connection refused"
}
