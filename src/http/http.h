/* HTTP over one libcurl multi handle: a pool of connections, and transfers in it. No callback of libcurl's calls Lua.
 */
#ifndef AI95_HTTP_H
#define AI95_HTTP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <curl/curl.h>
#include "file/committer.h"
#include "crypto/crypto.h"
#include "http/profile.h"

enum {
    AI95_KEPT_CONNECTIONS = 100,
    AI95_SPARE_HANDLES = AI95_KEPT_CONNECTIONS,
    AI95_PAUSE_AT = 256 * 1024 /* bytes that lie there untaken, at which receiving pauses */
};

struct ai95_transfer;

/* An easy handle, set up for a profile. Setting one up anew costs more than all else that a small request does. */
struct ai95_handle {
    CURL *easy;
    struct ai95_profile *profile;
    bool set_up;
    struct curl_slist *headers; /* which it points to */
    char *url;                  /* of its last request */
    CURLU *address;             /* that, taken apart, once it came twice */
};

struct ai95_pool {
    CURLM *multi;
    pid_t pid; /* of the process that opened the connections: after a fork they are not the child's to use */
    struct ai95_transfer *transfers;
    struct ai95_handle spare[AI95_SPARE_HANDLES];
    int spare_count;
    bool news;                        /* a transfer ended, or has a piece to take that it had not before */
    struct ai95_committer *committer; /* NULL until there is a file to put on the disk */
};

struct ai95_transfer {
    struct ai95_pool *pool; /* NULL where it is not under way */
    struct ai95_transfer *next, *previous;
    CURL *easy; /* of `handle` */
    struct ai95_handle handle;
    curl_mime *form;
    struct ai95_buffer
        sent; /* the request's body, our own copy: whoever gave it may be gone before libcurl has sent it */
    struct ai95_buffer head;  /* the header lines of the final answer */
    struct ai95_buffer body;  /* what has arrived and was not taken */
    struct ai95_buffer taken; /* what is being taken; empty otherwise */
    size_t piece;             /* where not 0: the body is taken in pieces of at least so much, all but the last */
    int64_t received;
    int offered;        /* a file that the body goes to if it is binary, until that is known; or -1 */
    int file;           /* where the body goes from now on, or -1 */
    int file_error;     /* errno of a failed write to it */
    EVP_MD_CTX *digest; /* of what goes to the file, where that is wanted */
    bool done, started, paused, too_large, no_memory, in_file;
    CURLcode result;
    long status;
    long connects; /* connections opened for it: 0 where one was reused */
    char error[CURL_ERROR_SIZE];
};

/* libcurl's own set-up, once in a process. */
CURLcode ai95_http_init(void);

enum ai95_status ai95_pool_open(struct ai95_pool *pool);
void ai95_pool_close(struct ai95_pool *pool);
/* Lets libcurl work; where that brings nothing, waits up to `milliseconds` for the network and lets it work again. */
CURLMcode ai95_pool_run(struct ai95_pool *pool, int milliseconds);
/* The pool's committer: ai95_pool_run returns when one of its jobs is done. */
enum ai95_status ai95_pool_committer(struct ai95_pool *pool, struct ai95_committer **committer);

/* To be called on zeroed memory before anything else: from then on ai95_transfer_free may be called at any time. */
void ai95_transfer_init(struct ai95_transfer *transfer);
/* Takes a handle, where there is one for this profile one that is set up for it. Afterwards its `easy` can be given
 * options, and then it can be started. */
enum ai95_status ai95_transfer_open(struct ai95_transfer *transfer, struct ai95_pool *pool,
                                    struct ai95_profile *profile);
CURLMcode ai95_transfer_start(struct ai95_transfer *transfer);
/* Ends it at whatever stage it is; what has arrived can still be taken. */
void ai95_transfer_stop(struct ai95_transfer *transfer);
void ai95_transfer_free(struct ai95_transfer *transfer);
/* Whether there is something to do with it: it ended, or there is a piece to take. */
bool ai95_transfer_ready(const struct ai95_transfer *transfer);
/* Receives again after pieces were taken. */
void ai95_transfer_resume(struct ai95_transfer *transfer);
/* The value of the first header of that name in the final answer, without blanks around it; NULL where there is none.
 */
const char *ai95_transfer_header(const struct ai95_transfer *transfer, const char *name, size_t name_length,
                                 size_t *length);
/* Has what goes to a file hashed with SHA-256. */
enum ai95_status ai95_transfer_digest(struct ai95_transfer *transfer);
/* The hash, once it is done: 64 characters. AI95_BAD_DATA where there is none. */
enum ai95_status ai95_transfer_sha256(struct ai95_transfer *transfer, char hex[AI95_SHA256_LENGTH]);
/* Offers a file, which becomes the transfer's own, before it is started. A body that is a file's goes there; one that
 * is text (an error, then, whatever it is called) is collected. `in_file` tells. */
void ai95_transfer_offer(struct ai95_transfer *transfer, int fd);
/* Whether what has arrived begins like a file: recordings and workbooks have control characters in their first bytes.
 */
bool ai95_transfer_is_binary(const struct ai95_transfer *transfer);

/* Between the pool and its transfers. */

/* Makes sure that the pool is this process's: after a fork it lets the parent's go, and its transfers with them. */
enum ai95_status ai95_pool_own(struct ai95_pool *pool);
void ai95_pool_add(struct ai95_pool *pool, struct ai95_transfer *transfer);
void ai95_pool_remove(struct ai95_transfer *transfer);
/* A spare handle that is set up for that profile, or a new one that is to be; false where there is no memory. */
bool ai95_pool_take_handle(struct ai95_pool *pool, struct ai95_profile *profile, struct ai95_handle *handle);
void ai95_pool_give_handle(struct ai95_pool *pool, struct ai95_handle *handle, bool reusable);
void ai95_transfer_finish(struct ai95_transfer *transfer, CURLcode result);
/* In a forked child: what libcurl has of it is the parent's. */
void ai95_transfer_abandon(struct ai95_transfer *transfer);

#endif
