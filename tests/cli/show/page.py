#!/usr/bin/env python3
"""page.py FILE: whether a page that `show --format html` wrote is whole, and closed to the outside.

Every element is closed where it was opened, nothing loads or runs, and the style is the one that the
Content-Security-Policy names. Prints the text of the page, as a reader sees it.
"""
import base64
import hashlib
import html.parser
import re
import sys

ALLOWED = {"html": {"lang"}, "head": set(), "meta": {"charset", "http-equiv", "content", "name"}, "title": set(),
           "style": set(), "body": set(), "h1": set(), "h2": set(), "h3": set(), "section": {"id"}, "p": {"class"},
           "ul": set(), "li": set(), "b": set(), "code": {"class"}, "span": {"class"}, "a": {"rel", "href"}}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.text, self.style, self.wrong = [], [], "", []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED or {name for name, _ in attrs} - ALLOWED[tag]:
            self.wrong.append(f"<{tag} {attrs}>")
        for name, value in attrs:
            if name == "href" and not re.match(r"https?://", value):
                self.wrong.append(f"a link to {value}")
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data
        elif data.strip():
            self.text.append(data.strip())

    def handle_comment(self, data):
        self.wrong.append(f"a comment: {data}")


source = open(sys.argv[1], encoding="utf-8").read()
page = Page()
page.feed(source)
page.close()
policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source).group(1)
digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
if not policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';"):
    page.wrong.append(f"the policy is {policy}, and the style's digest {digest}")
if page.open:
    page.wrong.append(f"never closed: {page.open}")
print("\n".join(page.text))
sys.exit("\n".join(page.wrong) or 0)
