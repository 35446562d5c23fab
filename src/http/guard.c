#include "http/guard.h"
#include <errno.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>
#include <openssl/err.h>

enum { SUPPRESSES_SIGPIPE = 0x075800 };

static bool blocks_sigpipe; /* which costs four system calls */

void ai95_guard_init(unsigned version) {
    blocks_sigpipe = version < SUPPRESSES_SIGPIPE;
}

static bool is_pending(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

/* Takes the signal that is pending. */
static void take(const sigset_t *signals) {
#if defined _POSIX_REALTIME_SIGNALS && _POSIX_REALTIME_SIGNALS > 0
    const struct timespec at_once = {0, 0};
    while (sigtimedwait(signals, NULL, &at_once) < 0 && errno == EINTR)
        ;
#else
    int number;
    sigwait(signals, &number);
#endif
}

static void fill(sigset_t *signals) {
    sigemptyset(signals);
    sigaddset(signals, SIGPIPE);
}

static void block(struct ai95_guard *guard) {
    sigset_t signals;
    fill(&signals);
    pthread_sigmask(SIG_BLOCK, &signals, &guard->before);
    /* One that is pending already is not libcurl's. It can be only if the host has blocked it. */
    guard->was_pending = sigismember(&guard->before, SIGPIPE) == 1 && is_pending();
}

static void unblock(const struct ai95_guard *guard) {
    if (!guard->was_pending && is_pending()) {
        sigset_t signals;
        fill(&signals);
        take(&signals);
    }
    pthread_sigmask(SIG_SETMASK, &guard->before, NULL);
}

void ai95_guard_begin(struct ai95_guard *guard) {
    if (blocks_sigpipe)
        block(guard);
    ERR_set_mark();
}

void ai95_guard_end(const struct ai95_guard *guard) {
    ERR_pop_to_mark();
    if (blocks_sigpipe)
        unblock(guard);
}
