#include "util/thread.h"
#include <signal.h>
#include <stddef.h>

int ai95_thread_start(pthread_t *thread, void *(*work)(void *user), void *user) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(thread, NULL, work, user);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}
