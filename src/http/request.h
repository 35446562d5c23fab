/* A request as plain data, and as options of libcurl. */
#ifndef AI95_REQUEST_H
#define AI95_REQUEST_H

#include "http/transfer.h"

struct ai95_request {
    const char *url;
    const char *body; /* NULL: a GET, or the transfer's form */
    size_t body_length;
    long timeout_ms; /* 0: none */
};

/* Sets up the transfer's handle for its profile, if it is not, and gives it the request, of which
 * it keeps nothing. */
CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer);

#endif
