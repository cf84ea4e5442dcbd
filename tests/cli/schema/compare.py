"""compare: whether the JSON Schema and the loader say the same of files.

    compare.py CHECKOUT RULEOUT

over the library, the golden files and mutations of good files. Where the schema says no, the
loader has to; where only the loader does, its codes have to be among those of LOADER_ONLY. In an
empty folder that is the working folder. Prints what differs, and how much was compared.
"""
import copy, glob, json, os, re, shutil, subprocess, sys

import yaml
from jsonschema import Draft202012Validator

checkout, program = sys.argv[1:3]

# What a schema cannot say, by the loader's code.
BYTES = "that is about the file's bytes or its YAML, of which a schema sees only the values"
NAMES = "that holds one part of a file against another"
GRAMMAR = "conditions, commands, references and ranges have a grammar of their own"
OTHER = "that needs another file, or the file's name"
LOADER_ONLY = {
    "not-utf8": BYTES, "unfit-character": BYTES, "too-big": BYTES, "directive": BYTES,
    "syntax": BYTES, "too-deep": BYTES, "alias": BYTES, "tag": BYTES, "merge-key": BYTES,
    "several-documents": BYTES, "duplicate-key": BYTES, "key-not-text": BYTES,
    "empty-in-braces": BYTES, "bare-reference": BYTES, "empty-file": BYTES,
    "unknown-step": NAMES, "unknown-cause": NAMES, "unknown-action": NAMES,
    "unknown-verify": NAMES, "unknown-link": NAMES, "unknown-reference": NAMES, "unknown-capture": NAMES,
    "unknown-question": NAMES, "duplicate-id": NAMES, "moved-twice": NAMES, "endless": NAMES,
    "needless-max": NAMES, "fail-circle": NAMES, "own-answer": NAMES, "never": NAMES,
    "never-true": NAMES, "wrong-unit": NAMES, "wrong-types": NAMES,
    "bad-condition": GRAMMAR, "foreign-operator": GRAMMAR, "unknown-function": GRAMMAR,
    "not-yes-or-no": GRAMMAR, "condition-depth": GRAMMAR, "no-causes-here": GRAMMAR,
    "bad-reference": GRAMMAR, "bad-pattern": GRAMMAR, "no-shell": GRAMMAR, "bad-command": GRAMMAR, "bad-range": GRAMMAR,
    "wrong-name": OTHER, "unknown-runbook": OTHER, "called-broken": OTHER, "unusable-file": OTHER,
    "unknown-input": OTHER, "call-circle": OTHER,
}
# What lint finds beside loading: the Lua of checks, and how they are used.
NOT_OF_LOADER = {"no-check", "bad-lua", "bad-check-file", "unknown-argument", "missing-argument", "unfit-argument",
                 "unfit-check"}
# Of codes that a schema can see in general, the messages that it cannot.
LOADER_ONLY_MESSAGES = [
    (r"the default .* is none of", NAMES),
    (r"(default|a value) is a \w+, not", NAMES),
    (r"is a secret, and", NAMES),
    (r"does not fit \"match\"", NAMES),
    (r"it must hold for", NAMES),
    (r"takes one answer, not a list", NAMES),
    (r"differs from .* only in capitals|is there twice", NAMES),
    (r"the input .* is no (path|text)", NAMES),
    (r"that is every command there is", GRAMMAR),
    (r"is no alert|starts another runbook", OTHER),
    (r'"reviewed" is a date, not ".*-02-(29|30)"', "days of months"),
    (r"is no (absolute path|origin)", GRAMMAR),
    (r"that is no address of a web page", GRAMMAR),
    (r"that is no JSON", GRAMMAR),
    (r"an answer is empty", "what a ? is the key of"),
    (r"cannot (be )?read|does not load|has no level", OTHER),
    (r"nothing is typed to confirm|outcome is that of its command|it has no undo|it has \d+ guard",
     OTHER),
    (r'"(true|false)" is a word of the format', "that to other tools an id may be what yes or no became"),
    (r"is a (whole number from|number larger)", "how large the number in a text is"),
]


