#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "clues/log_stack.h"

/* Stack traces as each language writes them. */
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NOW_MS INT64_C(1789862400000) /* 2026-09-20 */

#define JAVA(order, line)                                                    \
    "2026-09-14 10:00:00 ERROR [http-1] c.s.Checkout - charge failed\n"      \
    "java.lang.IllegalStateException: cannot charge order " order "\n"       \
    "\tat com.shop.Pay.lambda$charge$" line "(Pay.java:" line ")\n"          \
    "\tat java.base/java.lang.Thread.run(Thread.java:829)\n"                 \
    "Caused by: java.net.SocketTimeoutException: Read timed out\n"           \
    "\tat java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:283)\n" \
    "\tat com.shop.psp.Client.call(Client.java:88)\n"                        \
    "\t... 12 more\n"

/* "COUNT TYPE <- CAUSE: MESSAGE in FRAME < FRAME @ LINE" of each. */
static char *told(const char *log, const char *own)
{
    struct log_stacks *s = log_stacks_init(malloc(log_stacks_size()), own);
    const struct log_stack *k;
    struct log_head h;
    struct text t = {0};
    uint64_t n = 0;
    int64_t ms = INT64_MIN;
    for (const char *at = log; *at;) {
        size_t len = strcspn(at, "\n");
        log_head_read(at, len, NOW_MS, &h);
        ms = h.timed ? h.stamp.ms : ms;
        log_stacks_line(s, at, len, &h, ms, ++n);
        at += len + (at[len] == '\n');
    }
    log_stacks_end(s);
    for (size_t i = 0; (k = log_stacks_at(s, i)); i++) {
        text_format(&t, "%d %s%s%s: %s in", (int)k->count, k->type, k->cause[0] ? " <- " : "",
                    k->cause, k->message);
        for (uint32_t f = 0; f < k->frame_count; f++)
            text_format(&t, "%s %s", f ? " <" : "", k->frames[f]);
        text_format(&t, " @ %d\n", (int)k->number);
        CHECK(k->example_len > 0 && k->example_len <= LOG_STACK_EXAMPLE_MAX);
    }
    CHECK_INT(log_stacks_other(s), 0);
    free(s);
    return text_take(&t);
}

struct stack_row {
    const char *log, *want, *own;
};

