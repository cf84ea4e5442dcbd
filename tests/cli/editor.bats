# What an author's editor gets: the npm package yaml-language-server over files that `new` made.
load helper

server() {
    not_under val san "the language server is the one that is tested, not ruleout"
    command -v node >/dev/null && python3 -c '' || skip "there is no node, or no python3"
    program=$checkout/build/yaml-language-server/node_modules/.bin/yaml-language-server
    [ -x "$program" ] || skip "there is no yaml-language-server; scripts/dev/deps test installs it"
    mkdir -p books
    export RULEOUT_PATH=$work/books
    ruleout new shop
    exits 0
}

# The answers to the questions of standard input, one line of JSON each, as `answers`.
ask() { # FILE
    python3 "$checkout/tests/cli/editor/lsp.py" "$program" "$1" >answers 2>errors || { cat errors; return 1; }
}

answer() { # NUMBER FILTER
    sed -n "$1p" answers | jq -r "$2"
}

# Counted from 0, as the protocol has it.
line_of() { # FILE TEXT
    echo $(($(grep -nF -m1 -- "$2" "$1" | cut -d: -f1) - 1))
}

help_of() { # KEY, of a step
    "$RULEOUT" schema | jq -r --arg key "$1" '."$defs"."map.step".properties[$key].description'
}

@test "a runbook made by new: no complaint, help on keys, keys to choose from with their help" {
    server
    local owner disk
    owner=$(line_of books/shop.yaml "owner:")
    disk=$(line_of books/shop.yaml "- id: disk")
    ask books/shop.yaml <<END
problems
hover $owner 1
hover $((disk + 1)) 3
insert $((disk + 2))   
complete $((disk + 2)) 2
END
    same "$(answer 1 length)" 0
    holds "$(answer 2 .)" "The team that keeps the runbook true."
    holds "$(answer 3 .)" "$(help_of clue)"
    holds "$(answer 5 '.[].label')" copy
    holds "$(answer 5 '.[].label')" fresh
    lacks "$(answer 5 '.[].label')" review_every
    holds "$(answer 5 '.[] | select(.label == "timeout").help')" "$(help_of timeout)"
}

@test "an unknown key is an error in the editor too" {
    server
    ask books/shop.yaml <<END
problems
insert $(line_of books/shop.yaml "owner:") ownr: me
END
    same "$(answer 1 length)" 0
    holds "$(answer 2 '.[]')" "Property ownr is not allowed."
    ask books/shop.yaml <<END
insert $(($(line_of books/shop.yaml "- id: disk") + 1))   anomally: odd
END
    holds "$(answer 1 '.[]')" "Property anomally is not allowed."
}

@test "a drill and a severity framework have schemas of their own" {
    server
    ask books/drills/shop.yaml <<END
problems
hover $(line_of books/drills/shop.yaml "clock:") 1
insert 3 reviewed: 2026-11-01
END
    same "$(answer 1 length)" 0
    holds "$(answer 2 .)" "$("$RULEOUT" schema drill | jq -r .properties.clock.description)"
    holds "$(answer 3 '.[]')" "Property reviewed is not allowed."
    { sed -n 's/^    \(# yaml-language-server.*severity.*\)/\1/p' "$checkout/docs/editors.md" &&
        cat "$checkout/runbooks/severity.yaml"; } >books/severity.yaml
    holds "$(head -n 1 books/severity.yaml)" '$schema'
    ask books/severity.yaml <<END
problems
insert 1 levels: []
END
    same "$(answer 1 length)" 0
    holds "$(answer 2 '.[]')" "Property levels is not allowed."
}

@test "where the schemas are not there, the editor says which file is missing" {
    server
    rm -r books/.ruleout
    ask books/shop.yaml <<<problems
    holds "$(answer 1 '.[]')" ".ruleout/runbook.schema.json"
}
