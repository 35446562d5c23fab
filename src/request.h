/* A request as plain data, and how it becomes libcurl's options. */
#ifndef AI95_REQUEST_H
#define AI95_REQUEST_H

#include "http.h"

struct ai95_request {
    const char *url;
    const char *body; /* NULL: a GET, or a form */
    size_t body_length;
    const char *ca_file, *proxy;                  /* or NULL */
    long timeout_ms, connect_timeout_ms, stall_s; /* 0: none */
    bool insecure;                                /* no verification of the server's certificate */
    bool http2;
    bool gzip;
    bool once; /* sent over a new connection: on a reused one that turns out dead libcurl sends again by itself */
};

/* The body and the strings must live as long as the transfer does. */
CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer);

#endif
