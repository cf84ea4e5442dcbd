# The scripts that install and test. They run in a copy, with programs of this test's own before
# the system's.
load ../cli/helper

setup() {
    start_clean
    mkdir -p bin tree/tests/{unit,cli} tree/build/rel/unit
    cp -r "$checkout/scripts" tree/
    touch tree/build/rel/ruleout
}

# Puts a program of that NAME before the system's; its text is standard input.
program() {
    { echo '#!/bin/bash' && cat; } >"$1"
    chmod +x "$1"
}

deps() {
    status=0
    out=$(PATH=$work/bin:$PATH DEPS_OS_RELEASE=$work/os-release \
        tree/scripts/dev/deps "$@" 2>&1 </dev/null) || status=$?
    err=
}

on_debian() {
    echo ID=debian >os-release
    program bin/dpkg-query <<<'cat "$HOME/installed" 2>/dev/null'
    program bin/apt-get <<'END'
echo "$*" >>"$HOME/apt-calls"
case $* in *install*) printf 'ii :%s\n' "${@:7}" >>"$HOME/installed" ;; esac
END
    program bin/id <<<'echo 0'
    program bin/npm <<<'exit 1'
}

@test "deps: installs what is missing, and asks nothing the second time" {
    on_debian
    deps build
    exits 0
    holds "$out" "Missing here, and installed now by apt: gcc libc6-dev make libyaml-dev"
    same "$(grep -c . apt-calls)" 2
    holds "$(cat apt-calls)" "install -y --no-install-recommends gcc libc6-dev make"
    rm apt-calls
    deps build
    exits 0
    same "$out" ""
    [ ! -e apt-calls ]
    deps test
    lacks "$out" gcc
    holds "$out" libcunit1-dev
}

@test "deps: an apt-get that fails is told in one sentence, behind its own words" {
    on_debian
    program bin/apt-get <<<'echo "E: no such package" >&2; exit 100'
    deps build
    exits 3
    holds "$out" "E: no such package"
    holds "$out" "deps: apt-get could not install what is missing"
}

@test "deps: without root and sudo, says what root may run" {
    on_debian
    program bin/id <<<'echo 1000'
    program bin/sudo <<<'exit 1'
    deps build
    exits 3
    holds "$out" "As root, run: apt-get install --no-install-recommends gcc"
    [ ! -e apt-calls ]
}

@test "deps: through sudo, only apt-get runs as root" {
    on_debian
    program bin/id <<<'echo 1000'
    program bin/sudo <<'END'
echo "sudo $1 $2 $3" >>"$HOME/sudo-calls"
[ "$1" = -n ] || exec "$@"
END
    deps build
    exits 0
    holds "$out" "sudo is used for apt-get alone"
    same "$(sort -u sudo-calls)" $'sudo -n true \nsudo env DEBIAN_FRONTEND=noninteractive apt-get'
}

@test "deps: elsewhere it lists what is needed, and installs nothing" {
    on_debian
    printf 'ID=fedora\nID_LIKE="rhel centos"\n' >os-release
    deps build
    exits 3
    holds "$out" "neither Debian nor Ubuntu (fedora rhel centos)"
    holds "$out" "libyaml (yaml.h)"
    lacks "$out" "CUnit"
    [ ! -e apt-calls ]
    rm os-release
    deps test
    exits 3
    holds "$out" "CUnit"
    printf 'ID=linuxmint\nID_LIKE="ubuntu debian"\n' >os-release
    deps build
    exits 0
}

