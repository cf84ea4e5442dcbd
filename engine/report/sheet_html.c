#include "report/sheet.h"

#include <string.h>

#include "base/sha256.h"
#include "report/plain.h"

/* Colours are those of the reader's own theme; paper has none, and breaks between entries. */
static const char STYLE[] =
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}"
    "h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:1px solid "
    "GrayText;padding-bottom:.2rem}"
    "h3{font-size:1rem;font-weight:400;color:GrayText;margin:0}"
    "h3 code{color:CanvasText;font-weight:700}"
    "p{margin:.35rem 0}"
    "section{margin:1.1rem 0;padding:.2rem 0 .2rem .9rem;border-left:3px solid GrayText}"
    "section>p:first-of-type{font-size:1.1rem;font-weight:600}"
    "b{font-weight:600}"
    "ul{margin:.4rem 0;padding-left:1.3rem}"
    "ul ul{list-style:none;padding-left:.6rem;margin:.1rem 0 .4rem}"
    "li>.words{overflow-wrap:anywhere}"
    ".words{white-space:pre-wrap;overflow-wrap:anywhere}"
    "ul ul,.how{font-size:.94rem}"
    "code{font:.92em ui-monospace,monospace}"
    "@media print{body{font-size:10.5pt;margin:0;max-width:none}"
    "li,p{break-inside:avoid}h2,h3,section>p:first-of-type{break-after:avoid}a{color:inherit}}"
    "@page{margin:18mm}";

static void base64(const char *hex, struct text *out)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char digits[] = "0123456789abcdef";
    unsigned bits = 0, held = 0;
    for (; *hex; hex++) {
        bits = bits << 4 | (unsigned)(strchr(digits, *hex) - digits);
        held += 4;
        if (held >= 6) {
            held -= 6;
            text_add_char(out, letters[bits >> held & 63]);
        }
    }
    if (held)
        text_add_char(out, letters[bits << (6 - held) & 63]);
    while (out->len % 4)
        text_add_char(out, '=');
}

static void title(struct sheet *s, const char *words)
{
    char hex[SHA256_HEX];
    struct text hash = {0};
    sha256_hex(STYLE, sizeof STYLE - 1, hex);
    base64(hex, &hash);
    text_format(s->out,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
                hash.at);
    plain_html(s->out, words);
    text_format(s->out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", STYLE);
    plain_html(s->out, words);
    text_add(s->out, "</h1>\n");
    text_release(&hash);
}

/* What is open, in s->open. */
enum { NOTHING, LIST = 1, BELOW = 2, ENTRY = 4 };

static void close_lists(struct sheet *s, int keep)
{
    if (s->open & BELOW && !(keep & BELOW)) {
        text_add(s->out, "</ul>\n");
        s->open &= ~BELOW;
    }
    if (s->open & LIST && !(keep & LIST)) {
        text_add(s->out, "</li>\n</ul>\n");
        s->open &= ~LIST;
    }
    if (s->open & ENTRY && !(keep & ENTRY)) {
        text_add(s->out, "</section>\n");
        s->open &= ~ENTRY;
    }
}

static void section(struct sheet *s, const char *name)
{
    close_lists(s, NOTHING);
    text_add(s->out, "<h2>");
    plain_html(s->out, name);
    text_add(s->out, "</h2>\n");
}

static void entry(struct sheet *s, const char *id, const char *about)
{
    close_lists(s, NOTHING);
    text_add(s->out, "<section id=\"");
    plain_html(s->out, id);
    text_add(s->out, "\">\n<h3><code>");
    plain_html(s->out, id);
    text_add(s->out, "</code> ");
    plain_html(s->out, about);
    text_add(s->out, "</h3>\n");
    s->open = ENTRY;
}

/* An address that can be followed as it stands. */
static bool is_address(const char *words)
{
    bool web = strncmp(words, "https://", 8) == 0 || strncmp(words, "http://", 7) == 0;
    return web && !words[strcspn(words, " \n\"'<>`{}\\")];
}

/* A line that is indented is something to type. */
static void add_lines(struct sheet *s, const char *words)
{
    struct text line = {0};
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, "\n"), end = len + (at[len] == '\n');
        bool typed = strncmp(at, "  ", 2) == 0 && strspn(at, " ") < len;
        text_clear(&line);
        text_add_n(&line, at, len);
        text_add(s->out, typed ? "<code>" : "");
        plain_html(s->out, text_get(&line));
        text_add(s->out, typed ? "</code>" : "");
        text_add(s->out, at[len] == '\n' ? "\n" : "");
        at += end;
    }
    text_release(&line);
}

static void add_words(struct sheet *s, const char *words, const char *element)
{
    bool address = is_address(words);
    if (address) {
        text_add(s->out, "<a rel=\"noreferrer\" href=\"");
        plain_html(s->out, words);
        text_add(s->out, "\">");
    }
    text_format(s->out, "<%s class=\"words\">", element);
    add_lines(s, words);
    text_format(s->out, "</%s>%s", element, address ? "</a>" : "");
}

static void add_label(struct sheet *s, const char *label)
{
    struct text plain = {0};
    const char *end = strstr(label, "  ");
    if (sheet_is_id(label)) {
        text_add_n(&plain, label, (size_t)(end - label));
        text_add(s->out, "<code>");
        plain_html(s->out, text_get(&plain));
        text_add(s->out, "</code> ");
        label = end + 2;
        text_clear(&plain);
    }
    sheet_label(label, &plain);
    if (plain.len) {
        text_add(s->out, "<b>");
        plain_html(s->out, text_get(&plain));
        text_add(s->out, "</b> ");
    }
    text_release(&plain);
}

static void begin_item(struct sheet *s, bool below)
{
    if (below) {
        text_add(s->out, s->open & BELOW ? "" : "\n<ul>\n");
        s->open |= BELOW;
        return;
    }
    close_lists(s, ENTRY | LIST);
    text_add(s->out, s->open & LIST ? "</li>\n" : "<ul>\n");
    s->open |= LIST;
}

static void paragraph(struct sheet *s, int depth, const char *label, const char *words)
{
    bool listed = depth >= 4 || sheet_is_item(label) || sheet_is_id(label);
    bool below = listed && depth > 4 && s->open & LIST;
    if (listed)
        begin_item(s, below);
    else
        close_lists(s, depth ? ENTRY : NOTHING);
    text_add(s->out, listed ? "<li>" : strcmp(label, "How: ") == 0 ? "<p class=\"how\">" : "<p>");
    add_label(s, label);
    add_words(s, words, sheet_is_command(label) ? "code" : "span");
    text_add(s->out, below ? "</li>\n" : listed ? "" : "</p>\n");
}

static void end(struct sheet *s)
{
    close_lists(s, NOTHING);
    text_add(s->out, "</body>\n</html>\n");
}

const struct sheet_format sheet_html = {title, section, entry, paragraph, end};
