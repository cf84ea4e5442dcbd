#!/usr/bin/env python3
"""examples.py FILE RULEOUT: holds every example of engine/book/examples.txt against lint.

Each "wrong" must get its code, each "right" must not, and a "right" has no error at all. A code
without examples is named. Works in the current folder, which must be empty.
"""
import json
import os
import re
import subprocess
import sys

path, program = sys.argv[1:]
failed = []

# What no example could show, and why.
WITHOUT = {"RB003": "it is 4 MB large", "RB017": "it is a hundred errors long", "RB105": "only earlier versions gave it"}


def unescaped(text):
    """Bytes as they are in the file, of which the examples hold what a terminal may be shown."""
    raw = re.sub(rb"<([0-9A-F]{2})>", lambda m: bytes([int(m.group(1), 16)]), text.encode())
    return raw.replace(b"^[", b"\x1b")


def examples():
    """{(code, kind): [(file, text)]}"""
    found = {}
    for section in re.split(r"^== ", open(path, encoding="utf-8").read(), flags=re.M)[1:]:
        head, _, text = section.partition("\n")
        code, kind, *name = head.split(" ")
        if kind not in ("wrong", "right"):
            failed.append(f"{path}: \"== {head}\" is neither wrong nor right")
        found.setdefault((code, kind), []).append((name[0] if name else "example.yaml", text))
    return found


def codes():
    os.makedirs("all", exist_ok=True)
    open("all/plain.yaml", "w").write("ruleout: 1\ntitle: A\nsteps:\n- {id: a, clue: Is it?, type: text}\n")
    out = subprocess.run([program, "lint", "--format", "sarif", "all"], capture_output=True, text=True).stdout
    return [rule["id"] for rule in json.loads(out)["runs"][0]["tool"]["driver"]["rules"]]


def findings(folder, files):
    for name, text in files:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as f:
            f.write(unescaped(text))
    first = next(name for name, _ in files if name.endswith(".yaml"))
    env = {**os.environ, "RULEOUT_PATH": folder, "RULEOUT_NOW": "2026-11-24T12:00:00Z"}
    done = subprocess.run([program, "lint", "--format", "json", os.path.join(folder, first)],
                          capture_output=True, text=True, env=env)
    return json.loads(done.stdout) if done.stdout else [{"code": None, "severity": "error", "message": done.stderr}]


def told(found):
    return "; ".join(f"{f['code']} {f['message']}" for f in found) or "nothing"


all_examples = examples()
checks = os.path.join(os.path.dirname(path), "../../scripts/checks")
os.makedirs("scripts")
os.symlink(os.path.realpath(checks), "scripts/checks")
for code in codes():
    for kind in ("wrong", "right"):
        if code in WITHOUT:
            continue
        files = all_examples.pop((code, kind), None)
        if not files:
            failed.append(f"{code} has no example \"{kind}\": add \"== {code} {kind}\" and a file to {path}")
            continue
        found = findings(f"{code}-{kind}", files)
        if kind == "wrong" and code not in [f["code"] for f in found]:
            failed.append(f"{code} wrong: lint should say {code}, and says {told(found)}")
        if kind == "right" and [f for f in found if f["code"] == code or f["severity"] == "error"]:
            failed.append(f"{code} right: lint should find nothing of it, and says {told(found)}")
failed += [f"{code} {kind}: there is no such code" for code, kind in all_examples]
print("\n".join(failed), end="\n" if failed else "")
sys.exit(bool(failed))
