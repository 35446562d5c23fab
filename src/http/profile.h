/* What requests of one kind have in common: how a handle is set up before it is told an address and
 * a body. */
#ifndef AI95_PROFILE_H
#define AI95_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

struct ai95_profile {
    int references; /* of those who hold it: Lua, and the handles that are set up for it */
    char *headers;  /* lines, separated by LF */
    char *ca_file, *proxy, *user_agent; /* or NULL */
    long connect_timeout_ms;            /* 0: libcurl's own */
    long stall_s;                       /* the longest standstill; 0: any */
    int64_t maximum;                    /* bytes of the answer's body */
    bool insecure;                      /* no verification of the server's certificate */
    bool http2, gzip;
    bool large; /* answers are expected to be */
    bool once;  /* sent over a new connection: on a reused one that proves dead libcurl sends again
                   by itself */
};

/* A copy of that, held once; NULL where there is no memory. */
struct ai95_profile *ai95_profile_new(const struct ai95_profile *settings);
struct ai95_profile *ai95_profile_hold(struct ai95_profile *profile);
/* NULL is allowed. */
void ai95_profile_release(struct ai95_profile *profile);

#endif
