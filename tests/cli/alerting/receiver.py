"""receiver: what a webhook is sent, kept as FOLDER/1.json, 2.json and so on.

    receiver.py FOLDER

listens on a free port of loopback, and writes it to FOLDER/port.
"""
import http.server
import os
import sys

folder, count = sys.argv[1], 0


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global count
        count += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        keep(f"{count}.json", body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def keep(name, data):
    with open(f"{folder}/.{name}", "wb") as f:
        f.write(data)
    os.rename(f"{folder}/.{name}", f"{folder}/{name}")


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
keep("port", str(server.server_port).encode())
server.serve_forever()
