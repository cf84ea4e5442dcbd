#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "book/library.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/schemas.h"

static const struct option_spec options[] = {OPTION_COLOR, {0}};

/* %1$s is the id, %2$s today. */
static const char RUNBOOK[] =
    "# yaml-language-server: $schema=" SCHEMAS_FOLDER "/runbook.schema.json\n"
    "# What is wrong, for whom, and how to find out which of the causes it is. Every question "
    "rules\n"
    "# something out, with a reason that can be read out in the channel.\n"
    "#   ruleout lint %1$s      what is wrong with this file\n"
    "#   ruleout drill          rehearses it, with drills/%1$s.yaml\n"
    "#   ruleout walk %1$s      walks it\n"
    "ruleout: 1\n"
    "id: %1$s\n"
    "title: What a responder would say is wrong   # such as: Checkout answers 5xx\n"
    "summary: Who notices what, in a sentence.\n"
    "owner: your-team\n"
    "reviewed: %2$s\n"
    "review_every: 180d\n"
    "\n"
    "# What responders may set with -i log=/somewhere/else.\n"
    "inputs:\n"
    "  log: {type: path, default: /var/log/app.log}\n"
    "\n"
    "# All that its checks may touch; who first walks it is asked.\n"
    "allow:\n"
    "  read: [\"${log}\"]\n"
    "\n"
    "# All that it could be. Odds say how much likelier one is than another.\n"
    "causes:\n"
    "  release: {title: The last release is bad, category: untested-code, odds: 3}\n"
    "  disk-full: {title: A full disk, category: hidden-dependency}\n"
    "\n"
    "# The most deciding question first. A clue is evidence, an anomaly is out of the ordinary, a\n"
    "# pattern repeats. \"I can't tell\" is always an answer.\n"
    "steps:\n"
    "- id: disk\n"
    "  clue: How full is the disk that the app writes to?\n"
    "  why: A program that cannot write fails in strange ways. It takes ten seconds to know.\n"
    "  how: \"Take the highest Use%%: df -h /var\"\n"
    "  type: number\n"
    "  unit: \"%%\"\n"
    "  check: disk/used               # answers by itself; what it cannot tell is asked of people\n"
    "  with: {path: /}\n"
    "  answers:\n"
    "    \">= 95\":\n"
    "      confirms:\n"
    "        disk-full: The disk is ${disk}%% full.\n"
    "    else:\n"
    "      rules_out:\n"
    "        disk-full: The disk is ${disk}%% full, so there is room to write.\n"
    "\n"
    "- id: deployed\n"
    "  clue: Did a release go out shortly before the first error?\n"
    "  why: What came after the first error did not cause it.\n"
    "  how: \"Compare the deploy tool's list with the first error: grep -m1 ERROR ${log}\"\n"
    "  answers:\n"
    "    yes:\n"
    "      suspects:\n"
    "        release: It went out shortly before the first error.\n"
    "      do: rollback\n"
    "    no:\n"
    "      rules_out:\n"
    "        release: Nothing went out before the first error.\n"
    "\n"
    "# For the day on which nothing of the list is left.\n"
    "- id: nothing_left\n"
    "  when: ruled_out(\"release\") and ruled_out(\"disk-full\")\n"
    "  clue: Everything on the list is ruled out. Which of your answers are you least sure of?\n"
    "  why: Either an answer is wrong, or the list lacks a cause.\n"
    "  how: \"Go through :causes with a second person, and put an answer right with :change.\"\n"
    "  type: text\n"
    "\n"
    "# What can be done. It is offered, guarded, and watched until it helped.\n"
    "actions:\n"
    "  rollback:\n"
    "    title: Go back to the release before\n"
    "    for: [release]\n"
    "    guard:\n"
    "    - {ask: Can the release before work with the data as it is now?, is: yes}\n"
    "    how: \"With a command of yours under run: it is run, else a person does it.\"\n"
    "    verify: recovered\n"
    "    then:\n"
    "      confirms:\n"
    "        release: With the release before it, the errors are gone.\n"
    "\n"
    "verify:\n"
    "  recovered: {check: log/rate_below, with: {file: \"${log}\", match: ERROR, below: 1%%}, "
    "every: 15s, hold: 1m, within: 10m}\n";

