/* A pool of connections: one libcurl multi handle, and the transfers under way in it. No callback
 * of libcurl calls Lua. */
#ifndef AI95_POOL_H
#define AI95_POOL_H

#include <stdbool.h>
#include <sys/types.h>
#include <curl/curl.h>
#include "file/committer.h"
#include "http/events.h"
#include "http/handle.h"
#include "http/notifier.h"
#include "util/status.h"

#if LIBCURL_VERSION_NUM < 0x074a00
#error "ai95 needs libcurl 7.74 or newer; scripts/oldest.sh tests that version"
#endif

enum { AI95_KEPT_CONNECTIONS = 100 };

struct ai95_transfer;

struct ai95_pool {
    CURLM *multi;
    pid_t pid; /* of the process that opened the connections, which a forked child must not use */
    struct ai95_transfer *transfers;
    struct ai95_free_list handles;
    bool changed;                     /* a transfer ended, or has a new piece to take */
    struct ai95_committer *committer; /* NULL until a file is committed */
    bool watched;                     /* a loop of the host watches its events */
    struct ai95_events events;        /* if it is watched */
    struct ai95_notifier *notifier;   /* NULL until the loop asks for notifications */
    struct ai95_transfer *ready;      /* if it is watched: those that changed */
    uint32_t last_id;
};

/* Sets up libcurl, once in a process. */
CURLcode ai95_http_init(void);

/* A pool that is watched works when its descriptor is readable, and a transfer begins at its start.
 * Any other pool works only in ai95_pool_run. */
enum ai95_status ai95_pool_open(struct ai95_pool *pool, bool watched);
void ai95_pool_close(struct ai95_pool *pool);
/* Lets libcurl work; if nothing changes, waits up to `milliseconds` for the network and lets it
 * work again. */
CURLMcode ai95_pool_run(struct ai95_pool *pool, int milliseconds);
/* The pool's committer: ai95_pool_run returns when one of its jobs is done. */
enum ai95_status ai95_pool_committer(struct ai95_pool *pool, struct ai95_committer **committer);
/* Of a pool that is watched: the descriptor that is readable when ai95_pool_run has work; -1
 * without memory. */
int ai95_pool_descriptor(struct ai95_pool *pool);
/* Its notifier, started the first time. */
enum ai95_status ai95_pool_notifier(struct ai95_pool *pool, struct ai95_notifier **notifier);
/* The next of the transfers that ended, or have a new piece to take; NULL if there is none. */
struct ai95_transfer *ai95_pool_next_ready(struct ai95_pool *pool);

/* For transfers. */

/* Makes sure that the pool is this process's: after a fork it drops the parent's connections and
 * transfers. */
enum ai95_status ai95_pool_own(struct ai95_pool *pool);
void ai95_pool_add(struct ai95_pool *pool, struct ai95_transfer *transfer);
void ai95_pool_remove(struct ai95_transfer *transfer);
CURLMcode ai95_pool_start(struct ai95_transfer *transfer);
/* It ended, or has a new piece to take. */
void ai95_pool_announce(struct ai95_transfer *transfer);
/* It will not be returned by ai95_pool_next_ready, unless it is announced again. */
void ai95_pool_withdraw(struct ai95_transfer *transfer);

#endif
