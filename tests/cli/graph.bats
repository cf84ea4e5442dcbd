# A runbook as a drawing, in Graphviz's language and in Mermaid's.
load helper

setup() {
    start_clean
    mkdir lib
    cp "$checkout/tests/cli/acting/severity.yaml" lib
    cat >lib/drawn.yaml <<'EOT'
ruleout: 1
title: 'Drawn "]; } \'
causes:
  a: {title: A "quoted" <cause>}
  b: {title: B}
steps:
- id: one
  clue: 'One "; \n`& | and a text that is so long that nobody wants to read all of it in a box'
  answers:
    yes: {suspects: {a: It may be.}, next: three}
    'no "': {rules_out: {a: It is not.}, next: end}
    odd: {}
- {id: two, clue: Two?, when: one == "odd", answers: {yes: {confirms: {b: So it is.}, do: mend}}}
- {id: three, clue: Three?, answers: {again: {next: one, max: 2}, done_: {}}}
actions:
  mend: {title: Mend it, for: [b], how: By hand., on_fail: ring}
  ring: {title: Ring somebody up, for: [b], how: By hand.}
EOT
    export RULEOUT_PATH=$work/lib
}

# Each line of the drawing is a head, a node, an edge or the end, its quotes closed.
is_dot() {
    awk '
        /^digraph "([^"\\]|\\.)*" \{$/ || /^  (graph|node|edge) \[.*\];$/ || /^\}$/ { next }
        /^  [a-z][0-9]+ \[[^"]*(color="[^"]*")?[^"]*label="([^"\\]|\\.)*"\];$/ { nodes++; next }
        /^  [a-z][0-9]+ -> [a-z][0-9]+ \[label="([^"\\]|\\.)*"(,[^"]*("#[0-9a-f]*")?)*\];$/ { edges++; next }
        { print "not dot: " $0; bad = 1 }
        END { print nodes " nodes, " edges " edges"; exit bad }' <<<"$1"
}

@test "dot: steps, jumps, actions; a text ends where it ends" {
    ruleout graph drawn
    exits 0
    same "$(is_dot "$out")" "6 nodes, 8 edges"
    holds "$out" 's0 -> s2 [label="yes"];'
    holds "$out" 's0 -> e0 [label="no \""];'
    holds "$out" 's2 -> s0 [label="again\nat most 2 times"];'
    holds "$out" 's1 -> a0 [label="yes",style=dotted];'
    holds "$out" 'a0 -> a1 [label="did not help",style=dotted];'
    holds "$out" 'when one == \"odd\"'
    lacks "$out" "all of it in a box"
}

@test "dot --causes: what suspects, rules out and confirms" {
    ruleout graph drawn --causes
    same "$(is_dot "$out")" "8 nodes, 11 edges"
    holds "$out" 's0 -> c0 [label="no \"",color="#0550ae"];'
}

@test "mermaid: what would end a text is written as a character's number" {
    ruleout graph drawn --format mermaid --causes
    exits 0
    same "$(head -n 1 <<<"$out")" "flowchart TD"
    holds "$out" 'c0[/"a<br>A #34;quoted#34; #60;cause#62;"/]'
    holds "$out" 's0 -->|"no #34;"| e0'
    holds "$out" "linkStyle 8 stroke:#9a6700"
    awk 'NR > 1 && !/^  ([a-z][0-9]+[[(][^"]*"[^"]*"[^"]*|[a-z][0-9]+ (-->|-\.->|==>)(\|"[^"]*"\|)? [a-z][0-9]+|linkStyle [0-9]+ stroke:#[0-9a-f]+|classDef .*)$/ { print; bad = 1 } END { exit bad }' <<<"$out"
}

@test "--incident marks what was answered, passed over, and what became of the causes" {
    run_walk drawn -- everybody 'no "' 
    ruleout graph drawn --incident last --causes
    exits 0
    holds "$out" '\n= no \"'
    holds "$out" '\n= ruled out'
    ruleout graph other --incident last
    exits 2
    holds "$err" "is an incident of drawn, not of other"
}

@test "svg is drawn by dot, where it is installed" {
    command -v dot || skip "graphviz is not installed"
    ruleout graph drawn --causes --format svg
    exits 0
    holds "$out" "</svg>"
}

@test "without dot, svg says what to install" {
    mkdir empty
    PATH=$work/empty "$(command -v env)" "$RULEOUT" graph drawn --format svg >.o 2>.e || status=$?
    same "$status" 3
    holds "$(<.e)" "install graphviz"
}
