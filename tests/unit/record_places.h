#ifndef RULEOUT_TESTS_RECORD_PLACES_H
#define RULEOUT_TESTS_RECORD_PLACES_H

/*
 * record_places: what can stand where a record should be.
 */
#include <fcntl.h>

#include "record_help.h"

static inline void write_file(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "w");
    CHECK(f && fwrite(bytes, 1, len, f) == len);
    if (f)
        fclose(f);
}

static inline void make_record(const char *path)
{
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK(begin(r, &i, &ds));
    CHECK_TEXT(first_message(&ds), "");
    record_close(r);
}

/* Each makes what stands in the way, in a folder of its own; returns the path to open. */

static inline char *a_folder(const char *folder)
{
    return mem_text(folder);
}

static inline char *a_fifo(const char *folder)
{
    char *path = path_in(folder, "record.db");
    CHECK(mkfifo(path, 0666) == 0);
    return path;
}

static inline char *a_text(const char *folder)
{
    char *path = path_in(folder, "record.db");
    write_file(path, "Dear diary", 10);
    CHECK(chmod(path, 0666) == 0);
    return path;
}

static inline char *by_sql(const char *folder, const char *sql)
{
    char *path = path_in(folder, "record.db");
    struct text said = {0};
    write_file(path, "", 0);
    sql_says(path, sql, &said);
    CHECK_TEXT(text_get(&said), "");
    text_release(&said);
    CHECK(chmod(path, 0666) == 0);
    return path;
}

static inline char *of_another_program(const char *folder)
{
    return by_sql(folder, "PRAGMA application_id = 7; CREATE TABLE t (a)");
}

static inline char *of_another_without_id(const char *folder)
{
    return by_sql(folder, "CREATE TABLE event (a)");
}

static inline char *of_another_with_a_log(const char *folder)
{
    return by_sql(folder,
                  "PRAGMA journal_mode = WAL; PRAGMA application_id = 7; CREATE TABLE t (a)");
}

static inline char *a_record(const char *folder)
{
    char *path = path_in(folder, "record.db");
    make_record(path);
    CHECK(chmod(path, 0666) == 0);
    return path;
}

static inline char *a_newer_one(const char *folder)
{
    char *path = a_record(folder);
    struct text said = {0};
    sql_says(path, "PRAGMA user_version = 2", &said);
    CHECK_TEXT(text_get(&said), "");
    text_release(&said);
    return path;
}

static inline char *overwritten(const char *folder)
{
    char *path = a_record(folder);
    int fd = open(path, O_WRONLY);
    char junk[3900];
    memset(junk, 0xa5, sizeof junk);
    CHECK(pwrite(fd, junk, sizeof junk, 100) == sizeof junk);
    close(fd);
    return path;
}

static inline char *cut_short(const char *folder)
{
    char *path = a_record(folder);
    CHECK(truncate(path, 5000) == 0);
    return path;
}

static inline char *a_read_only_file(const char *folder)
{
    char *path = a_record(folder);
    CHECK(chmod(path, 0444) == 0);
    return path;
}

static inline char *in_a_read_only_folder(const char *folder)
{
    char *path = a_record(folder);
    CHECK(chmod(folder, 0555) == 0);
    return path;
}

static inline char *new_in_a_read_only_folder(const char *folder)
{
    CHECK(chmod(folder, 0555) == 0);
    return path_in(folder, "record.db");
}

static inline char *new_below_a_read_only_folder(const char *folder)
{
    CHECK(chmod(folder, 0555) == 0);
    return path_in(folder, "state/ruleout/record.db");
}

static inline char *in_a_closed_folder(const char *folder)
{
    char *path = a_record(folder);
    CHECK(chmod(folder, 0) == 0);
    return path;
}

static inline char *an_unreadable_file(const char *folder)
{
    char *path = a_record(folder);
    CHECK(chmod(path, 0) == 0);
    return path;
}

static inline char *below_a_file(const char *folder)
{
    char *file = path_in(folder, "file"), *path = path_in(file, "record.db");
    write_file(file, "", 0);
    free(file);
    return path;
}

#endif
