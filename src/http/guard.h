/* Keeps from the host program what libcurl does to the thread that calls it:
 *
 * - SIGPIPE, before libcurl 7.88. It comes if libcurl writes to a connection that the server has
 *   closed, and ends the process: OpenSSL writes to the socket itself, and cannot suppress it.
 * - TLS errors in OpenSSL's queue of the thread, where other code, such as nginx, would find them.
 *   libcurl reports them itself. */
#ifndef AI95_GUARD_H
#define AI95_GUARD_H

#include <signal.h>
#include <stdbool.h>

struct ai95_guard {
    sigset_t before;
    bool was_pending;
};

/* Must be called once, before the first pair, with the version of the libcurl that is used. */
void ai95_guard_init(unsigned version);

/* Around calls of libcurl that may use the network. Such pairs may be nested. */
void ai95_guard_begin(struct ai95_guard *guard);
void ai95_guard_end(const struct ai95_guard *guard);

#endif
