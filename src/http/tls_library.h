/* The OpenSSL that libcurl was linked with, and the one that it gets. A program that has an OpenSSL
 * of its own linked into it, as some nginx have, replaces parts of the other one. */
#ifndef AI95_TLS_LIBRARY_H
#define AI95_TLS_LIBRARY_H

#include <stdbool.h>

struct ai95_tls_library {
    unsigned long linked, used; /* OpenSSL's version numbers */
};

/* Whether libcurl gets an OpenSSL that does not fit it: then TLS fails, or worse. */
bool ai95_tls_library_replaced(struct ai95_tls_library *library);

/* The same for two version numbers. */
bool ai95_openssl_unfit(unsigned long linked, unsigned long used);

#endif
