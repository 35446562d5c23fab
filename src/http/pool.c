#include "http/pool.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include "http/guard.h"
#include "http/transfer.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode init_result;

static void init(void) {
    init_result = curl_global_init(CURL_GLOBAL_DEFAULT);
    ai95_guard_init(curl_version_info(CURLVERSION_NOW)->version_num);
}

CURLcode ai95_http_init(void) {
    pthread_once(&once, init);
    return init_result;
}

static enum ai95_status open_multi(struct ai95_pool *pool) {
    pool->multi = curl_multi_init();
    pool->pid = getpid();
    if (pool->multi == NULL)
        return AI95_NO_MEMORY;
    /* By default libcurl keeps four for each handle in use, and closes connections whenever there
     * are fewer handles. */
    curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)AI95_KEPT_CONNECTIONS);
    if (!pool->watched || ai95_events_open(&pool->events, pool->multi) == AI95_OK)
        return AI95_OK;
    curl_multi_cleanup(pool->multi);
    pool->multi = NULL;
    return AI95_NO_MEMORY;
}

enum ai95_status ai95_pool_open(struct ai95_pool *pool, bool watched) {
    pool->watched = watched;
    return open_multi(pool);
}

void ai95_pool_add(struct ai95_pool *pool, struct ai95_transfer *transfer) {
    transfer->pool = pool;
    transfer->id = ++pool->last_id;
    transfer->next = pool->transfers;
    if (transfer->next != NULL)
        transfer->next->previous = transfer;
    pool->transfers = transfer;
}

void ai95_pool_remove(struct ai95_transfer *transfer) {
    struct ai95_pool *pool = transfer->pool;
    if (pool == NULL)
        return;
    if (transfer->previous != NULL)
        transfer->previous->next = transfer->next;
    else
        pool->transfers = transfer->next;
    if (transfer->next != NULL)
        transfer->next->previous = transfer->previous;
    transfer->next = transfer->previous = NULL;
    transfer->pool = NULL;
}

void ai95_pool_withdraw(struct ai95_transfer *transfer) {
    if (transfer->ready_link == NULL)
        return;
    *transfer->ready_link = transfer->next_ready;
    if (transfer->next_ready != NULL)
        transfer->next_ready->ready_link = transfer->ready_link;
    transfer->ready_link = NULL;
    transfer->next_ready = NULL;
}

void ai95_pool_announce(struct ai95_transfer *transfer) {
    struct ai95_pool *pool = transfer->pool;
    pool->changed = true;
    if (!pool->watched || transfer->ready_link != NULL)
        return;
    transfer->next_ready = pool->ready;
    if (pool->ready != NULL)
        pool->ready->ready_link = &transfer->next_ready;
    transfer->ready_link = &pool->ready;
    pool->ready = transfer;
}

struct ai95_transfer *ai95_pool_next_ready(struct ai95_pool *pool) {
    struct ai95_transfer *transfer = pool->ready;
    if (transfer != NULL)
        ai95_pool_withdraw(transfer);
    return transfer;
}

/* In a forked child: drops the parent's handles without touching the network. Cleaning them up
 * would close the parent's TLS sessions, so their memory is given up instead. */
static enum ai95_status leave_parent(struct ai95_pool *pool) {
    while (pool->transfers != NULL) {
        struct ai95_transfer *transfer = pool->transfers;
        ai95_pool_remove(transfer);
        ai95_transfer_abandon(transfer);
    }
    pool->handles.count = 0;
    pool->committer = NULL; /* its threads are the parent's */
    if (pool->notifier != NULL)
        ai95_notifier_abandon(pool->notifier);
    free(pool->notifier);
    pool->notifier = NULL;
    if (pool->watched)
        ai95_events_close(&pool->events);
    return open_multi(pool);
}

enum ai95_status ai95_pool_own(struct ai95_pool *pool) {
    if (pool->multi != NULL && pool->pid == getpid())
        return AI95_OK;
    return pool->multi == NULL ? AI95_NO_MEMORY : leave_parent(pool);
}

static void wake(void *user) {
    struct ai95_pool *pool = user;
    if (pool->watched)
        ai95_events_wake(&pool->events);
    else
        curl_multi_wakeup(pool->multi);
}

enum ai95_status ai95_pool_committer(struct ai95_pool *pool, struct ai95_committer **committer) {
    enum ai95_status status = ai95_pool_own(pool);
    if (status == AI95_OK && pool->committer == NULL) {
        struct ai95_committer *fresh = malloc(sizeof *fresh);
        status = fresh == NULL ? AI95_NO_MEMORY : ai95_committer_open(fresh, wake, pool);
        if (status == AI95_OK)
            pool->committer = fresh;
        else
            free(fresh);
    }
    *committer = pool->committer;
    return status;
}

