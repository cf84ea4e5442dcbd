#!/usr/bin/env python3
"""lsp.py SERVER FILE: asks a language server about a YAML file, as an editor would, and prints JSON.

SERVER is the yaml-language-server program. Standard input has one question a line; each answer is one
line of JSON:

    problems                 the messages of the file's diagnostics
    complete LINE COLUMN     the labels of what can stand there, each with its help
    hover LINE COLUMN        the help on what stands there
    insert LINE TEXT         the file as the editor holds it gets a line; prints its problems

Lines and columns count from 0. Speaks the Language Server Protocol 3.17 over standard input and output;
nothing is written to the file, and the server ends with this program.
"""
import json
import pathlib
import re
import select
import subprocess
import sys
import time

PATIENCE = 60  # seconds for one answer


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.last_id = 0
        self.pending = b""
        self.problems = {}  # by URI: how often they came, and the last ones

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read_more(self, deadline):
        ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
        more = self.process.stdout.read1(65536) if ready else b""
        if not more:
            sys.exit("lsp.py: the language server " + ("ended" if ready else "says nothing"))
        self.pending += more

    def receive(self, deadline):
        while True:
            head, blank, rest = self.pending.partition(b"\r\n\r\n")
            if blank:
                length = int(re.search(rb"content-length: *(\d+)", head.lower()).group(1))
                if len(rest) >= length:
                    self.pending = rest[length:]
                    return json.loads(rest[:length])
            self.read_more(deadline)

    def take(self, message):
        """Does what a message wants that is no answer to a question of ours."""
        if message.get("method") == "textDocument/publishDiagnostics":
            uri = message["params"]["uri"]
            count = self.problems.get(uri, (0, None))[0]
            self.problems[uri] = (count + 1, message["params"]["diagnostics"])
        elif "id" in message and "method" in message:
            wanted = message.get("params", {})
            is_list = message["method"] == "workspace/configuration"
            self.send({"id": message["id"], "result": [None] * len(wanted["items"]) if is_list else None})

    def ask(self, method, params):
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, "params": params})
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self.receive(deadline)
            if message.get("id") == self.last_id and "method" not in message:
                if "error" in message:
                    sys.exit("lsp.py: %s: %s" % (method, message["error"]))
                return message["result"]
            self.take(message)

    def problems_after(self, uri, count):
        deadline = time.monotonic() + PATIENCE
        while self.problems.get(uri, (0, None))[0] <= count:
            self.take(self.receive(deadline))
        return [p["message"] for p in self.problems[uri][1]]

    def problem_count(self, uri):
        return self.problems.get(uri, (0, None))[0]

    def end(self):
        self.ask("shutdown", None)
        self.send({"method": "exit"})
        self.process.stdin.close()
        self.process.wait(PATIENCE)


class Editor:
    """One open file."""

    def __init__(self, server, path):
        self.server = server
        self.uri = path.as_uri()
        self.lines = path.read_text(encoding="utf-8").split("\n")
        self.version = 1
        folder = {"uri": path.parent.as_uri(), "name": path.parent.name}
        capabilities = {
            "textDocument": {"publishDiagnostics": {}, "hover": {"contentFormat": ["markdown"]}},
            "workspace": {"workspaceFolders": True},
        }
        server.ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        server.send({"method": "initialized", "params": {}})
        # As docs/editors.md has it: nothing is looked for on the network.
        settings = {"yaml": {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}}
        server.send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": "\n".join(self.lines)}
        server.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def change(self):
        self.version += 1
        params = {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": "\n".join(self.lines)}],
        }
        self.server.send({"method": "textDocument/didChange", "params": params})

    def at(self, line, column):
        return {"textDocument": {"uri": self.uri}, "position": {"line": int(line), "character": int(column)}}

    def problems(self):
        return self.server.problems_after(self.uri, 0)

    def insert(self, line, text):
        self.problems()
        count = self.server.problem_count(self.uri)
        self.lines.insert(int(line), text)
        self.change()
        return self.server.problems_after(self.uri, count)

    def complete(self, line, column):
        found = self.server.ask("textDocument/completion", self.at(line, column))
        return [{"label": i["label"], "help": text_of(i.get("documentation"))} for i in found["items"]]

    def hover(self, line, column):
        found = self.server.ask("textDocument/hover", self.at(line, column))
        return text_of(found["contents"]) if found else None


def text_of(markup):
    return markup["value"] if isinstance(markup, dict) else markup


def main():
    server = Server(sys.argv[1])
    editor = Editor(server, pathlib.Path(sys.argv[2]).resolve())
    for line in sys.stdin:
        verb, *words = line.rstrip("\n").split(" ", 2 if line.startswith("insert ") else -1)
        print(json.dumps(getattr(editor, verb)(*words)))
    server.end()


main()