# An apt-get whose PACKAGE has the program nginx, which wants two libraries.
apt_has_nginx_in() { # PACKAGE
    program bin/apt-get <<END
echo "\$*" >>"\$HOME/apt-calls"
name=\${!#}
case \$* in
*download*)
    mkdir -p pack/DEBIAN pack/usr/sbin
    [ "\$name" != "$1" ] || install -m 755 /bin/true pack/usr/sbin/nginx
    printf '%s\\n' "Package: \$name" "Version: 1" "Architecture: all" "Maintainer: m <m@example.org>" \\
        "Depends: libc6 (>= 2.34), libssl3 | libssl9, zlib1g, nginx-common, libnginx-mod-echo" \\
        "Description: d" >pack/DEBIAN/control
    dpkg-deb -b pack "\${name}_1_all.deb"
    rm -r pack
    ;;
*install*) printf 'ii :%s\\n' "\${@:7}" >>"\$HOME/installed" ;;
esac
END
}

@test "deps: nginx is unpacked and not installed, and the libraries that it wants are" {
    local package
    for package in nginx nginx-light; do
        on_debian
        deps build
        apt_has_nginx_in "$package"
        rm -f apt-calls
        deps demo
        exits 0
        holds "$out" "without installing it: nginx"
        [ -x tree/build/nginx ]
        same "$(grep install apt-calls | tail -n 1 | cut -d ' ' -f 6-)" "install -y --no-install-recommends libc6 libssl3 zlib1g"
        rm apt-calls
        deps demo
        exits 0
        same "$out" ""
        [ ! -e apt-calls ]
        rm tree/build/nginx installed
    done
}

@test "deps: an nginx that cannot be had is the demo's end, but not the tests'" {
    on_debian
    deps test
    exits 0
    holds "$out" "there is no nginx (above), so what needs it is not tested."
    deps demo
    exits 3
    holds "$out" "deps: apt-get could not fetch nginx"
}