class AsWritten(yaml.CBaseLoader):
    """Scalars as the loader has them: text, and null where nothing is written."""

    def construct_scalar(self, node):
        return None if node.value == "" and node.style in (None, "") else super().construct_scalar(node)


class AsOthers(yaml.CSafeLoader):
    """Scalars as YAML 1.1 types them, but for dates, which JSON has none of."""


AsOthers.yaml_implicit_resolvers = {
    first: [r for r in rules if r[0] != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def as_json(value):
    if isinstance(value, dict):
        return {k if isinstance(k, str) else json.dumps(k): as_json(v) for k, v in value.items()}
    return [as_json(v) for v in value] if isinstance(value, list) else value


def parsed(path, loader):
    """The value, or None where it is no YAML to this parser; it takes more than ruleout does."""
    try:
        with open(path, encoding="utf-8") as f:
            return as_json(yaml.load(f, loader))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError, RecursionError):
        return None


def run(*args):
    done = subprocess.run([program, *args], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.stdout, done.stderr


def validator(kind):
    schema = json.loads(run("schema", kind)[0])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


SCHEMAS = {kind: validator(kind) for kind in ("runbook", "drill", "severity")}
with open(os.path.join(checkout, "engine/book/codes.c"), encoding="utf-8") as f:
    NAME_OF = dict(re.findall(r"\{(RB_\w+), \"([a-z-0-9]+)\"", f.read()))
with open(os.path.join(checkout, "engine/book/codes.h"), encoding="utf-8") as f:
    CODE_NAMES = {number: NAME_OF[name]
                  for name, number in re.findall(r"#define (RB_\w+) \"(RB\d+)\"", f.read())}
differ = []
met = set()
compared = {"yes": 0, "no": 0, "loader only": 0}


def why_alone(code, message):
    """The entry of the lists above that says why the schema does not see it."""
    if CODE_NAMES[code] in LOADER_ONLY:
        return CODE_NAMES[code]
    return next((p for p, _ in LOADER_ONLY_MESSAGES if re.search(p, message)), None)


def loader_alone(findings):
    whys = [why_alone(*f) for f in findings]
    met.update(w for w in whys if w)
    return all(whys)


def compare(name, kind, value, findings):
    """`findings`: the loader's errors, [(code, message)]."""
    wrong = next(SCHEMAS[kind].iter_errors(value), None)
    if wrong and not findings:
        differ.append(f"{name}: only the schema says no: {wrong.json_path}: {wrong.message[:200]}")
    elif findings and not wrong and not loader_alone(findings):
        differ.append(f"{name}: only the loader says no: {findings[:3]}")
    compared["no" if wrong else "loader only" if findings else "yes"] += 1


def lint(paths):
    """The loader's errors of runbooks and severity frameworks, by path."""
    found = {path: [] for path in paths}
    for i in range(0, len(paths), 1000):
        for f in json.loads(run("lint", "--format", "json", *paths[i:i + 1000])[0]):
            if f["severity"] == "error" and f["file"] in found and CODE_NAMES.get(f["code"]) not in NOT_OF_LOADER:
                found[f["file"]].append((f["code"], f["message"]))
    return found


def rehearse(paths):
    """The same of drills. One that loads is walked too; how that ends is no matter here."""
    found = {path: [] for path in paths}
    for i in range(0, len(paths), 1000):
        for line in run("drill", "--jobs", "1", *paths[i:i + 1000])[1].splitlines():
            m = re.match(r"(.*?):\d+:\d+: error: (.*) \[(RB\d+)\]$", line)
            if m and m[1] in found:
                found[m[1]].append((m[3], m[2]))
    return found


def loader_of(kind):
    return rehearse if kind == "drill" else lint


def compare_files(kind, paths):
    found = loader_of(kind)(paths)
    for path in paths:
        value = parsed(path, AsWritten)
        if value is None:
            loader_alone(found[path])
            if not found[path]:
                differ.append(f"{path}: it is no YAML, and the loader takes it")
            continue
        compare(path, kind, value, found[path])
        if not found[path]:
            for wrong in SCHEMAS[kind].iter_errors(parsed(path, AsOthers)):
                differ.append(f"{path}: with typed scalars: {wrong.json_path}: {wrong.message[:200]}")


WRONG = [[], {}, "", "x y!", None, ["q"], {"q": "q"}, {"q": []}, "0", ["q", "q"]]


# Changes of the whole runbook that a schema cannot see, where no other file has them alone.
UNSEEN = [
    (("actions", "rollback", "run"), "kubectl 'get"),
    (("actions", "rollback", "run"), "kubectl get | cat"),
    (("actions", "rollback", "run"), "kubectl delete namespace shop"),
    (("steps", 1, "answers"), {"10..1": {}}),
    (("steps", 0, "unknown", "next"), "load"),
    (("steps", 0, "answers", "no"), {"rules_out": ["config"], "confirms": ["config"]}),
    (("inputs", "log", "default"), "var/log"),
    (("inputs", "true"), {}),
    (("verify", "recovered", "hold"), "1h"),
    (("never", 0, "match"), "*"),
    (("reviewed",), "2026-02-30"),
    (("inputs", "log", "match"), "a("),
    (("actions", "rollback", "confirm"), "${token}"),
    (("allow", "read", 0), "/var/../etc"),
    (("links", "graph"), "https://grafana${env}"),
    (("use", 0), "lib/nowhere.yaml"),
    (("steps", 4, "call", "runbook"), "nobody"),
    (("steps", 4, "call", "runbook"), "whole"),
    (("steps", 4, "call", "runbook"), "broken"),
    (("steps", 1, "answers", "< 1.5", "call", "with"), {"hosts": "x"}),
]


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, path + (key,))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def mutations(whole):
    for path in places(whole):
        if isinstance(at(whole, path), dict):
            changed = copy.deepcopy(whole)
            at(changed, path)["zzz"] = []
            yield f"{path} + zzz", changed
        if not path:
            continue
        changed = copy.deepcopy(whole)
        del at(changed, path[:-1])[path[-1]]
        yield f"{path} dropped", changed
        for wrong in WRONG:
            if wrong is None and isinstance(at(whole, path[:-1]), list):
                continue  # in a list, nothing can not be written
            changed = copy.deepcopy(whole)
            at(changed, path[:-1])[path[-1]] = wrong
            yield f"{path} = {json.dumps(wrong)}", changed


def unseen(whole):
    for path, value in UNSEEN:
        changed = copy.deepcopy(whole)
        at(changed, path[:-1])[path[-1]] = value
        yield f"{path} = {json.dumps(value)}", changed
        if not SCHEMAS["runbook"].is_valid(changed):
            differ.append(f"the schema sees {path} = {value}")


def compare_mutations(kind, base, place, make=mutations):
    """`place(i)` is the path of the i-th."""
    made = {}
    for i, (what, value) in enumerate(make(parsed(base, AsWritten))):
        path = place(i)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if kind == "runbook":
            os.symlink(f"{here}/lib", f"{os.path.dirname(path)}/lib")
        with open(path, "w", encoding="utf-8") as f:
            # What is null in JSON is nothing at all in YAML.
            f.write(re.sub(r"(?<=: )null(?=[,}])", "", json.dumps(value)))
        made[path] = what, value
    found = loader_of(kind)(list(made))
    for path, (what, value) in made.items():
        compare(f"{os.path.basename(base)} {what}", kind, value, found[path])


def check_examples():
    """Every key has a description and an example, and the example is one."""
    for kind, v in SCHEMAS.items():
        for name, map_ in [(kind, v.schema), *v.schema["$defs"].items()]:
            if map_.get("type") != "object":
                continue
            if map_["additionalProperties"] is not False:
                differ.append(f"{kind} {name}: takes any key")
            for key, value in map_["properties"].items():
                if not value.get("description") or not value.get("examples"):
                    differ.append(f"{kind} {name}.{key}: no description or example")
                for example in value.get("examples", []):
                    for wrong in v.evolve(schema=dict(value, **{"$defs": v.schema["$defs"]})).iter_errors(example):
                        differ.append(f"{kind} {name}.{key}: its example: {wrong.message}")


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def check_whole(kind, path):
    """The file that is mutated has every key, so that every key is."""
    used = set(keys_of(parsed(path, AsWritten)))
    schema = SCHEMAS[kind].schema
    for map_ in [schema, *schema["$defs"].values()]:
        for key in map_.get("properties", {}):
            if key not in used:
                differ.append(f"{path} has no {key}")


def check_scalars():
    """What yes, 1e3, 07:30 and 5 become elsewhere is taken where text is, and no list or map."""
    for value, is_text in [(True, 1), (False, 1), (1000.0, 1), (450, 1), (5, 1), ("yes", 1), ([], 0), ({}, 0), (None, 0)]:
        book = {"ruleout": 1, "title": value, "steps": [
            {"id": "a", "clue": value, "answers": {"true": {"label": value}, "450": None}}]}
        if SCHEMAS["runbook"].is_valid(book) != bool(is_text):
            differ.append(f"{value!r} as a text")


def check_lists():
    """What is listed as the loader's alone is met alone somewhere, but for YAML itself."""
    for name in sorted({n for n, why in LOADER_ONLY.items() if why != BYTES} - met):
        differ.append(f"LOADER_ONLY: no file has {name} alone")
    for pattern, _ in LOADER_ONLY_MESSAGES:
        if pattern not in met:
            differ.append(f"LOADER_ONLY_MESSAGES: no file has {pattern} alone")


golden = os.path.join(checkout, "tests/golden")
here = os.path.dirname(os.path.abspath(__file__))
books = os.path.join(checkout, "runbooks")
whole = os.path.join(here, "whole.yaml")
shutil.copytree(f"{here}/called", "library")
with open("library/broken.yaml", "w", encoding="utf-8") as f:
    f.write("ruleout: 1\n")
os.environ["RULEOUT_PATH"] = os.path.abspath("library")
check_examples()
check_whole("runbook", whole)
check_whole("drill", f"{golden}/drills/good.yaml")
check_whole("severity", f"{books}/severity.yaml")
check_scalars()
compare_files("runbook", [whole, *(p for p in glob.glob(f"{books}/*.yaml") if not p.endswith("severity.yaml")),
                          os.path.join(checkout, "tests/cli/drills/checkout.yaml"),
                          *sorted(glob.glob(f"{golden}/*.yaml"))])
compare_files("drill", sorted(glob.glob(f"{books}/drills/**/*.yaml", recursive=True)) +
              sorted(glob.glob(f"{checkout}/tests/cli/drills/drills/*.yaml")) +
              sorted(glob.glob(f"{golden}/drills/*.yaml")))
for i, path in enumerate(sorted(glob.glob(f"{golden}/severity/*.yaml"))):
    os.makedirs(f"framework{i}")
    shutil.copy(path, f"framework{i}/severity.yaml")
compare_files("severity", [f"{books}/severity.yaml", *sorted(glob.glob("framework*/severity.yaml"))])
compare_mutations("runbook", whole, lambda i: f"book{i}/whole.yaml")
compare_mutations("runbook", whole, lambda i: f"unseen{i}/whole.yaml", unseen)
compare_mutations("severity", f"{books}/severity.yaml", lambda i: f"levels{i}/severity.yaml")
shutil.copytree(f"{golden}/drills", "drills")
compare_mutations("drill", f"{golden}/drills/good.yaml", lambda i: f"drills/mutation{i}.yaml")
check_lists()
print("\n".join(differ))
print(compared)
sys.exit(1 if differ or min(compared.values()) < 50 else 0)
