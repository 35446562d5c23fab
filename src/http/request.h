/* A request as plain data, and how it becomes libcurl's options. */
#ifndef AI95_REQUEST_H
#define AI95_REQUEST_H

#include "http/http.h"

struct ai95_request {
    const char *url;
    const char *body; /* NULL: a GET, or the transfer's form */
    size_t body_length;
    long timeout_ms; /* 0: none */
};

/* Sets up the transfer's handle for its profile, as far as it is not, and tells it the request. Nothing of the request
 * need live on. */
CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer);

#endif
