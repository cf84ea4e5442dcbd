"""find: whether a secret is in what is on standard input, in any form: prints each that it finds."""
import base64
import json
import sys
import urllib.parse

text = sys.stdin.buffer.read().decode(errors="replace")
token = sys.argv[1]
raw = token.encode()
forms = {token, json.dumps(token)[1:-1], json.dumps(token)[1:-1].replace("/", "\\/"),
         urllib.parse.quote(token), urllib.parse.quote(token, safe=""), urllib.parse.quote_plus(token),
         urllib.parse.quote(token, safe="").lower()}
for before in range(3):
    coded = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
    core = coded[[0, 2, 3][before]:-1]
    forms |= {core, core.replace("+", "-").replace("/", "_"), urllib.parse.quote(core, safe="")}
# Lines may be broken by whoever shows them.
for wrapped in (text, " ".join(text.split()), "".join(text.split())):
    for form in forms:
        if form in wrapped:
            print("found:", form)
