/* A request as plain data, and how it becomes libcurl's options. */
#ifndef AI95_REQUEST_H
#define AI95_REQUEST_H

#include "http.h"

struct ai95_request {
    const char *url;
    const char *body; /* NULL: a GET, or a form */
    size_t body_length;
    const char *headers;                          /* lines, separated by LF */
    const char *ca_file, *proxy;                  /* or NULL */
    long timeout_ms, connect_timeout_ms, stall_s; /* 0: none */
    bool insecure;                                /* no verification of the server's certificate */
    bool http2;
    bool gzip;
    bool form; /* the transfer's form is sent */
    bool once; /* sent over a new connection: on a reused one that turns out dead libcurl sends again by itself */
};

enum { AI95_PROFILE_LENGTH = 2048 };

/* All that a handle is set up with before it is told the address and the body. False where that is too long to be kept,
 * or is not to be kept: a handle that had a form does not easily forget it. */
bool ai95_request_profile(const struct ai95_request *request, char profile[AI95_PROFILE_LENGTH]);
/* Sets up the transfer's handle, as far as it is not. Nothing of the request need live on. */
CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer, const char *profile);

#endif
