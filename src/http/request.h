/* A request as plain data, and as options of libcurl. */
#ifndef AI95_REQUEST_H
#define AI95_REQUEST_H

#include "http/transfer.h"

struct ai95_request {
    const char *url;
    long timeout_ms; /* 0: none */
};

/* Sets up the transfer's handle for its profile, if it is not, and gives it the request, of which
 * it keeps nothing. A POST of what the transfer has to send, a body or a form; else a GET. */
CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer);

#endif
