#include "record_help.h"
#include "record_places.h"

#include <sys/wait.h>

#include "record/place.h"

/*
 * Places where a record cannot be. Each is tried by a child, as a user whom permissions bind; it
 * sends back what it was told.
 */

/* In words: what was wrong, or how many incidents there are. */
static void describe(const char *path, enum record_mode mode, struct text *out)
{
    struct diags ds = {0};
    struct incident_row *rows;
    size_t count = 0;
    struct record *r = record_open(path, mode, &ds);
    if (r &&
        record_incidents(r, &(struct incident_filter){.since_ms = INT64_MIN}, &rows, &count, &ds))
        text_format(out, "%zu incidents", count);
    for (size_t n = 0; n < ds.count; n++)
        text_format(out, "%s%s", n ? " AND " : "", ds.items[n].message);
    if (!r && !ds.count)
        text_add(out, "nothing said");
    record_close(r);
    diags_release(&ds);
}

static void be_bound_by_permissions(void)
{
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        _exit(1);
}

static void try_open(const char *path, enum record_mode mode, struct text *out)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        be_bound_by_permissions();
        struct text said = {0};
        describe(path, mode, &said);
        bool ok = write(ends[1], said.at, said.len) == (ssize_t)said.len;
        text_release(&said);
        _exit(!ok);
    }
    close(ends[1]);
    char part[512];
    for (ssize_t n; (n = read(ends[0], part, sizeof part)) > 0;)
        text_add_n(out, part, (size_t)n);
    close(ends[0]);
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
}

/* Every file's name and bytes. */
static struct text *photo;

static int add_to_photo(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    char part[4096];
    FILE *f = flag == FTW_F && S_ISREG(st->st_mode) ? fopen(path, "r") : NULL;
    (void)ftw;
    text_format(photo, "%s %o\n", path, st->st_mode);
    for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;)
        text_add_n(photo, part, n);
    if (f)
        fclose(f);
    return 0;
}

static void photograph(const char *folder, struct text *out)
{
    photo = out;
    nftw(folder, add_to_photo, 8, FTW_PHYS);
}

#define DATABASE_OF_ANOTHER "it is a database of another program; set RULEOUT_DB"
#define NEWER "it has version 2 of the record's format, and this program knows 1; use the newer"

static const struct {
    char *(*make)(const char *folder);
    const char *to_write, *to_read;
} places[] = {
    {a_folder, "that is a folder; set RULEOUT_DB to a file", "that is a folder"},
    {a_fifo, "that is no regular file", "that is no regular file"},
    {a_text, "it is no SQLite database; move it away", "it is no SQLite database"},
    {of_another_program, DATABASE_OF_ANOTHER, DATABASE_OF_ANOTHER},
    {of_another_without_id, DATABASE_OF_ANOTHER, DATABASE_OF_ANOTHER},
    {of_another_with_a_log, DATABASE_OF_ANOTHER, DATABASE_OF_ANOTHER},
    {a_newer_one, NEWER, NEWER},
    {overwritten, "it is damaged (database disk image is malformed); keep a copy", "it is damaged"},
    {cut_short, "it is damaged (", "it is damaged"},
    {a_read_only_file, "you may not write to it; set RULEOUT_DB", "1 incidents"},
    {in_a_read_only_folder, "you may not write to its folder, where its log goes; set RULEOUT_DB",
     "1 incidents"},
    {new_in_a_read_only_folder, "you may not make it in that folder; set RULEOUT_DB",
     "0 incidents"},
    {new_below_a_read_only_folder, "you may not make it in that folder; set RULEOUT_DB",
     "0 incidents"},
    {in_a_closed_folder, "permission denied; set RULEOUT_DB", "permission denied"},
    {an_unreadable_file, "you may not write to it", "permission denied"},
    {below_a_file, "Not a directory; set RULEOUT_DB", "Not a directory"},
};

