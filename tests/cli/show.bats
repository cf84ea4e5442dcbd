# show: a runbook as a page, for the terminal, as Markdown, as HTML.
load helper

hostile=$BATS_TEST_DIRNAME/show/hostile.yaml

@test "html: whole, closed to the outside, and every word of others is a word" {
    local book
    python3 -c '' || skip "there is no python3"
    for book in "$hostile" "$checkout"/runbooks/*-*.yaml; do
        ruleout show "$book" --format html
        exits 0
        same "$err" ""
        printf '%s\n' "$out" >page.html
        python3 "$checkout/tests/cli/show/page.py" page.html >text
    done
    ruleout show "$hostile" --format html
    printf '%s\n' "$out" >page.html
    python3 "$checkout/tests/cli/show/page.py" page.html >text
    for words in '<script>alert(1)</script> & "quotes" # `code` *stars* ${x}' '<img src=x onerror=alert(1)>' \
        '[link](javascript:alert(1)) <https://evil.example>' ']]> &lt; &amp; \* \' "echo '</code></pre>'" '1) Is it \[this\] <!-- no comment -->?'; do
        holds "$(<text)" "$words"
    done
    # Of all addresses only the link that lint has looked at is one to follow.
    same "$(grep -o 'href="[^"]*"' page.html)" 'href="https://grafana.example/d/a?x=1&amp;y=2"'
}

@test "html: a browser shows it, with its style, and runs nothing" {
    not_under val san "the browser is the one that is tested"
    command -v chromium >/dev/null || skip "there is no chromium"
    ruleout show "$hostile" --format html
    printf '%s\n' "$out" >page.html
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$work/chromium" --enable-logging=stderr --v=0 \
        --dump-dom "file://$work/page.html" >dom 2>console </dev/null
    lacks "$(grep CONSOLE console)" "CONSOLE"
    holds "$(<dom)" "<h1>&lt;script&gt;alert(1)&lt;/script&gt;"
}

@test "markdown: to CommonMark, every word of others is a word" {
    command -v cmark >/dev/null || skip "there is no cmark"
    ruleout show "$hostile" --format markdown
    exits 0
    cmark --unsafe <<<"$out" >html
    lacks "$(<html)" "<script"
    lacks "$(<html)" "<a "
    lacks "$(<html)" "<img"
    same "$(grep -c '<h1>' html) $(grep -c '<h2>' html) $(grep -c '<h3>' html)" "1 4 2"
    holds "$(<html)" '<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; # `code` *stars* ${x}</h1>'
    holds "$(<html)" '<code>curl -s '"'"'http://x/?a=1&amp;b=2'"'"' | grep &quot;``&lt;b&gt;``&quot;</code>'
    holds "$(<html)" '<p># no heading<br />
- no item<br />
1. no number<br />
<code>no code</code><br />
```<br />'
    holds "$(<html)" '<li>- no
<ul>
<li><strong>notes</strong> ***</li>'
}

@test "all three show the same" {
    python3 -c '' || skip "there is no python3"
    command -v cmark >/dev/null || skip "there is no cmark"
    # Words alone, since each has its own marks: what is in the text is in the others.
    words() { tr -cs 'A-Za-z0-9' '\n' | sort -u; }
    ruleout show "$checkout/runbooks/http-5xx.yaml"
    words <<<"$out" >of-text
    ruleout show "$checkout/runbooks/http-5xx.yaml" --format markdown
    cmark <<<"$out" | sed -e 's/<[^>]*>//g; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | words >of-markdown
    ruleout show "$checkout/runbooks/http-5xx.yaml" --format html
    printf '%s\n' "$out" >page.html
    python3 "$checkout/tests/cli/show/page.py" page.html | words >of-html
    same "$(comm -23 of-text of-markdown)" ""
    same "$(comm -23 of-text of-html)" ""
    [ "$(wc -l <of-text)" -gt 300 ]
}

@test "another format is refused" {
    ruleout show http-5xx --format pdf
    exits 2
    holds "$err" "text|markdown|html"
}
