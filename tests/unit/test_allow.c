/* What checks may touch where `allow` names inputs, by the values that the inputs have. */
#include <string.h>

#include "base/text.h"
#include "books.h"
#include "core/allow.h"

static const char book[] = "ruleout: 1\nid: test\ntitle: T\ncauses: {a: {title: A}}\n"
                           "inputs:\n"
                           "  log: {type: path, default: /var/log/x}\n"
                           "  app: {type: path}\n"
                           "  url: {}\n"
                           "  other: {default: 'HTTPS://X.example:443/a?b'}\n"
                           "allow:\n"
                           "  run: [stat -c]\n"
                           "  read: [/etc/hosts, '${log}', '${app}/current', '${app}.old', /srv]\n"
                           "  http: ['${other}', 'http://fixed.example', '${url}']\n"
                           "  env: [HOME]\n"
                           "steps: [{id: one, clue: One?, type: text}]\n";

static void say(struct session *s, const char *input, const char *value)
{
    struct text step = {0};
    text_format(&step, "input.%s", input);
    session_apply(s, &(struct event){.kind = EVENT_ANSWERED,
                                     .seq = session_seq(s) + 1,
                                     .step = step.at,
                                     .value = value,
                                     .source = "person"});
    text_release(&step);
}

static void check_list(const char *const *list, const char *want, const char *value)
{
    struct text got = {0};
    for (size_t i = 0; list[i]; i++)
        text_format(&got, "%s%s", i ? " " : "", list[i]);
    if (!CHECK_TEXT(text_get(&got), want))
        printf("for the value: %s\n", value);
    text_release(&got);
}

static void what_inputs_say_is_permitted(void)
{
    static const struct {
        const char *input, *value, *paths, *origins;
    } cases[] = {
        {"log", NULL, "/etc/hosts /var/log/x /srv", "https://x.example http://fixed.example"},
        {"log", "/a/b//", "/etc/hosts /a/b /srv", NULL},
        {"log", "/", "/etc/hosts / /srv", NULL},
        {"log", "unknown", "/etc/hosts /srv", NULL},
        {"log", "/a/../etc", "/etc/hosts /srv", NULL},
        {"log", "/a//etc", "/etc/hosts /srv", NULL},
        {"log", "/a/./etc", "/etc/hosts /srv", NULL},
        {"log", "/a/*", "/etc/hosts /srv", NULL},
        {"log", "/${app}", "/etc/hosts /srv", NULL},
        {"log", "/a\nb", "/etc/hosts /srv", NULL},
        {"log", "a", "/etc/hosts /srv", NULL},
        {"log", "", "/etc/hosts /srv", NULL},
        {"log", "~/a", "/etc/hosts /srv", NULL},
        {"app", "/a", "/etc/hosts /var/log/x /a/current /a.old /srv", NULL},
        {"app", "/a//", "/etc/hosts /var/log/x /a/current /srv", NULL},
        {"app", "/", "/etc/hosts /var/log/x /current /.old /srv", NULL},
        {"app", "/.", "/etc/hosts /var/log/x /..old /srv", NULL},
        {"app", "..", "/etc/hosts /var/log/x /srv", NULL},
        {"url", "http://127.0.0.1:8080/a/b?c#d", NULL,
         "https://x.example http://fixed.example http://127.0.0.1:8080"},
        {"url", "http://[::1]", NULL, "https://x.example http://fixed.example http://[::1]"},
        {"url", "http://a.example#@b.example/", NULL,
         "https://x.example http://fixed.example http://a.example"},
        {"url", "http://a@b.example/", NULL, "https://x.example http://fixed.example"},
        {"url", "http://a\\@b.example/", NULL, "https://x.example http://fixed.example"},
        {"url", "http://a.example:0/", NULL, "https://x.example http://fixed.example"},
        {"url", "http://", NULL, "https://x.example http://fixed.example"},
        {"url", "http://*/", NULL, "https://x.example http://fixed.example"},
        {"url", "file:///etc/passwd", NULL, "https://x.example http://fixed.example"},
        {"url", "a.example", NULL, "https://x.example http://fixed.example"},
        {"url", "unknown", NULL, "https://x.example http://fixed.example"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct walked w = walked_new(book, NULL);
        if (cases[i].value)
            say(w.session, cases[i].input, cases[i].value);
        if (cases[i].paths)
            check_list(allow_paths(w.session, 0, w.texts), cases[i].paths, cases[i].value);
        if (cases[i].origins)
            check_list(allow_origins(w.session, 0, w.texts), cases[i].origins, cases[i].value);
        walked_free(&w);
    }
}

static void commands_and_variables_are_as_written(void)
{
    struct walked w = walked_new(book, NULL);
    const struct allow *allow = &w.book->allow;
    check_list(allow_texts(allow->run, allow->run_count, w.texts), "stat -c", "run");
    check_list(allow_texts(allow->env, allow->env_count, w.texts), "HOME", "env");
    check_list(allow_texts(NULL, 0, w.texts), "", "none");
    walked_free(&w);
}

static void entries_keep_what_was_written(void)
{
    struct walked w = walked_new(book, NULL);
    const struct permit *read = w.book->allow.read;
    CHECK_INT(w.book->allow.read_count, 5);
    CHECK_INT(read[0].input, -1);
    CHECK_TEXT(read[2].text, "${app}/current");
    CHECK_INT(read[2].input, book_input(w.book, "app"));
    CHECK_TEXT(read[2].rest, "/current");
    CHECK_TEXT(w.book->allow.http[0].text, "${other}");
    walked_free(&w);
}

int main(void)
{
    return suite_run(
        "allow", (CU_TestInfo[]){{"what inputs say is permitted", what_inputs_say_is_permitted},
                                 {"commands and variables are as written",
                                  commands_and_variables_are_as_written},
                                 {"entries keep what was written", entries_keep_what_was_written},
                                 CU_TEST_INFO_NULL});
}
