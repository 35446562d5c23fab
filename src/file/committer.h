/* Syncs finished files and renames them, in threads of its own. A sync takes milliseconds, during
 * which the caller's loop would stand still, and a disk does several as fast as one. */
#ifndef AI95_COMMITTER_H
#define AI95_COMMITTER_H

#include <pthread.h>
#include <stdbool.h>
#include "util/status.h"

enum { AI95_COMMITTERS = 8 };

struct ai95_commit; /* a job; its waiter and its thread hold a reference each */

struct ai95_committer {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct ai95_commit *first, *last; /* waiting for a thread */
    int waiting;                      /* how many */
    pthread_t threads[AI95_COMMITTERS];
    int thread_count;
    int idle;
    bool closing;
    void (*wake)(void *user); /* called in a thread when a job is done */
    void *user;
};

enum ai95_status ai95_committer_open(struct ai95_committer *committer, void (*wake)(void *user),
                                     void *user);
/* Returns when every job is done. */
void ai95_committer_close(struct ai95_committer *committer);

/* `before` is a file that must be on the disk first, or -1. The descriptors are duplicated, the
 * paths copied. */
enum ai95_status ai95_commit_start(struct ai95_committer *committer, int fd, int before,
                                   const char *from, const char *to, struct ai95_commit **commit);
/* A job of the parent is done in a forked child: the parent's threads do it. */
bool ai95_commit_done(struct ai95_commit *commit);
/* The errno of a job that is done, AI95_FILE_FORKED, or 0. */
int ai95_commit_result(const struct ai95_commit *commit);
void ai95_commit_release(struct ai95_commit *commit);

#endif
