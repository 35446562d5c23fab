/* Threads of the library's own. */
#ifndef AI95_THREAD_H
#define AI95_THREAD_H

#include <pthread.h>

/* Starts a thread that leaves all signals to the host program. Returns an errno, or 0. */
int ai95_thread_start(pthread_t *thread, void *(*work)(void *user), void *user);

#endif
