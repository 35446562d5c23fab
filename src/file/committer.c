#include "file/committer.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "file/file.h"
#include "util/thread.h"

struct ai95_commit {
    struct ai95_commit *next;
    atomic_int references;
    atomic_bool done;
    int result;
    pid_t pid; /* of the process whose threads do it */
    int fd, before;
    char *from, *to;
};

/* It forgets the descriptor first: a process that is forked meanwhile does not close it again. */
static int close_once(int *fd) {
    int once = *fd;
    *fd = -1;
    return once < 0 || close(once) == 0 || errno == EINTR ? 0 : errno;
}

void ai95_commit_release(struct ai95_commit *commit) {
    if (commit == NULL || atomic_fetch_sub(&commit->references, 1) > 1)
        return;
    (void)close_once(&commit->fd);
    (void)close_once(&commit->before);
    free(commit->from);
    free(commit->to);
    free(commit);
}

/* In a forked child, which has no threads of the parent: gives up its descriptors, which would hold
 * the parent's locks. */
static void leave_to_parent(struct ai95_commit *commit) {
    (void)close_once(&commit->fd);
    (void)close_once(&commit->before);
    commit->result = AI95_FILE_FORKED;
    atomic_store(&commit->done, true);
}

bool ai95_commit_done(struct ai95_commit *commit) {
    if (!atomic_load(&commit->done) && commit->pid != getpid())
        leave_to_parent(commit);
    return atomic_load(&commit->done);
}

int ai95_commit_result(const struct ai95_commit *commit) {
    return commit->result;
}

static void carry_out(struct ai95_commit *commit) {
    if (commit->before >= 0) {
        commit->result = ai95_file_sync(commit->before);
        (void)close_once(&commit->before); /* at once: it may hold a lock */
    }
    if (commit->result == 0)
        commit->result = ai95_file_commit(commit->fd, commit->from, commit->to);
    int closed = close_once(&commit->fd);
    if (commit->result == 0)
        commit->result = closed;
    atomic_store(&commit->done, true);
}

static void *work(void *user) {
    struct ai95_committer *committer = user;
    pthread_mutex_lock(&committer->lock);
    for (;;) {
        struct ai95_commit *commit = committer->first;
        if (commit != NULL) {
            committer->first = commit->next;
            committer->waiting--;
            pthread_mutex_unlock(&committer->lock);
            carry_out(commit);
            ai95_commit_release(commit);
            committer->wake(committer->user);
            pthread_mutex_lock(&committer->lock);
        } else if (committer->closing) {
            break;
        } else {
            committer->idle++;
            pthread_cond_wait(&committer->more, &committer->lock);
            committer->idle--;
        }
    }
    pthread_mutex_unlock(&committer->lock);
    return NULL;
}

enum ai95_status ai95_committer_open(struct ai95_committer *committer, void (*wake)(void *user),
                                     void *user) {
    memset(committer, 0, sizeof *committer);
    committer->wake = wake;
    committer->user = user;
    pthread_mutex_init(&committer->lock, NULL);
    pthread_cond_init(&committer->more, NULL);
    return AI95_OK;
}

void ai95_committer_close(struct ai95_committer *committer) {
    pthread_mutex_lock(&committer->lock);
    committer->closing = true;
    pthread_cond_broadcast(&committer->more);
    pthread_mutex_unlock(&committer->lock);
    for (int i = 0; i < committer->thread_count; i++)
        pthread_join(committer->threads[i], NULL);
    pthread_cond_destroy(&committer->more);
    pthread_mutex_destroy(&committer->lock);
}

/* Adds a thread if there are not enough idle ones for the jobs that wait, which an idle thread may
 * not have noticed yet. */
static void add_thread(struct ai95_committer *committer) {
    if (committer->idle >= committer->waiting || committer->thread_count == AI95_COMMITTERS)
        return;
    if (ai95_thread_start(&committer->threads[committer->thread_count], work, committer) == 0)
        committer->thread_count++;
}

enum ai95_status ai95_commit_start(struct ai95_committer *committer, int fd, int before,
                                   const char *from, const char *to, struct ai95_commit **result) {
    struct ai95_commit *commit = calloc(1, sizeof *commit);
    if (commit == NULL)
        return AI95_NO_MEMORY;
    *result = commit; /* from here on the waiter releases it */
    atomic_init(&commit->references, 1);
    commit->fd = commit->before = -1;
    commit->pid = getpid();
    if (ai95_file_in_memory(fd) && (before < 0 || ai95_file_in_memory(before))) {
        /* Nothing to wait for: a thread would cost more than it saves. */
        commit->result = ai95_file_commit(fd, from, to);
        atomic_store(&commit->done, true);
        return AI95_OK;
    }
    commit->fd = ai95_file_duplicate(fd);
    commit->before = before < 0 ? -1 : ai95_file_duplicate(before);
    if (commit->fd < 0 || (before >= 0 && commit->before < 0)) {
        commit->result = errno;
        atomic_store(&commit->done, true);
        return AI95_OK;
    }
    commit->from = strdup(from);
    commit->to = strdup(to);
    if (commit->from == NULL || commit->to == NULL)
        return AI95_NO_MEMORY;
    pthread_mutex_lock(&committer->lock);
    committer->waiting++;
    add_thread(committer);
    bool can_run = committer->thread_count > 0;
    if (!can_run) {
        committer->waiting--;
    } else {
        atomic_fetch_add(&commit->references, 1);
        if (committer->first == NULL)
            committer->first = commit;
        else
            committer->last->next = commit;
        committer->last = commit;
        pthread_cond_signal(&committer->more);
    }
    pthread_mutex_unlock(&committer->lock);
    if (!can_run)
        carry_out(commit); /* the system gives no thread */
    return AI95_OK;
}
