#!/usr/bin/env bats
# The program is killed, and its writes fail. Whatever happens: each answer that was acknowledged
# ("recorded STEP: VALUE") is in the record exactly once, the record stays sound, and going on with
# the answers that are left ends as a walk that nothing happened to.

load ../cli/helper

setup() {
    start_clean
    # In memory where the machine has such a place: there are some 20,000 syncs.
    place=$(mktemp -d /dev/shm/ruleout.XXXXXX 2>/dev/null) || place=${work:?}
    record=$place/record.db every=1
    export work record every
    export RULEOUT_PATH=$BATS_TEST_DIRNAME/fixtures RULEOUT_DB=$record
    # The preloaded library comes before the sanitizer's.
    export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
    case $RULEOUT_VARIANT in
    san) every=5 ;;
    val) every=23 ;;
    esac
}

teardown() {
    rm -rf "${place:?}"
    remove_work
}

@test "200 kills at random moments lose no answer and double none" {
    bash "$BATS_TEST_DIRNAME/kills.bash" random_kills
}

@test "a kill at every write and sync, every other one torn, loses no answer and doubles none" {
    bash "$BATS_TEST_DIRNAME/kills.bash" kill_at_every_call
}

@test "every write and sync fails, once or from then on" {
    bash "$BATS_TEST_DIRNAME/kills.bash" fail_at_every_call
}
