/* Reads the body of an answer, decompressing it if it is gzip. Its first bytes decide that, since
 * servers send wrong headers. Uses constant memory. */
#ifndef AI95_INFLATE_H
#define AI95_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include "util/status.h"

struct ai95_bytes {
    const unsigned char *data;
    size_t length;
};

struct ai95_gzip; /* allocated if the body is gzip */

/* Zeroed memory is a reader at the beginning of a body. */
struct ai95_inflater {
    enum { AI95_BEGINNING, AI95_PLAIN, AI95_MEMBER, AI95_BETWEEN, AI95_REST } state;
    size_t matched; /* of the bytes that gzip begins with */
    struct ai95_gzip *gzip;
};

/* Gives the next piece of the content and takes what it used from the beginning of `in`. The piece
 * is valid until the next call; an empty one means that `in` is used up. AI95_BAD_DATA if the body
 * is damaged. */
enum ai95_status ai95_inflate_next(struct ai95_inflater *inflater, struct ai95_bytes *in,
                                   struct ai95_bytes *piece);
/* Whether there may be another piece although `in` is used up. */
bool ai95_inflate_has_more(const struct ai95_inflater *inflater);
/* To be called at the end of the body, for a last piece, which may be empty. AI95_BAD_DATA if the
 * body is cut off. */
enum ai95_status ai95_inflate_end(struct ai95_inflater *inflater, struct ai95_bytes *piece);
void ai95_inflate_free(struct ai95_inflater *inflater);

#endif