static const struct stack_row rows[] = {
    {JAVA("17", "31") JAVA("18", "32"),
     "2 java.lang.IllegalStateException <- java.net.SocketTimeoutException: cannot charge order "
     "17 in com.shop.psp.Client.call @ 2\n"},
    {"Exception in thread \"main\" java.lang.NullPointerException\n"
     "\tat com.shop.Main.main(Main.java:3)\n",
     "1 java.lang.NullPointerException:  in com.shop.Main.main @ 1\n"},
    {"2026-09-14 10:00:00 ERROR x - Failed: java.io.IOException: gone\n"
     "\tat org.apache.x.Y.z(Y.java:1)\n"
     "2026-09-14 10:00:01 INFO x - at rest (for now)\n",
     "1 java.io.IOException: gone in org.apache.x.Y.z @ 1\n"},
    {"2026-09-14 10:03:00 ERROR views: boom\n"
     "Traceback (most recent call last):\n"
     "  File \"/usr/lib/python3/dist-packages/flask/app.py\", line 2529, in wsgi_app\n"
     "    response = self.full_dispatch_request()\n"
     "  File \"/srv/app/views.py\", line 12, in checkout\n"
     "    charge(order)\n"
     "    ~~~~~~^^^^^^^\n"
     "  File \"/srv/app/pay.py\", line 7, in charge\n"
     "    raise ValueError(\"bad order 17\")\n"
     "ValueError: bad order 17\n"
     "2026-09-14 10:04:00 INFO fine\n",
     "1 ValueError: bad order 17 in charge < checkout @ 1\n"},
    {"Traceback (most recent call last):\n"
     "  File \"/srv/app/pay.py\", line 7, in charge\n"
     "KeyError: 'id'\n"
     "\n"
     "During handling of the above exception, another exception occurred:\n"
     "\n"
     "Traceback (most recent call last):\n"
     "  File \"/srv/app/main.py\", line 3, in run\n"
     "app.errors.GaveUp: no way\n"
     "after it\n",
     "1 app.errors.GaveUp <- KeyError: no way in run @ 1\n"},
    {"Sep 14 10:00:00 web1 app[7]: Traceback (most recent call last):\n"
     "Sep 14 10:00:00 web1 app[7]:   File \"/srv/app/pay.py\", line 7, in charge\n"
     "Sep 14 10:00:00 web1 app[7]:     raise KeyError\n"
     "Sep 14 10:00:00 web1 app[7]: KeyError\n"
     "Sep 14 10:00:01 web1 app[7]: served\n",
     "1 KeyError:  in charge @ 1\n"},
    {"panic: runtime error: index out of range [17] with length 3\n"
     "\n"
     "goroutine 17 [running]:\n"
     "net/http.(*conn).serve.func1(0xc0000b8000)\n"
     "\t/usr/local/go/src/net/http/server.go:1801 +0x147\n"
     "panic(0x6a3b20, 0x8c8a40)\n"
     "\t/usr/local/go/src/runtime/panic.go:975 +0x3e9\n"
     "main.(*Shop).Charge(0x0, 0x11)\n"
     "\t/srv/shop/pay.go:42 +0x26\n"
     "created by main.main\n"
     "\t/srv/shop/main.go:7 +0x1d\n"
     "exit status 2\n",
     "1 panic: runtime error: index out of range [17] with length 3 in main.(*Shop).Charge @ 1\n"},
    {"2026-09-14 10:05:00 [error] TypeError: Cannot read properties of undefined\n"
     "    at charge (/srv/app/pay.js:31:17)\n"
     "    at async Checkout.run (/srv/app/checkout.js:12:5)\n"
     "    at /srv/app/node_modules/express/lib/router.js:7:1\n"
     "    at new Order (/srv/app/order.js:1:1)\n"
     "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\n",
     "1 TypeError: Cannot read properties of undefined in charge < Checkout.run < new Order @ 1\n"},
    {"app/pay.rb:12:in `charge': cannot charge (RuntimeError)\n"
     "\tfrom app/checkout.rb:7:in `run'\n"
     "\tfrom /var/lib/gems/3.1.0/gems/rack-2.2/lib/rack.rb:3:in `call'\n",
     "1 RuntimeError: cannot charge in run @ 1\n"},
    {"[14-Sep-2026 10:06:00 UTC] PHP Fatal error:  Uncaught InvalidArgumentException: bad order in "
     "/srv/www/pay.php:12\n"
     "Stack trace:\n"
     "#0 /srv/www/vendor/x/y.php(7): call_user_func()\n"
     "#1 /srv/www/checkout.php(7): Shop\\Pay->charge(17)\n"
     "#2 {main}\n"
     "  thrown in /srv/www/pay.php on line 12\n",
     "1 InvalidArgumentException: bad order in /srv/www/pay.php:12 in Shop\\Pay->charge @ 1\n"},
    {"2026-09-14 10:07:00 fail: System.NullReferenceException: Object reference not set.\n"
     " ---> System.IO.IOException: disk\n"
     "   at Shop.Disk.Read(Int32 n)\n"
     "   --- End of inner exception stack trace ---\n"
     "   at Shop.Pay.Charge(Order order) in /src/Pay.cs:line 31\n"
     "   at Microsoft.AspNetCore.Mvc.Internal.Invoke()\n",
     "1 System.NullReferenceException <- System.IO.IOException: Object reference not set. in "
     "Shop.Disk.Read < Shop.Pay.Charge @ 1\n"},
    {"thread 'main' panicked at src/pay.rs:12:5:\n"
     "index out of bounds: the len is 3 but the index is 17\n"
     "stack backtrace:\n"
     "   0: rust_begin_unwind\n"
     "             at /rustc/abc/library/std/src/panicking.rs:645:5\n"
     "   1: shop::charge\n"
     "             at ./src/pay.rs:12:5\n"
     "note: Some details are omitted.\n",
     "1 panic: index out of bounds: the len is 3 but the index is 17 in shop::charge @ 1\n"},
    {"==123==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x60 at pc 0x55\n"
     "READ of size 1 at 0x602000000257 thread T0\n"
     "    #0 0x55968889e119 in charge pay.c:167\n"
     "    #1 0x559688897728 in main main.c:28\n",
     "1 heap-buffer-overflow: heap-buffer-overflow on address 0x60 at pc 0x55 in charge < main @ "
     "1\n"},
    {"Program received signal SIGSEGV, Segmentation fault.\n"
     "#0  0x0000555555557b15 in charge (h=0x7ffffffee5f0) at pay.c:341\n"
     "#1  main (argc=1, argv=0x7) at main.c:370\n",
     "1 SIGSEGV: SIGSEGV, Segmentation fault. in charge < main @ 1\n"},
    {"{\"time\":\"2026-09-14T10:09:00Z\",\"msg\":\"boom\",\"stack\":\"TypeError: x is not a "
     "function\\n    at charge (/srv/app/pay.js:31:17)\\n    at node:internal/x:1:1\"}\n",
     "1 TypeError: x is not a function in charge @ 1\n"},
    {JAVA("1", "1"),
     "1 java.lang.IllegalStateException <- java.net.SocketTimeoutException: cannot charge order 1 "
     "in java.base/sun.nio.ch.NioSocketImpl.read @ 2\n",
     "nio.ch"},
    {"a line\n  an indented one\n# a comment\n#1 in the charts\nat least (so far)\n\tfrom here\n",
     ""},
    {"TypeError: alone\nnothing behind it\n", ""},
    {"", ""},
};

static void knows_traces(void)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *got = told(rows[i].log, rows[i].own);
        suite_check_text(got, rows[i].want, rows[i].log, __FILE__, __LINE__);
        free(got);
        for (size_t len = 0; len < strlen(rows[i].log); len += 7) { /* cut, it reads no further */
            char *cut = malloc(len + 1);
            memcpy(cut, rows[i].log, len);
            cut[len] = '\0';
            free(told(cut, rows[i].own));
            free(cut);
        }
    }
}

static void keeps_to_its_bounds(void)
{
    struct log_stacks *s = log_stacks_init(malloc(log_stacks_size()), NULL);
    struct log_head h = {0};
    char line[400];
    for (int i = 0; i < LOG_STACK_MAX + 50; i++) {
        int n = snprintf(line, sizeof line, "Exception in thread x: a.E%c%c%cException: x",
                         'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
        log_stacks_line(s, line, (size_t)n, &h, i, (uint64_t)i);
        for (int f = 0; f < 100; f++) {
            n = snprintf(line, sizeof line, "\tat a.%0*d.c(C.java:%d)", 300, f, f);
            log_stacks_line(s, line, (size_t)n, &h, i, (uint64_t)i);
        }
    }
    log_stacks_end(s);
    CHECK_INT(log_stacks_all(s), LOG_STACK_MAX + 50);
    CHECK_INT(log_stacks_other(s), 50);
    CHECK(log_stacks_at(s, LOG_STACK_MAX - 1) && !log_stacks_at(s, LOG_STACK_MAX));
    free(s);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"knows traces", knows_traces},
        {"keeps to its bounds", keeps_to_its_bounds},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log_stack", tests);
}
