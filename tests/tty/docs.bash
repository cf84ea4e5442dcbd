# docs: what the tests of the documents share: their fenced blocks, and whether a program showed them.

# The fenced blocks of FILE behind `<!-- transcript: NAME -->`, one file each: $work/NAME.1, NAME.2 ...
blocks_of() { # FILE NAME
    awk -v into="$work" -v wanted="$2" '
        /^<!-- transcript: .* -->$/ { name = $3 == wanted ? $3 : ""; next }
        name && /^```$/ && !inside { inside = 1; out = into "/" name "." ++count; next }
        inside && /^```$/ { close(out); inside = 0; name = ""; next }
        inside { print > out }' "$1"
}

# True where the lines of BLOCK stand in WHOLE one behind the other.
stands_in() { # BLOCK WHOLE
    awk 'NR == FNR { want[++n] = $0; next }
        { seen[FNR] = $0 }
        END {
            for (i = 1; i + n - 1 <= FNR; i++) {
                for (k = 1; k <= n && seen[i + k - 1] == want[k]; k++)
                    ;
                if (k > n) exit 0
            }
            exit 1
        }' "$1" "$2"
}

# Every block NAME of FILE stands in $work/NAME.whole; of both, FILTER is what is compared.
blocks_stand() { # FILE NAME [FILTER]
    local block count=0 filter=${3:-cat}
    blocks_of "$checkout/$1" "$2"
    "$filter" <"$work/$2.whole" >"$work/$2.compared"
    for block in "$work/$2".[0-9]*; do
        "$filter" <"$block" >"$work/block"
        if ! stands_in "$work/block" "$work/$2.compared"; then
            echo "$1: this is not what the program shows:"
            cat "$block"
            diff "$work/block" "$work/$2.compared" | grep '^<' | head
            return 1
        fi
        count=$((count + 1))
    done
    [ "$count" -gt 2 ]
}
