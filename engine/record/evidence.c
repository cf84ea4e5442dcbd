#include "record/evidence.h"

#include <stdlib.h>
#include <string.h>

#include <zstd.h>

#include "base/mem.h"
#include "base/text.h"

#define PACK_FROM 512         /* bytes; below, plain SQL can read it and little is gained */
#define TEXT_MAX (256u << 20) /* bytes; what a damaged file can make us allocate */

static bool insert(struct db *db, const char *digest, const char *codec, const void *bytes,
                   size_t len)
{
    static const char sql[] = "INSERT INTO evidence (id, digest, codec, bytes) "
                              "SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM evidence";
    struct query *q = db_query(db, sql);
    query_text(q, digest);
    query_text(q, codec);
    query_bytes(q, bytes, len);
    return query_run(q);
}

static bool insert_packed(struct db *db, const char *digest, const char *text, size_t len)
{
    size_t room = ZSTD_compressBound(len);
    void *packed = mem_alloc(room);
    size_t used = ZSTD_compress(packed, room, text, len, ZSTD_CLEVEL_DEFAULT);
    if (ZSTD_isError(used))
        mem_out(); /* there is room for everything, so nothing else can fail */
    bool ok = used < len ? insert(db, digest, "zstd", packed, used)
                         : insert(db, digest, "plain", text, len);
    free(packed);
    return ok;
}

bool evidence_store(struct db *db, const char *text, char digest[SHA256_HEX])
{
    static const char sql[] = "SELECT 1 FROM evidence WHERE digest = ?";
    size_t len = strlen(text);
    sha256_hex(text, len, digest);
    struct query *q = db_query(db, sql);
    query_text(q, digest);
    bool there = query_row(q);
    if (!query_end(q) || there)
        return there;
    return len < PACK_FROM ? insert(db, digest, "plain", text, len)
                           : insert_packed(db, digest, text, len);
}

static const char *unpack(struct arena *a, const void *bytes, size_t packed, size_t *len)
{
    unsigned long long size = ZSTD_getFrameContentSize(bytes, packed);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > TEXT_MAX)
        return NULL;
    char *text = arena_alloc(a, (size_t)size + 1);
    *len = ZSTD_decompress(text, (size_t)size, bytes, packed);
    return *len == size ? text : NULL;
}

const char *evidence_text(struct arena *a, const struct query *q, int column, size_t *len)
{
    const char *codec = query_get_text(q, column);
    const void *bytes = query_get_bytes(q, column + 1, len);
    if (codec && strcmp(codec, "plain") == 0)
        return arena_text_n(a, *len ? bytes : "", *len);
    if (codec && strcmp(codec, "zstd") == 0)
        return unpack(a, bytes, *len, len);
    if (codec && strcmp(codec, "erased") == 0)
        return EVIDENCE_ERASED;
    return NULL;
}

/* With its length before it, so that no two rows read the same. */
static void add_field(struct text *t, const char *s)
{
    if (s)
        text_format(t, "%zu:%s", strlen(s), s);
    text_add_char(t, ';');
}

void chain_start(const struct incident *i, char out[SHA256_HEX])
{
    struct text t = {0};
    add_field(&t, i->name);
    add_field(&t, i->runbook);
    add_field(&t, i->title);
    text_format(&t, "%lld", (long long)i->opened_ms);
    sha256_hex(t.at, t.len, out);
    text_release(&t);
}

void chain_next(const char before[SHA256_HEX], const struct event *e, const char *digest,
                char out[SHA256_HEX])
{
    struct text t = {0};
    text_format(&t, "%s;%lld;%lld;%lld;%lld;", before, (long long)e->seq, (long long)e->at_ms,
                (long long)e->recorded_ms, (long long)e->took_ms);
    add_field(&t, event_kind_name(e->kind));
    add_field(&t, e->actor);
    add_field(&t, e->step);
    add_field(&t, e->value);
    add_field(&t, digest);
    add_field(&t, e->source);
    sha256_hex(t.at, t.len, out);
    text_release(&t);
}
