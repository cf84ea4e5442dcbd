# scripts/dev/check-layers sees each kind of breach.
load ../cli/helper

setup() {
    start_clean
    mkdir -p tree/{docs,engine/{base,book,core,check,record,report,tty,cli},runbooks,scripts,tests}
    touch tree/{LICENSE,Makefile,README.md}
    plant base/diag.h '#include <stdio.h>'
    plant core/walk.c '#include "core/walk.h"' '#include "book/book.h"' '#include "base/diag.h"'
    plant record/sqlite.c '#include <sqlite3.h>' '#include "schema.sql.h"' '#include "core/event.h"'
    plant cli/main.c '#include "tty/prompt.h"' '#include "record/record.h"' '#include "cli/cmd.h"'
}

plant() { # FILE LINE...
    printf '%s\n' "${@:2}" >"tree/engine/$1"
}

layers() {
    status=0 err=
    out=$("$checkout/scripts/dev/check-layers" "$work/tree" 2>&1) || status=$?
}

breach() { # FILE LINE MESSAGE: that line in that file is the only breach
    plant "$1" "$2"
    layers
    same "$out" "engine/$1:1: $3"
    exits 1
}

@test "a tree without a breach passes" {
    layers
    same "$out" ""
    exits 0
}

@test "the build folder is no part of the tree" {
    mkdir tree/build
    layers
    exits 0
}

@test "an arrow that points up is seen" {
    breach base/text.c '#include "book/book.h"' 'base/ may not include book/ ("book/book.h")'
    breach base/text.c '  #  include "cli/cmd.h"' 'base/ may not include cli/ ("cli/cmd.h")'
    rm tree/engine/base/text.c
    breach core/expr.h '#include "tty/view.h"' 'core/ may not include tty/ ("tty/view.h")'
}

@test "hosts that include one another are seen" {
    breach report/story.c '#include "record/record.h"' \
        'report/ may not include record/ ("record/record.h")'
    rm tree/engine/report/story.c
    breach check/broker.c '#include "tty/term.h"' 'check/ may not include tty/ ("tty/term.h")'
}

@test "a foreign library outside its owner is seen" {
    local header owner
    while read -r header owner; do
        breach core/walk.c "#include <$header>" "<$header> belongs to $owner alone"
    done <<'END'
yaml.h engine/book/yaml.c
sqlite3.h engine/record/sqlite.c
jansson.h engine/base/json.c
sha256.h engine/base/sha256.c
md5.h engine/base/sha256.c
pcre2.h engine/base/regex.c
readline/history.h engine/tty/prompt.c
zstd.h engine/(record/.*|clues/log_unpack.c)
zlib.h engine/clues/log_unpack.c
lauxlib.h engine/check/.*
END
}

@test "an include that is not written from engine/ is seen" {
    breach base/text.c '#include "diag.h"' \
        '"diag.h" is not written from engine/, as "base/diag.h" is'
    breach base/text.c '#include "../book/book.h"' \
        '"../book/book.h" is not written from engine/, as "base/diag.h" is'
    breach base/text.c '#include "schema.sql.h"' \
        '"schema.sql.h" is not written from engine/, as "base/diag.h" is'
}

@test "a layer that nobody named is seen" {
    mkdir tree/engine/util
    breach util/misc.c '#include <stdio.h>' 'no layer is called "util"'
}

@test "what is missing at the top, or does not belong there, is seen" {
    rmdir tree/docs
    touch tree/notes.txt
    layers
    same "$out" $'top level: missing: docs\ntop level: does not belong there: notes.txt'
    exits 1
}
