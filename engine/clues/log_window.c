#include "clues/log_window.h"

#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORTH_IT (1 << 20) /* bytes; less is read sooner */

/* For the signal. */
static char *volatile seen;
static volatile size_t seen_len;
static volatile sig_atomic_t torn;

static void show_nothing(int sig, siginfo_t *info, void *context)
{
    (void)context;
    uintptr_t at = (uintptr_t)info->si_addr, from = (uintptr_t)seen;
    if (seen && at >= from && at < from + seen_len &&
        mmap(seen, seen_len, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == seen)
        torn = 1;
    else
        signal(sig, SIG_DFL); /* it comes again, and ends the process as it would have */
}

bool log_window_begin(struct log_window *w, int fd)
{
    struct stat file;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (seen || at < 0 || fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) ||
        file.st_size - at < WORTH_IT)
        return false;
    *w = (struct log_window){.fd = fd};
    struct sigaction ours = {.sa_sigaction = show_nothing, .sa_flags = SA_SIGINFO};
    sigemptyset(&ours.sa_mask);
    return sigaction(SIGBUS, &ours, &w->before) == 0;
}

static void give_back(struct log_window *w)
{
    seen = NULL;
    if (w->mapped)
        munmap(w->mapped, w->len);
    w->mapped = NULL;
}

const char *log_window_move(struct log_window *w, off_t at, off_t end, size_t *len)
{
    give_back(w);
    w->at = at / LOG_WINDOW * LOG_WINDOW;
    w->len = end - w->at < LOG_WINDOW ? (size_t)(end - w->at) : LOG_WINDOW;
    void *mapped = mmap(NULL, w->len, PROT_READ, MAP_PRIVATE, w->fd, w->at);
    if (mapped == MAP_FAILED)
        return NULL;
    w->mapped = mapped;
    torn = 0;
    seen_len = w->len;
    seen = w->mapped;
    *len = w->len - (size_t)(at - w->at);
    return w->mapped + (at - w->at);
}

bool log_window_torn(const struct log_window *w)
{
    return w->mapped && torn;
}

void log_window_end(struct log_window *w)
{
    give_back(w);
    sigaction(SIGBUS, &w->before, NULL);
}