static void check_refused(const char *said, const char *path, const char *want, size_t row)
{
    struct text begins = {0};
    text_format(&begins, "the record %s cannot be used: %s", path, want);
    bool refused = !strstr(want, " incidents");
    if (!suite_check_holds(said, refused ? text_get(&begins) : want, "what is said", __FILE__,
                           __LINE__))
        printf("  place %zu\n", row);
    CHECK(!strstr(said, " AND "));
    text_release(&begins);
}

static void each_is_refused_in_one_sentence(void)
{
    for (size_t n = 0; n < sizeof places / sizeof *places; n++) {
        for (int mode = RECORD_READ; mode <= RECORD_WRITE; mode++) {
            char *folder = temp_folder();
            struct text before = {0}, after = {0}, said = {0};
            CHECK(chmod(folder, 0777) == 0);
            char *path = places[n].make(folder);
            photograph(folder, &before);
            try_open(path, mode, &said);
            check_refused(text_get(&said), path,
                          mode == RECORD_READ ? places[n].to_read : places[n].to_write, n);
            photograph(folder, &after);
            if (!suite_check(before.len == after.len && !memcmp(before.at, after.at, after.len),
                             "nothing is changed", __FILE__, __LINE__))
                printf("  place %zu\n", n);
            text_release(&before);
            text_release(&after);
            text_release(&said);
            free(path);
            chmod(folder, 0700);
            remove_folder(folder);
        }
    }
}

static void a_strange_name_is_a_file(void)
{
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a%20b #?.db"};
    char *folder = temp_folder(), back[4096];
    CHECK(getcwd(back, sizeof back) && chdir(folder) == 0);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        struct text said = {0};
        make_record(names[n]);
        CHECK(access(names[n], F_OK) == 0);
        CHECK(chmod(names[n], 0444) == 0 && chmod(folder, 0555) == 0);
        try_open(names[n], RECORD_READ, &said);
        CHECK_TEXT(text_get(&said), "1 incidents");
        CHECK(chmod(folder, 0700) == 0);
        text_release(&said);
    }
    CHECK(chdir(back) == 0);
    remove_folder(folder);
}

static void a_log_that_cannot_be_read_is_not_passed_over(void)
{
    char *folder = temp_folder(), *path = path_in(folder, "record.db");
    char *log = path_in(folder, "record.db-wal");
    struct text said = {0};
    make_record(path);
    write_file(log, "answers", 7);
    CHECK(chmod(path, 0444) == 0 && chmod(log, 0) == 0 && chmod(folder, 0555) == 0);
    try_open(path, RECORD_READ, &said);
    CHECK_HOLDS(text_get(&said), "it or a file beside it cannot be opened");
    text_release(&said);
    free(path);
    free(log);
    chmod(folder, 0700);
    remove_folder(folder);
}

static void network_file_systems_are_known(void)
{
    static const struct {
        long type;
        const char *name;
    } rows[] = {{0x6969, "NFS"},
                {0xff534d42, "CIFS"},
                {(long)(int)0xff534d42, "CIFS"}, /* where long is read from a signed word */
                {0xfe534d42, "SMB2"},
                {0x01021997, "9P"},
                {0x00c36400, "Ceph"},
                {0x5346414f, "AFS"},
                {0xef53, NULL},      /* ext4 */
                {0x58465342, NULL},  /* XFS */
                {0x9123683e, NULL},  /* Btrfs */
                {0x01021994, NULL},  /* tmpfs */
                {0x794c7630, NULL},  /* overlayfs */
                {0x65735546, NULL}}; /* FUSE */
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++)
        CHECK_TEXT(place_network(rows[n].type), rows[n].name);
}

int main(void)
{
    return suite_run("record, places",
                     (CU_TestInfo[]){{"refused", each_is_refused_in_one_sentence},
                                     {"names", a_strange_name_is_a_file},
                                     {"log", a_log_that_cannot_be_read_is_not_passed_over},
                                     {"network", network_file_systems_are_known},
                                     CU_TEST_INFO_NULL});
}