static const char DRILL[] =
    "# yaml-language-server: $schema=../" SCHEMAS_FOLDER "/drill.schema.json\n"
    "# A rehearsal of %1$s: written answers, in a written world. `ruleout drill --coverage` lists\n"
    "# what no drill has reached yet.\n"
    "drill: 1\n"
    "title: A bad release, and the one before it helps\n"
    "runbook: ../%1$s.yaml\n"
    "clock: %2$sT10:20:00Z\n"
    "answers:\n"
    "  deployed: yes\n"
    "actions: {rollback: {guard: [yes], outcome: done}}\n"
    "world:\n"
    "  host:\n"
    "  - {match: disk /, json: '{\"mount\": \"/\", \"used_percent\": 40, \"inodes_used_percent\": "
    "10, "
    "\"free\": 1000000000}'}\n"
    "  files:\n"
    "  - path: /var/log/app.log\n"
    "    text: |\n"
    "      %2$sT10:20:05Z INFO ready\n"
    "      %2$sT10:20:40Z INFO served\n"
    "      %2$sT10:21:05Z INFO served\n"
    "      %2$sT10:21:40Z INFO served\n"
    "expect:\n"
    "  confirmed: [release]\n"
    "  ruled_out: {disk-full: 40%% full}\n"
    "  not_asked: [disk]\n"
    "  actions: {rollback: done}\n"
    "  ends: resolved\n";

/* A new file: what is there is never written over. */
static bool write_new(const char *path, const char *text, struct diags *ds)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    size_t len = strlen(text);
    if (fd < 0 && errno == EEXIST) {
        diag_hint(diag_environment(ds, "%s is there already", path), "choose another id");
        return false;
    }
    bool ok = fd >= 0 && write(fd, text, len) == (ssize_t)len;
    if (!ok)
        diag_environment(ds, "%s cannot be written: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool make_folder(const char *path, struct diags *ds)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    diag_environment(ds, "the folder %s cannot be made: %s", path, strerror(errno));
    return false;
}

static void format_with(struct text *out, const char *what, const char *id, const char *today)
    __attribute__((nonnull));

/* The templates are ours, and their two values plain. */
static void format_with(struct text *out, const char *what, const char *id, const char *today)
{
    for (const char *c = what; *c; c++) {
        if (*c != '%') {
            text_add_char(out, *c);
        } else if (c[1] == '%') {
            text_add_char(out, *c++);
        } else {
            text_add(out, c[1] == '1' ? id : today);
            c += 3; /* "1$s" */
        }
    }
}

static bool write_both(const char *folder, const char *id, struct diags *ds)
{
    struct text book = {0}, drill = {0}, path = {0}, drills = {0}, drill_path = {0};
    char today[TIME_TEXT_MAX];
    time_utc(time_now_ms(), today);
    today[10] = '\0';
    format_with(&book, RUNBOOK, id, today);
    format_with(&drill, DRILL, id, today);
    text_format(&path, "%s/%s.yaml", folder, id);
    text_format(&drills, "%s/drills", folder);
    text_format(&drill_path, "%s/drills/%s.yaml", folder, id);
    bool ok = make_folder(folder, ds) && make_folder(text_get(&drills), ds) &&
              schemas_write(folder, ds) && write_new(text_get(&path), text_get(&book), ds) &&
              write_new(text_get(&drill_path), text_get(&drill), ds);
    if (ok) {
        say_line("%s", text_get(&path));
        say_line("%s", text_get(&drill_path));
        say_line("Write over what is in them, and look often:");
        say_command("lint %s", id);
        say_command("drill --coverage %s", folder);
    }
    text_release(&book);
    text_release(&drill);
    text_release(&path);
    text_release(&drills);
    text_release(&drill_path);
    return ok;
}

static bool is_id(const char *s)
{
    size_t len = strlen(s);
    return s[0] >= 'a' && s[0] <= 'z' && len <= 64 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len &&
           strcmp(s, "severity") != 0 && strcmp(s, "ruleout") != 0;
}

/* The last folder of a library is the one that came with the program, and not for one's own. */
static const char *own_folder(const struct library *l)
{
    bool named = getenv("RULEOUT_PATH") && l->folder_count;
    return named || l->folder_count > 1 ? l->folders[0] : "runbooks";
}

static int run(const struct args *args)
{
    const char *id = args->words[0];
    struct diags ds = {0};
    if (!is_id(id)) {
        diag_hint(
            diag_environment(&ds, "\"%s\" cannot be the id of a runbook", id),
            "begin with a letter from a to z; go on with those, digits, _ and -: checkout-5xx");
        return say_failed(&ds, EXIT_USE);
    }
    struct library *library = library_open();
    bool ok = write_both(own_folder(library), id, &ds);
    library_free(library);
    return ok ? EXIT_DONE : say_failed(&ds, EXIT_ENVIRONMENT);
}

const struct command cmd_new = {
    .name = "new",
    .words = "ID",
    .min_words = 1,
    .max_words = 1,
    .about = "a runbook to begin with, and a drill of it",
    .options = options,
    .run = run,
};