int ai95_pool_descriptor(struct ai95_pool *pool) {
    return ai95_pool_own(pool) == AI95_OK && pool->watched ? pool->events.set : -1;
}

enum ai95_status ai95_pool_notifier(struct ai95_pool *pool, struct ai95_notifier **notifier) {
    enum ai95_status status = ai95_pool_own(pool);
    if (status == AI95_OK && pool->notifier == NULL) {
        struct ai95_notifier *fresh = malloc(sizeof *fresh);
        status = fresh == NULL ? AI95_NO_MEMORY : ai95_notifier_open(fresh, pool->events.set);
        if (status == AI95_OK)
            pool->notifier = fresh;
        else
            free(fresh);
    }
    *notifier = pool->notifier;
    return status;
}

static void close_multi(struct ai95_pool *pool) {
    while (pool->ready != NULL)
        ai95_pool_withdraw(pool->ready);
    if (pool->multi != NULL)
        curl_multi_cleanup(pool->multi);
    if (pool->multi != NULL && pool->watched)
        ai95_events_close(&pool->events);
    pool->multi = NULL;
}

void ai95_pool_close(struct ai95_pool *pool) {
    if (pool->multi == NULL)
        return;
    if (pool->pid != getpid()) {
        (void)leave_parent(pool);
        close_multi(pool);
        return;
    }
    struct ai95_guard guard;
    ai95_guard_begin(&guard);
    while (pool->transfers != NULL)
        ai95_transfer_stop(pool->transfers);
    if (pool->committer != NULL) {
        ai95_committer_close(pool->committer);
        free(pool->committer);
        pool->committer = NULL;
    }
    if (pool->notifier != NULL)
        ai95_notifier_close(pool->notifier);
    free(pool->notifier);
    pool->notifier = NULL;
    ai95_handle_free_all(&pool->handles);
    close_multi(pool);
    ai95_guard_end(&guard);
}

static void collect(struct ai95_pool *pool) {
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(pool->multi, &left)) != NULL;) {
        struct ai95_transfer *transfer = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result; /* the message dies with the handle's removal */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        if (transfer != NULL)
            ai95_transfer_finish(transfer, result);
    }
}

static CURLMcode run(struct ai95_pool *pool, int milliseconds) {
    int running = 0;
    CURLMcode code = curl_multi_perform(pool->multi, &running);
    if (code == CURLM_OK)
        collect(pool);
    if (code != CURLM_OK || pool->changed || milliseconds <= 0)
        return code;
    code = curl_multi_poll(pool->multi, NULL, 0, milliseconds, NULL);
    if (code == CURLM_OK)
        code = curl_multi_perform(pool->multi, &running);
    if (code == CURLM_OK)
        collect(pool);
    return code;
}

static CURLMcode run_watched(struct ai95_pool *pool, int milliseconds) {
    ai95_events_hold(&pool->events);
    CURLMcode code = ai95_events_run(&pool->events, pool->multi, milliseconds);
    if (code == CURLM_OK)
        collect(pool);
    ai95_events_release(&pool->events);
    return code;
}

CURLMcode ai95_pool_run(struct ai95_pool *pool, int milliseconds) {
    if (ai95_pool_own(pool) != AI95_OK)
        return CURLM_OUT_OF_MEMORY;
    pool->changed = false;
    struct ai95_guard guard;
    ai95_guard_begin(&guard);
    CURLMcode code = pool->watched ? run_watched(pool, milliseconds) : run(pool, milliseconds);
    ai95_guard_end(&guard);
    return code;
}

CURLMcode ai95_pool_start(struct ai95_transfer *transfer) {
    struct ai95_pool *pool = transfer->pool;
    if (!pool->watched)
        return curl_multi_add_handle(pool->multi, transfer->easy);
    struct ai95_guard guard;
    ai95_guard_begin(&guard);
    ai95_events_hold(&pool->events);
    CURLMcode code = curl_multi_add_handle(pool->multi, transfer->easy);
    if (code == CURLM_OK)
        code = ai95_events_kick(&pool->events, pool->multi);
    if (code == CURLM_OK)
        collect(pool);
    ai95_events_release(&pool->events);
    ai95_guard_end(&guard);
    ai95_pool_withdraw(transfer); /* the caller sees what became of it */
    if (pool->ready != NULL)
        ai95_events_wake(&pool->events); /* others are for the watching loop */
    return code;
}
