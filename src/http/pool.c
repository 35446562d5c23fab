#include "http/http.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <openssl/err.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode init_result;

static void init(void) {
    init_result = curl_global_init(CURL_GLOBAL_DEFAULT);
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
    /* Else libcurl keeps four for each handle that is in use, and closes connections whenever fewer are. */
    curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)AI95_KEPT_CONNECTIONS);
    return AI95_OK;
}

/* libcurl takes a receive buffer for each transfer and gives it back at its end, upon which glibc's malloc returns it
 * to the system, page by page: a third of what a small download costs. From a block that is freed it learns to keep
 * more.
 */
static void teach_malloc(void) {
    enum { LESSON = 1024 * 1024 };
    void *volatile block = malloc(LESSON);
    free(block);
}

enum ai95_status ai95_pool_open(struct ai95_pool *pool) {
    teach_malloc();
    return open_multi(pool);
}

void ai95_pool_add(struct ai95_pool *pool, struct ai95_transfer *transfer) {
    transfer->pool = pool;
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

/* In a forked child: the parent's handles are let go without a word to the network. Cleaning them up would close the
 * parent's TLS sessions, so their memory is given up instead. */
static enum ai95_status leave_parent(struct ai95_pool *pool) {
    while (pool->transfers != NULL) {
        struct ai95_transfer *transfer = pool->transfers;
        ai95_pool_remove(transfer);
        ai95_transfer_abandon(transfer);
    }
    pool->spare_count = 0;
    pool->committer = NULL; /* its threads are the parent's */
    return open_multi(pool);
}

enum ai95_status ai95_pool_own(struct ai95_pool *pool) {
    if (pool->multi != NULL && pool->pid == getpid())
        return AI95_OK;
    return pool->multi == NULL ? AI95_NO_MEMORY : leave_parent(pool);
}

enum ai95_status ai95_pool_committer(struct ai95_pool *pool, struct ai95_committer **committer) {
    enum ai95_status status = ai95_pool_own(pool);
    if (status == AI95_OK && pool->committer == NULL) {
        struct ai95_committer *fresh = malloc(sizeof *fresh);
        status = fresh == NULL ? AI95_NO_MEMORY : ai95_committer_open(fresh);
        if (status == AI95_OK)
            pool->committer = fresh;
        else
            free(fresh);
    }
    *committer = pool->committer;
    return status;
}

static void free_handle(struct ai95_handle *handle) {
    curl_easy_cleanup(handle->easy);
    curl_slist_free_all(handle->headers);
    ai95_profile_release(handle->profile);
    free(handle->url);
    curl_url_cleanup(handle->address);
}

static void drop_spare(struct ai95_pool *pool, int index) {
    pool->spare_count--;
    memmove(&pool->spare[index], &pool->spare[index + 1], (size_t)(pool->spare_count - index) * sizeof pool->spare[0]);
}

/* One that is set up for something else is of no use: libcurl 7.88 may keep buffers on a handle, of an HTTP/2 stream or
 * of what failed, and these then cannot be given another size. */
bool ai95_pool_take_handle(struct ai95_pool *pool, struct ai95_profile *profile, struct ai95_handle *handle) {
    for (int i = pool->spare_count - 1; i >= 0; i--) {
        if (pool->spare[i].profile == profile) {
            *handle = pool->spare[i];
            drop_spare(pool, i);
            return true;
        }
    }
    handle->easy = curl_easy_init();
    if (handle->easy != NULL)
        handle->profile = ai95_profile_hold(profile);
    return handle->easy != NULL;
}

void ai95_pool_give_handle(struct ai95_pool *pool, struct ai95_handle *handle, bool reusable) {
    if (reusable) {
        if (pool->spare_count == AI95_SPARE_HANDLES) {
            free_handle(&pool->spare[0]); /* the one that was not used for the longest time */
            drop_spare(pool, 0);
        }
        pool->spare[pool->spare_count++] = *handle;
    } else {
        free_handle(handle);
    }
    memset(handle, 0, sizeof *handle);
}

void ai95_pool_close(struct ai95_pool *pool) {
    if (pool->multi == NULL)
        return;
    if (pool->pid != getpid()) {
        (void)leave_parent(pool);
        if (pool->multi != NULL)
            curl_multi_cleanup(pool->multi);
        pool->multi = NULL;
        return;
    }
    while (pool->transfers != NULL)
        ai95_transfer_stop(pool->transfers);
    if (pool->committer != NULL) {
        ai95_committer_close(pool->committer);
        free(pool->committer);
        pool->committer = NULL;
    }
    while (pool->spare_count > 0)
        free_handle(&pool->spare[--pool->spare_count]);
    curl_multi_cleanup(pool->multi);
    pool->multi = NULL;
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
    if (ai95_pool_own(pool) != AI95_OK)
        return CURLM_OUT_OF_MEMORY;
    pool->news = false;
    CURLMcode code = curl_multi_perform(pool->multi, &running);
    if (code == CURLM_OK)
        collect(pool);
    if (code != CURLM_OK || pool->news || milliseconds <= 0)
        return code;
    struct curl_waitfd wake = {pool->committer != NULL ? pool->committer->wake : -1, CURL_WAIT_POLLIN, 0};
    code = curl_multi_poll(pool->multi, &wake, pool->committer != NULL, milliseconds, NULL);
    uint64_t count;
    if (wake.revents != 0 && read(wake.fd, &count, sizeof count) < 0) {
        /* Somebody has read it already. */
    }
    if (code == CURLM_OK)
        code = curl_multi_perform(pool->multi, &running);
    if (code == CURLM_OK)
        collect(pool);
    return code;
}

CURLMcode ai95_pool_run(struct ai95_pool *pool, int milliseconds) {
    /* What went wrong with TLS libcurl has told: in the thread's queue others would find it, nginx for one. */
    ERR_set_mark();
    CURLMcode code = run(pool, milliseconds);
    ERR_pop_to_mark();
    return code;
}