@test "deps: the language server comes once, by npm, and without npm its test is skipped aloud" {
    on_debian
    program bin/npm <<'END'
echo "$*" >>"$HOME/npm-calls"
name=${!#}
mkdir -p "$3/node_modules/${name%@*}"
END
    deps test
    exits 0
    holds "$(cat npm-calls)" "install --prefix $work/tree/build/yaml-language-server "
    rm npm-calls
    deps test
    lacks "$out" yaml-language-server
    [ ! -e npm-calls ]
    rm -r tree/build/yaml-language-server
    program bin/npm <<<'exit 1'
    deps test
    exits 0
    holds "$out" "there is no yaml-language-server, so what editors get is not tested."
}

@test "deps: wrong use" {
    deps
    exits 2
    deps build test
    exits 2
}

# Within a test, bats has the folder of its own inner programs in PATH.
run_tests() {
    status=0 err=
    out=$(PATH=$(sed 's#[^:]*/bats-core[^:]*:##g' <<<"$PATH") tree/scripts/dev/run-tests "$@" \
        2>&1 </dev/null) || status=$?
}

unit_test() { # NAME, and what the program does on standard input
    touch "tree/tests/unit/test_$1.c"
    program "tree/build/rel/unit/test_$1"
}

last_line() {
    same "$(tail -n 1 <<<"$out")" "$1"
}

@test "run-tests: adds up unit tests and bats files" {
    unit_test one <<<'echo "one: 3 passed, 0 failed"'
    unit_test two <<<'echo "two: 2 passed, 1 failed"; exit 1'
    # bats would take a line that begins with @test for one of its own.
    sed 's/^/@/' >tree/tests/cli/some.bats <<'END'
test "good" { true; }
test "bad" { echo "what went wrong"; false; }
test "not here" { skip "no such thing"; }
END
    run_tests rel
    last_line "rel: 6 passed, 2 failed, 1 skipped"
    exits 1
    holds "$out" "two: 2 passed, 1 failed"
    holds "$out" "what went wrong"
    holds "$out" "skip no such thing"
    run_tests rel test_one
    last_line "rel: 3 passed, 0 failed, 0 skipped"
    exits 0
}

@test "run-tests: a program that runs nothing, crashes or is not there has failed" {
    unit_test silent <<<':'
    unit_test none <<<'echo "none: 0 passed, 0 failed"'
    unit_test crash <<<'echo "crash: 4 passed, 0 failed"; kill -SEGV $$'
    touch tree/tests/unit/test_absent.c
    run_tests rel
    last_line "rel: 4 passed, 4 failed, 0 skipped"
    exits 1
}

@test "run-tests: a bats file that cannot be read has failed" {
    echo '@test "open" {' >tree/tests/cli/broken.bats
    run_tests rel cli
    exits 1
    lacks "$out" "rel: 0 passed, 0 failed"
}

@test "run-tests: nothing to run is a failure" {
    run_tests rel
    last_line "rel: 0 passed, 0 failed, 0 skipped"
    exits 1
    run_tests fast
    exits 2
}

@test "run-tests: what a sanitizer reports counts, whatever the test made of it" {
    unit_test hidden <<'END'
log=${ASAN_OPTIONS#*log_path=}
echo "ERROR: AddressSanitizer: heap-use-after-free" >"${log%%:*}.1"
echo "hidden: 1 passed, 0 failed"
END
    run_tests rel
    last_line "rel: 1 passed, 1 failed, 0 skipped"
    holds "$out" "heap-use-after-free"
    exits 1
}

@test "run-tests: tests see no setting of the caller, and no record of his" {
    unit_test env <<'END'
[ "$HOME" != "$CALLER" ] && [ -z "$RULEOUT_DB$RULEOUT_PATH$NO_COLOR" ] &&
    [[ $XDG_STATE_HOME == "$TMPDIR"/* && $RULEOUT == */build/rel/ruleout ]] &&
    echo "env: 1 passed, 0 failed"
END
    export RULEOUT_DB=/precious NO_COLOR=1
    run_tests rel
    last_line "rel: 1 passed, 0 failed, 0 skipped"
}

# scripts/test with parts of this test's own: each says what its file in parts/ says.
whole_test() {
    mkdir -p parts
    local name
    for name in rel san val; do
        [ -e "parts/$name" ] || echo "echo '$name: 2 passed, 0 failed, 1 skipped'" >"parts/$name"
    done
    [ -e parts/lint ] || echo "echo 'lint: 1 passed, 0 failed, 0 skipped'" >parts/lint
    [ -e parts/demo ] || echo "echo 'rel: 1 passed, 0 failed, 0 skipped'" >parts/demo
    program tree/scripts/dev/deps <<<':'
    program tree/scripts/dev/build <<<':'
    # shellcheck disable=SC2016
    program tree/scripts/dev/run-tests <<<'[ "${2-}" != tests/tty/demo.bats ] || set -- demo; . "$HOME/parts/$1"'
    program tree/scripts/dev/lint <<<'. "$HOME/parts/lint"'
    status=0 err=
    out=$(bash tree/scripts/test 2>&1 </dev/null) || status=$?
}

@test "test: sums its five parts" {
    whole_test
    last_line "8 passed, 0 failed, 3 skipped"
    exits 0
}

@test "test: a part that fails, fails without a count, or says nothing, fails it all" {
    mkdir parts
    echo "echo 'san: 3 passed, 2 failed, 0 skipped'; exit 1" >parts/san
    whole_test
    last_line "9 passed, 2 failed, 2 skipped"
    exits 1
    echo "echo 'san: 3 passed, 0 failed, 0 skipped'; exit 1" >parts/san
    whole_test
    last_line "9 passed, 1 failed, 2 skipped"
    exits 1
    echo ":" >parts/san
    whole_test
    last_line "6 passed, 1 failed, 2 skipped"
    holds "$out" "san: no result"
    exits 1
    rm parts/san
    echo "echo 'rel: 0 passed, 1 failed, 0 skipped'; exit 1" >parts/demo
    whole_test
    last_line "7 passed, 1 failed, 3 skipped"
    exits 1
}

@test "test: what cannot be installed ends it" {
    whole_test
    program tree/scripts/dev/deps <<<'exit 3'
    status=0
    out=$(bash tree/scripts/test 2>&1 </dev/null) || status=$?
    exits 3
    same "$out" ""
}
