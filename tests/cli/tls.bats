# What tls-expiry finds of real TLS servers on loopback: openssl s_server, with certificates made here.
load helper

setup() {
    start_clean
    servers=()
    command -v openssl >/dev/null || skip "there is no openssl"
    # Nothing runs of a runbook in somebody else's folder, as the checkout may be.
    cp -r "$checkout/runbooks" "$work/runbooks"
    mkdir "$work/scripts" && cp -r "$checkout/scripts/checks" "$work/scripts"
    export RULEOUT_PATH=$work/runbooks
    make_authority
}

teardown() {
    stop_servers
    remove_work
}

stop_servers() {
    local pid
    for pid in "${servers[@]}"; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null || true
    done
    servers=()
}

# A root, an intermediate that it signs, and what `openssl ca` wants for certificates with any dates.
make_authority() {
    {
        openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 \
            -subj "/CN=Root of the test" -addext basicConstraints=critical,CA:TRUE
        openssl req -newkey rsa:2048 -nodes -keyout middle.key -out middle.csr \
            -subj "/CN=Intermediate of the test"
        echo basicConstraints=critical,CA:TRUE >middle.ext
        openssl x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3000 \
            -extfile middle.ext -out middle.pem
        openssl genrsa -out leaf.key 2048
    } 2>openssl.err || { cat openssl.err; return 1; }
    printf '%s\n' '[ca]' default_ca=here '[here]' database=index new_certs_dir=. \
        certificate=middle.pem private_key=middle.key default_md=sha256 policy=any \
        unique_subject=no rand_serial=yes '[any]' commonName=supplied >ca.conf
    : >index
}

# leaf FILE NAME BEGIN END: a certificate for NAME; `date -d` reads the times.
leaf() {
    openssl req -new -key leaf.key -subj "/CN=$2" -out leaf.csr 2>openssl.err
    echo "subjectAltName=DNS:$2" >leaf.ext
    openssl ca -batch -config ca.conf -in leaf.csr -out "$1" -notext -extfile leaf.ext \
        -startdate "$(date -u -d "$3" +%Y%m%d%H%M%SZ)" \
        -enddate "$(date -u -d "$4" +%Y%m%d%H%M%SZ)" 2>openssl.err || { cat openssl.err; return 1; }
}

# serve CERTIFICATE [OPTION...]: a server on a free port, which is then $port.
serve() {
    local log
    log=$work/server.${#servers[@]}
    : >"$log"
    openssl s_server -www -accept 127.0.0.1:0 -cert "$1" -key leaf.key "${@:2}" >"$log" 2>&1 \
        3>&- </dev/null &
    servers+=($!)
    for ((i = 0; i < 100; i++)); do
        port=$(sed -n 's/^ACCEPT 127.0.0.1:\([0-9]*\)$/\1/p' "$log")
        [ -z "$port" ] || return 0
        sleep 0.1
    done
    cat "$log"
    return 1
}

look() { # what a check finds at $port
    ruleout check tls-expiry -i host=localhost -i port="$port" -i ca="$work/root.pem" \
        -i file="${1-$work/served.pem}" --trust --format json
}

answer_to() {
    of_json ".[0].checks[] | select(.step == \"$1\") | .answer" <<<"$out"
}

state_of() {
    of_json ".[0].causes[] | select(.id == \"$1\") | .state" <<<"$out"
}

@test "a good certificate: nothing is suspected" {
    leaf served.pem localhost -2days +60days
    serve served.pem -cert_chain middle.pem
    look
    exits 0
    same "$(answer_to complaints)" '["nothing"]'
    same "$(answer_to ours)" here
    local cause
    for cause in ended wrong-chain wrong-name not-trusted not-reloaded one-node; do
        same "$(state_of "$cause")" ruled_out "$cause"
    done
}

@test "one that has ended, beside a newer one on the disk: it was not reloaded" {
    leaf served.pem localhost -90days -2days
    leaf newer.pem localhost -2days +60days
    serve served.pem -cert_chain middle.pem
    look "$work/newer.pem"
    exits 1
    same "$(answer_to complaints)" '["ended"]'
    same "$(state_of ended)" confirmed
    same "$(state_of not-reloaded)" confirmed
    same "$(state_of challenge)" ruled_out
}

@test "three days left: suspected, and clients do not complain" {
    leaf served.pem localhost -80days "+3 days +1 hour"
    serve served.pem -cert_chain middle.pem
    look
    exits 1
    same "$(answer_to seen)" 3
    same "$(answer_to complaints)" '["nothing"]'
    same "$(answer_to on_disk)" same
    same "$(state_of ended)" suspected
    same "$(state_of not-reloaded)" ruled_out
}

@test "another name, a missing intermediate, an unknown authority: each is told from the others" {
    leaf served.pem other.example -2days +60days
    serve served.pem -cert_chain middle.pem
    look
    exits 1
    same "$(answer_to complaints)" '["another name"]'
    same "$(state_of wrong-name)" confirmed
    same "$(state_of ended)" ruled_out

    leaf served.pem localhost -2days +60days
    serve served.pem
    look
    same "$(answer_to complaints)" '["incomplete chain"]'
    same "$(state_of wrong-chain)" confirmed
    same "$(state_of not-trusted)" open

    serve served.pem -cert_chain middle.pem
    mv root.pem hers.pem
    openssl req -x509 -newkey rsa:2048 -nodes -keyout no.key -out root.pem -days 9 \
        -subj "/CN=Another root" 2>openssl.err
    look
    same "$(answer_to complaints)" '["unknown authority"]'
    same "$(state_of not-trusted)" confirmed
    same "$(state_of wrong-chain)" open
}

@test "several faults at once are all seen, and one that begins tomorrow" {
    leaf served.pem other.example -90days -2days
    serve served.pem
    look
    same "$(answer_to complaints)" '["ended","another name","incomplete chain"]'

    leaf served.pem localhost +1day +60days
    serve served.pem -cert_chain middle.pem
    look
    same "$(answer_to complaints)" '["not yet valid"]'
    same "$(state_of clock)" suspected
}

@test "nobody listens: no check can tell, and the reason is said" {
    leaf served.pem localhost -2days +60days
    serve served.pem
    stop_servers
    look
    same "$(answer_to seen)" null
    holds "$out" "shows no certificate: Connection refused"
    same "$(state_of ended)" open
}
