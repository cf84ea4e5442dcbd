#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <zlib.h>
#include <zstd.h>

#include "base/text.h"
#include "clues/log_count.h"
#include "clues/log_unpack.h"

static int file_of(const char *bytes, size_t len)
{
    int fd = memfd_create("log", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
        abort();
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void write_lines(struct text *t, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_format(t, "line %zu of the log says %zu%s\n", i, i * i % 977, i % 5 ? "" : " error");
}

static void add_gzip(struct text *to, const struct text *from)
{
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    size_t most = deflateBound(&z, from->len), at = to->len;
    text_add_repeat(to, '\0', most);
    z.next_in = (unsigned char *)from->at;
    z.avail_in = (unsigned)from->len;
    z.next_out = (unsigned char *)to->at + at;
    z.avail_out = (unsigned)most;
    CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
    to->len = at + most - z.avail_out;
    deflateEnd(&z);
}

static void add_zstd(struct text *to, const struct text *from, int window_log)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    size_t most = ZSTD_compressBound(from->len), at = to->len;
    ZSTD_inBuffer in = {from->at, from->len, 0};
    text_add_repeat(to, '\0', most);
    ZSTD_outBuffer out = {to->at + at, most, 0};
    if (window_log)
        ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, window_log);
    /* Streamed, or the window is no larger than the file. */
    ZSTD_compressStream2(c, &out, &in, ZSTD_e_continue);
    CHECK_INT(ZSTD_compressStream2(c, &out, &in, ZSTD_e_end), 0);
    to->len = at + out.pos;
    ZSTD_freeCCtx(c);
}

/* `want`: each byte that comes is compared with it; damage is seen at an end alone. */
static void unpacks(const struct text *packed, size_t len, const struct text *want, size_t piece,
                    const char *why)
{
    int fd = file_of(packed->at, len);
    struct log_unpack *u = log_unpack_new(fd);
    char *got = malloc(piece);
    size_t at = 0;
    ssize_t n = -1;
    bool same = true;
    while (u && (n = log_unpack_read(u, got, piece)) > 0) {
        same = same && want && at + (size_t)n <= want->len &&
               memcmp(got, want->at + at, (size_t)n) == 0;
        at += (size_t)n;
    }
    CHECK(same || !want);
    suite_check_text(!u      ? "not packed"
                     : n < 0 ? log_unpack_why(u)
                             : "all",
                     why, "outcome", __FILE__, __LINE__);
    if (strcmp(why, "all") == 0)
        CHECK_INT(at, want->len);
    log_unpack_free(u);
    free(got);
    close(fd);
}

static void unpacks_gzip(void)
{
    struct text one = {0}, two = {0}, none = {0}, all = {0}, packed = {0};
    write_lines(&one, 30000);
    write_lines(&two, 7);
    add_gzip(&packed, &one);
    size_t first = packed.len;
    unpacks(&packed, first, &one, 65536, "all");
    unpacks(&packed, first, &one, 13, "all");
    for (size_t cut = 3; cut < first; cut += first / 40)
        unpacks(&packed, cut, &one, 4096, "its gzip data ends too soon");
    unpacks(&packed, first - 1, &one, 4096, "its gzip data ends too soon");
    add_gzip(&packed, &none);
    add_gzip(&packed, &two);
    text_add_n(&all, one.at, one.len);
    text_add_n(&all, two.at, two.len);
    unpacks(&packed, packed.len, &all, 100000, "all");
    text_add_repeat(&packed, '\0', 100000);
    unpacks(&packed, packed.len, &all, 100000, "all");
    text_add(&packed, "garbage");
    unpacks(&packed, packed.len, &all, 100000, "what stands behind its gzip data is none");
    packed.at[first / 2] ^= 0x55;
    unpacks(&packed, first, NULL, 4096, "its gzip data is damaged");
    text_release(&one);
    text_release(&two);
    text_release(&all);
    text_release(&packed);
}

static void unpacks_zstd(void)
{
    struct text one = {0}, two = {0}, all = {0}, packed = {0}, large = {0};
    write_lines(&one, 30000);
    write_lines(&two, 7);
    add_zstd(&packed, &one, 0);
    size_t first = packed.len;
    unpacks(&packed, first, &one, 65536, "all");
    unpacks(&packed, first, &one, 13, "all");
    for (size_t cut = 4; cut < first; cut += first / 40)
        unpacks(&packed, cut, &one, 4096, "its zstd data ends too soon");
    add_zstd(&packed, &two, 0);
    text_add_n(&all, one.at, one.len);
    text_add_n(&all, two.at, two.len);
    unpacks(&packed, packed.len, &all, 100000, "all");
    packed.at[first / 2] ^= 0x55;
    text_add(&packed, "garbage");
    unpacks(&packed, packed.len, NULL, 4096, "its zstd data is damaged");
    add_zstd(&large, &one, 25);
    unpacks(&large, large.len, &one, 4096,
            "it was packed by zstd with a window of more than 8 MiB");
    text_release(&one);
    text_release(&two);
    text_release(&all);
    text_release(&packed);
    text_release(&large);
}

static void knows_what_is_not_packed(void)
{
    struct text plain = {0}, xz = {0};
    text_add(&plain, "a line\n");
    text_add_n(&xz, "\xfd\x37zXZ\0\0", 7);
    unpacks(&plain, plain.len, &plain, 100, "not packed");
    unpacks(&plain, 0, &plain, 100, "not packed");
    unpacks(&xz, xz.len, &plain, 100, "it is packed by xz, of which nothing is known here");
    text_release(&plain);
    text_release(&xz);
}

/* Lines are the same whether packed or not; what is cut is told. */
static void scans_what_is_packed(void)
{
    struct text lines = {0}, packed = {0};
    struct log_filter f = {
        .text = "error", .text_len = 5, .since_ms = INT64_MIN, .until_ms = INT64_MAX};
    struct log_scan s;
    struct log_line line;
    write_lines(&lines, 30000);
    for (int i = 0; i < 2; i++) {
        text_clear(&packed);
        if (i)
            add_zstd(&packed, &lines, 0);
        else
            add_gzip(&packed, &lines);
        log_scan_init(&s);
        log_scan_start(&s, file_of(packed.at, packed.len), &f);
        struct log_counts c = log_count_lines(&s);
        CHECK_INT(c.lines, 30000);
        CHECK_INT(c.matched, 6000);
        CHECK(!s.error);
        log_scan_start(&s, file_of(packed.at, packed.len / 2), &f);
        while (log_scan_next(&s, &line))
            ;
        CHECK_TEXT(s.error, i ? "its zstd data ends too soon" : "its gzip data ends too soon");
        CHECK(s.lines < 30000);
        log_scan_release(&s);
    }
    text_release(&lines);
    text_release(&packed);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"unpacks gzip", unpacks_gzip},
        {"unpacks zstd", unpacks_zstd},
        {"knows what is not packed", knows_what_is_not_packed},
        {"scans what is packed", scans_what_is_packed},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log_unpack", tests);
}
