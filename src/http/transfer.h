/* One HTTP exchange in a pool. */
#ifndef AI95_TRANSFER_H
#define AI95_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>
#include "crypto/crypto.h"
#include "http/inflate.h"
#include "http/pool.h"

enum { AI95_PAUSE_AT = 256 * 1024 /* bytes waiting to be taken, at which receiving pauses */ };

struct ai95_transfer {
    struct ai95_pool *pool; /* NULL if it is not under way */
    struct ai95_transfer *next, *previous;
    struct ai95_transfer *next_ready, **ready_link; /* of the pool's list of those that changed */
    uint32_t id;                                    /* in the pool */
    CURL *easy;                                     /* of `handle` */
    struct ai95_handle handle;
    curl_mime *form;
    struct ai95_buffer sent;  /* the request's body */
    struct ai95_buffer head;  /* the header lines of the final answer */
    struct ai95_buffer body;  /* arrived, not taken yet */
    struct ai95_buffer taken; /* being taken now */
    size_t piece; /* if not 0: the body is taken in pieces of at least so many bytes, except the
                     last */
    struct ai95_inflater inflater;
    size_t used;        /* of the data that libcurl gives again after a pause */
    int64_t arrived;    /* bytes of the body as they were sent */
    int64_t received;   /* bytes of it without compression */
    int offered;        /* a file for the body, until it is known whether that is a file; or -1 */
    int file;           /* the file that the body goes to, or -1 */
    int file_error;     /* errno of a failed write to it */
    EVP_MD_CTX *digest; /* of the bytes that go to the file, if wanted */
    bool done, started, paused, too_large, no_memory, in_file;
    bool long_head;     /* the header lines are too large */
    bool taking, read;  /* Lua is taking `taken`; the body was given to core.decode_answer */
    bool delimited;     /* the answer said where its body ends, and so it is whole if it is done */
    const char *damage; /* what is wrong with a compressed body, or NULL */
    CURLcode result;
    long status;
    long connects; /* opened for it: 0 if a connection was used again */
    char error[CURL_ERROR_SIZE];
};

/* Must be called first, on zeroed memory. From then on ai95_transfer_free may be called at any
 * time. */
void ai95_transfer_init(struct ai95_transfer *transfer);
/* Takes a handle for this profile. Afterwards options can be set on its `easy`, and then it can be
 * started. */
enum ai95_status ai95_transfer_open(struct ai95_transfer *transfer, struct ai95_pool *pool,
                                    struct ai95_profile *profile);
CURLMcode ai95_transfer_start(struct ai95_transfer *transfer);
/* Ends it at whatever stage it is. Pieces that have arrived can still be taken. */
void ai95_transfer_stop(struct ai95_transfer *transfer);
void ai95_transfer_free(struct ai95_transfer *transfer);
/* Whether it ended, or has a piece to take. */
bool ai95_transfer_ready(const struct ai95_transfer *transfer);
/* Receives again after pieces were taken. */
void ai95_transfer_resume(struct ai95_transfer *transfer);
/* The value of the first header of that name in the final answer, without blanks around it; NULL if
 * there is none. */
const char *ai95_transfer_header(const struct ai95_transfer *transfer, const char *name,
                                 size_t name_length, size_t *length);
/* Hashes with SHA-256 what goes to a file. */
enum ai95_status ai95_transfer_digest(struct ai95_transfer *transfer);
/* The hash, once it is done: 64 characters. AI95_BAD_DATA if there is none. */
enum ai95_status ai95_transfer_sha256(struct ai95_transfer *transfer, char hex[AI95_SHA256_LENGTH]);
/* Gives it the request's body, before it is started; `body` is empty afterwards. */
void ai95_transfer_send(struct ai95_transfer *transfer, struct ai95_buffer *body);
/* Offers a file, which becomes the transfer's own, before it is started. A body that is a file goes
 * there; any other is collected. `in_file` says which. */
void ai95_transfer_offer(struct ai95_transfer *transfer, int fd);
/* Whether the answer is a file, by its status and its beginning. To be called once AI95_SNIFFED
 * bytes have come, or it is done, and none were taken. */
bool ai95_transfer_is_file(const struct ai95_transfer *transfer);

/* For the pool. */

void ai95_transfer_finish(struct ai95_transfer *transfer, CURLcode result);
/* In a forked child: its handles are the parent's. */
void ai95_transfer_abandon(struct ai95_transfer *transfer);

#endif
