#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "clues/log_fold.h"
#include "clues/log_head.h"
#include "clues/log_mask.h"

/* What stands before a message, what changes in it, and which messages are one. */
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NOW_MS INT64_C(1789862400000) /* 2026-09-20 */

static struct log_masked masked;

static void mask_line(const char *line, size_t len, struct log_head *h)
{
    log_head_read(line, len, NOW_MS, h);
    log_mask(h->message.at, h->message.len, h->request, &masked);
}

static char *masked_text(void)
{
    struct text t = {0};
    for (size_t i = 0; i < masked.count; i++)
        text_format(&t, "%s%.*s", i ? " " : "", masked.words[i].len,
                    masked.text + masked.words[i].from);
    return text_take(&t);
}

static void finds_messages(void)
{
    static const struct {
        const char *line, *message;
        enum log_level level;
        const char *host;
    } rows[] = {
        {"2026-09-14 10:02:00,123 ERROR cannot charge order 17", "cannot charge order <*>",
         LOG_LEVEL_ERROR, ""},
        {"2026-09-14 10:02:00,123 - app.views - WARNING - slow: 120ms", "slow: <*>", LOG_LEVEL_WARN,
         ""},
        {"ERROR:root:cannot charge order 17", "cannot charge order <*>", LOG_LEVEL_ERROR, ""},
        {"2026-09-14 10:02:00 INFO [main] org.shop.App: started in 5 s", "started in <*> s",
         LOG_LEVEL_INFO, ""},
        {"2026-09-14 10:02:00 ERROR TypeError: x is not a function",
         "TypeError: x is not a function", LOG_LEVEL_ERROR, ""},
        {"[2026-09-14 10:02:00] production.ERROR: no such user 5", "no such user <*>",
         LOG_LEVEL_ERROR, ""},
        {"Sep 14 10:02:00 web1 sshd[7]: Failed password for root from 1.2.3.4 port 22 ssh2",
         "Failed password for root from <*> port <*> ssh2", LOG_LEVEL_NONE, "web1"},
        {"Sep 14 10:02:00 web1 last message repeated 3 times", "last message repeated <*> times",
         LOG_LEVEL_NONE, "web1"},
        {"<35>1 2026-09-14T10:02:00.003Z web1 app 7 ID47 [a b=\"c\"] cannot open 7",
         "cannot open <*>", LOG_LEVEL_ERROR, "web1"},
        {"2026-09-14T10:02:00.123+02:00 web1 app[7]: started", "started", LOG_LEVEL_NONE, "web1"},
        {"2026/09/14 10:02:00 [error] 12#12: *7 open() \"/srv/a7\" failed (2: No such file), "
         "client: 9.9.9.9, server: x",
         "open() \"<*>\" failed (<*>: No such file)", LOG_LEVEL_ERROR, ""},
        {"[Mon Sep 14 10:02:00.1 2026] [core:warn] [pid 7:tid 8] AH00128: gone", "AH00128: gone",
         LOG_LEVEL_WARN, ""},
        {"2026-09-14 10:02:00.123 UTC [123] app@shop ERROR:  relation \"x\" does not exist",
         "relation \"<*>\" does not exist", LOG_LEVEL_ERROR, ""},
        {"E0914 10:02:00.123456   12345 a.go:123] sync failed", "sync failed", LOG_LEVEL_ERROR, ""},
        {"level=error ts=2026-09-14T10:02:00Z msg=\"cannot reach 10.0.0.1:5432\"",
         "cannot reach <*>", LOG_LEVEL_ERROR, ""},
        {"{\"time\":1789380120123,\"level\":50,\"hostname\":\"web1\",\"msg\":\"gone: 5\\nat x\"}",
         "gone: <*>", LOG_LEVEL_ERROR, "web1"},
        {"{\"PRIORITY\":\"3\",\"MESSAGE\":\"gone\"}", "gone", LOG_LEVEL_ERROR, ""},
        {"{\"s\":\"E\",\"ctx\":\"conn7\",\"msg\":\"gone\"}", "gone", LOG_LEVEL_ERROR, ""},
        {"9.9.9.9 - - [14/Sep/2026:10:02:00 +0000] \"GET /a/17/b?x=1 HTTP/1.1\" 502 5",
         "GET /a/<*>/b?<*> 502", LOG_LEVEL_NONE, ""},
        {"- 1117838570 2005.06.03 R02-M1-N0 2005-06-03-15.42.50.363779 R02-M1-N0 RAS KERNEL INFO "
         "cache parity error corrected",
         "cache parity error corrected", LOG_LEVEL_INFO, ""},
        {"- 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond[2915]: done", "done",
         LOG_LEVEL_NONE, "dn228/dn228"},
        {"03-17 16:13:38.811  1702  2395 E WindowManager: no token", "no token", LOG_LEVEL_ERROR,
         ""},
        {"20171223-22:15:29:606|Step_LSC|30002312|onStand 3579", "onStand <*>", LOG_LEVEL_NONE, ""},
        {"no head at all", "no head at all", LOG_LEVEL_NONE, ""},
        {"", "", LOG_LEVEL_NONE, ""},
        {"2026-09-14 10:02:00", "", LOG_LEVEL_NONE, ""},
        {"{\"level\":", "{\"<*>\":", LOG_LEVEL_NONE, ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct log_head h;
        mask_line(rows[i].line, strlen(rows[i].line), &h);
        char *got = masked_text();
        suite_check_text(got, rows[i].message, rows[i].line, __FILE__, __LINE__);
        suite_check_int(h.level, rows[i].level, rows[i].line, __FILE__, __LINE__);
        struct text host = {0};
        text_format(&host, "%.*s", (int)h.host.len, h.host.len ? h.host.at : "");
        suite_check_text(text_get(&host), rows[i].host, rows[i].line, __FILE__, __LINE__);
        text_release(&host);
        free(got);
        for (size_t len = strlen(rows[i].line); len--;) { /* cut anywhere, it reads no further */
            char *cut = malloc(len ? len : 1);
            memcpy(cut, rows[i].line, len);
            mask_line(cut, len, &h);
            CHECK(h.message.len <= len);
            free(cut);
        }
    }
}

static void masks_values(void)
{
    static const struct {
        const char *message, *want;
    } rows[] = {
        {"blk_-16089 of 10.0.0.1:80, 12:30:01.5", "blk_<*> of <*>, <*>"},
        {"id b9000564-fe1a-409b-b8cc-1e88b294cd1d gone", "id <*> gone"},
        {"0x7ffe12 and deadbeef00 and 5f3c9a", "<*> and <*> and <*>"},
        {"mail to ann.lee@shop.example.com bounced", "mail to <*> bounced"},
        {"from ns1.shop.example.com closed", "from <*> closed"},
        {"java.io.IOException: x", "java.io.IOException: x"},
        {"took 15ms, 2.5 s, 97%, -5 degrees", "took <*>, <*> s, <*>%, <*> degrees"},
        {"/srv/releases/20260914/app.js", "/srv/releases/<*>/app.js"},
        {"user 'ann' and \"bob\" said \"no such thing\"", "user '<*>' and \"<*>\" said \"no such "
                                                          "thing\""},
        {"Can't find it, isn't there", "Can't find it, isn't there"},
        {"\"GET /a/b HTTP/1.1\" status: 200", "\"GET <*>\" status: <*>"},
        {"at Sat Jul  9 12:16:51 2005 it", "at <*> it"},
        {"to 10.0.0.1:1 10.0.0.2:2 10.0.0.3:3 done", "to <*> done"},
        {"uid=0 host=web rhost= state=failed", "uid=<*> host=<*> rhost= state=failed"},
        {"ORA code E11000 on node7 with ssh2 and jk2_init()",
         "ORA code E11000 on node<*> with ssh2 and jk2_init()"},
        {"", ""},
        {"   ", ""},
        {"\"", "\""},
        {"='", "='"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        log_mask(rows[i].message, strlen(rows[i].message), false, &masked);
        char *got = masked_text();
        suite_check_text(got, rows[i].want, rows[i].message, __FILE__, __LINE__);
        free(got);
    }
}

static void judges_errors(void)
{
    static const struct {
        const char *line;
        bool error;
    } rows[] = {
        {"2026-09-14 10:02:00 INFO done, error=0", false},
        {"2026-09-14 10:02:00 INFO job failed with an exception", false},
        {"2026-09-14 10:02:00 ERROR x", true},
        {"2026-09-14 10:02:00 CRITICAL x", true},
        {"2026-09-14 10:02:00 done, errors: 0, failed=0", false},
        {"2026-09-14 10:02:00 0 errors, no failures", false},
        {"2026-09-14 10:02:00 without error", false},
        {"2026-09-14 10:02:00 error=7", true},
        {"Sep 14 10:02:00 h x[1]: connection refused", true},
        {"Sep 14 10:02:00 h x[1]: NullPointerException in y", true},
        {"Sep 14 10:02:00 h x[1]: terror, prefail", false},
        {"9.9.9.9 - - [14/Sep/2026:10:02:00 +0000] \"GET /error HTTP/1.1\" 200 5", false},
        {"9.9.9.9 - - [14/Sep/2026:10:02:00 +0000] \"GET / HTTP/1.1\" 503 5", true},
        {"{\"level\":\"info\",\"msg\":\"error\"}", false},
        {"{\"msg\":\"error\"}", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct log_head h;
        log_head_read(rows[i].line, strlen(rows[i].line), NOW_MS, &h);
        suite_check_int(log_head_tells_error(&h), rows[i].error, rows[i].line, __FILE__, __LINE__);
    }
}

struct folded {
    void *block;
    uint32_t *order;
    struct log_fold *fold;
    size_t lines, keep;
};

static struct folded new_fold(size_t keep)
{
    struct folded f = {.block = malloc(log_fold_size(keep)),
                       .order = malloc(keep * sizeof(uint32_t)),
                       .keep = keep};
    f.fold = log_fold_init(f.block, keep);
    return f;
}

static int64_t fold_line(struct folded *f, const char *line, bool after)
{
    struct log_head h;
    mask_line(line, strlen(line), &h);
    struct log_sight seen = {h.timed ? h.stamp.ms : INT64_MIN, ++f->lines, line, strlen(line),
                             after};
    return log_fold_add(f->fold, &masked, &seen);
}

/* "COUNT TEXT" of each, the most frequent first. */
static char *told(struct folded *f)
{
    struct text t = {0};
    char text[512];
    size_t n = log_fold_sort(f->fold, false, f->order);
    for (size_t i = 0; i < n; i++) {
        const struct log_group *g = log_fold_group(f->fold, f->order[i]);
        log_fold_text(f->fold, g, text, sizeof text);
        text_format(&t, "%d %s\n", (int)g->count, text);
    }
    free(f->block);
    free(f->order);
    return text_take(&t);
}

static void folds_like_ones(void)
{
    static const char *const lines[] = {
        "Failed password for root from 1.2.3.4",
        "Failed password for ann from 1.2.3.5",
        "connection refused by peer",
        "connection reset by peer",
        "session opened by Ann",
        "session opened by Bob",
        "cannot open it now",
        "cannot close it now",
        "cannot read it now",
        "cannot write it now",
        "disk sda1 is full",
        "disk sda2 is full",
    };
    struct folded f = new_fold(100);
    for (size_t i = 0; i < COUNT(lines); i++)
        CHECK(fold_line(&f, lines[i], false) >= 0);
    CHECK_INT(log_fold_other(f.fold), 0);
    char *got = told(&f);
    CHECK_TEXT(got, "4 cannot <*> it now\n"
                    "2 Failed password for <*> from <*>\n"
                    "2 session opened by <*>\n"
                    "2 disk sda<*> is full\n"
                    "1 connection refused by peer\n"
                    "1 connection reset by peer\n");
    free(got);
}

static void keeps_to_its_bounds(void)
{
    static const char *const words[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    struct folded f = new_fold(5);
    char line[64];
    for (size_t i = 0; i < COUNT(words); i++) {
        snprintf(line, sizeof line, "%s%s said", words[i], words[9 - i]);
        int64_t group = fold_line(&f, line, false);
        CHECK(i < 5 ? group >= 0 : group < 0);
    }
    CHECK_INT(log_fold_other(f.fold), 5);
    CHECK(fold_line(&f, "aj said", false) >= 0); /* those that are there still count */
    char *got = told(&f);
    CHECK_HOLDS(got, "2 aj said\n");
    free(got);
    /* Long lines and many words are cut, and fill no more than there is. */
    struct folded g = new_fold(3);
    char *many = malloc(20000);
    for (size_t i = 0; i < 19999; i++)
        many[i] = i % 3 ? (char)('a' + i % 26) : ' ';
    many[19999] = '\0';
    for (int i = 0; i < 50; i++) {
        many[1] = (char)('a' + i % 26);
        fold_line(&g, many, i > 25);
    }
    got = told(&g);
    CHECK(strlen(got) < 2000);
    free(got);
    free(many);
}

static void knows_before_from_after(void)
{
    struct folded f = new_fold(10);
    fold_line(&f, "2026-09-14 10:00:00 pool is empty 1", false);
    int64_t i = fold_line(&f, "2026-09-14 10:05:00 pool is empty 2", true);
    fold_line(&f, "2026-09-14 10:06:00 pool is empty 3", true);
    const struct log_group *g = log_fold_group(f.fold, log_fold_now(f.fold, (uint32_t)i));
    CHECK_INT(g->count, 3);
    CHECK_INT(g->after, 2);
    CHECK_INT(g->number, 1);
    CHECK_INT(g->after_number, 2);
    CHECK_INT(g->last_ms - g->first_ms, 360000);
    CHECK_INT(g->after_ms - g->first_ms, 300000);
    CHECK(strncmp(log_fold_example(f.fold, g), "2026-09-14 10:05:00", 19) == 0);
    free(told(&f));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"finds messages", finds_messages},
        {"masks values", masks_values},
        {"judges errors", judges_errors},
        {"folds like ones", folds_like_ones},
        {"keeps to its bounds", keeps_to_its_bounds},
        {"knows before from after", knows_before_from_after},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log_messages", tests);
}
