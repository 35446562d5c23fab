/* Which certificate authorities libcurl reads if a client names none. */
#ifndef AI95_TRUST_H
#define AI95_TRUST_H

#include <stdbool.h>

struct ai95_trust {
    const char *file;   /* a bundle, or NULL */
    const char *folder; /* with hashed links, or NULL */
    bool is_chosen; /* libcurl must be told; otherwise these are its defaults, if it says them */
};

struct ai95_trust ai95_trust_find(void);
/* How many hashed links a folder has; 0 if it cannot be read. */
int ai95_trust_count(const char *folder);

#endif
