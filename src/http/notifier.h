/* Tells an event loop that watches nothing but its own sockets, such as nginx's, when a descriptor
 * becomes readable: a thread waits for it and sends a datagram to a socket of the loop, on the
 * loopback address. It needs Linux. */
#ifndef AI95_NOTIFIER_H
#define AI95_NOTIFIER_H

#include <pthread.h>
#include <netinet/in.h>
#include "util/status.h"

enum { AI95_TOKEN = 16 }; /* bytes, in the first datagram from the loop's socket */

struct ai95_notifier {
    pthread_t thread;
    int watched; /* the descriptor */
    int set;     /* the epoll descriptor of the thread */
    int socket;
    int quit; /* an eventfd */
    int port; /* of `socket` */
    unsigned char token[AI95_TOKEN];
};

/* Starts the thread. From then on a datagram with the token says where notifications go. */
enum ai95_status ai95_notifier_open(struct ai95_notifier *notifier, int watched);
/* To be called when the loop has no work left: only then comes the next notification. */
void ai95_notifier_arm(struct ai95_notifier *notifier);
void ai95_notifier_close(struct ai95_notifier *notifier);
/* In a forked child, which does not have the thread. */
void ai95_notifier_abandon(struct ai95_notifier *notifier);

#endif
