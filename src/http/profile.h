/* The settings that requests of one kind share. */
#ifndef AI95_PROFILE_H
#define AI95_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

struct ai95_profile {
    int references;                     /* held by Lua, and by the handles that are set up for it */
    char *headers;                      /* lines, separated by LF */
    char *ca_file, *proxy, *user_agent; /* or NULL */
    long connect_timeout_ms;            /* 0: libcurl's default */
    long stall_s;                       /* the longest stall; 0: no limit */
    int64_t maximum;                    /* bytes of the answer's body */
    bool insecure;                      /* does not verify the server's certificate */
    bool http2;
    bool large; /* expects large answers */
    bool once;  /* uses a new connection: if an old one proves dead, libcurl sends again */
};

/* A copy, with one reference; NULL if there is no memory. */
struct ai95_profile *ai95_profile_new(const struct ai95_profile *settings);
struct ai95_profile *ai95_profile_hold(struct ai95_profile *profile);
/* NULL is allowed. */
void ai95_profile_release(struct ai95_profile *profile);

#endif
