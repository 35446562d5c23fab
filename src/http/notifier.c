#include "http/notifier.h"

#ifdef __linux__

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include "file/file.h"
#include "util/thread.h"

void ai95_notifier_arm(struct ai95_notifier *notifier) {
    /* Once: the thread sleeps while the loop is busy with what it was notified of. */
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.fd = notifier->watched};
    (void)epoll_ctl(notifier->set, EPOLL_CTL_MOD, notifier->watched, &event);
}

/* A datagram with the token comes from the loop's socket. Others may send here, too. */
static void receive(struct ai95_notifier *notifier, struct sockaddr_in *loop) {
    unsigned char data[AI95_TOKEN + 1];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t length = recvfrom(notifier->socket, data, sizeof data, MSG_DONTWAIT,
                              (struct sockaddr *)&from, &size);
    if (length == AI95_TOKEN && size == sizeof from &&
        CRYPTO_memcmp(data, notifier->token, AI95_TOKEN) == 0) {
        *loop = from;
        ai95_notifier_arm(notifier);
    }
}

static void notify(const struct ai95_notifier *notifier, const struct sockaddr_in *loop) {
    ssize_t sent = sendto(notifier->socket, "!", 1, MSG_DONTWAIT | MSG_NOSIGNAL,
                          (const struct sockaddr *)loop, sizeof *loop);
    (void)sent; /* fails if the loop's socket is gone, or is full: then it has enough to read */
}

static void *work(void *user) {
    struct ai95_notifier *notifier = user;
    struct sockaddr_in loop = {0};
    for (;;) {
        struct epoll_event event;
        int count = epoll_wait(notifier->set, &event, 1, -1);
        if (count < 0 && errno != EINTR)
            return NULL;
        if (count < 1)
            continue;
        if (event.data.fd == notifier->quit)
            return NULL;
        if (event.data.fd == notifier->socket)
            receive(notifier, &loop);
        else
            notify(notifier, &loop);
    }
}

static int open_socket(struct ai95_notifier *notifier) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    notifier->socket = ai95_file_lift(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (notifier->socket < 0 ||
        bind(notifier->socket, (struct sockaddr *)&address, sizeof address) != 0 ||
        getsockname(notifier->socket, (struct sockaddr *)&address, &size) != 0)
        return -1;
    notifier->port = ntohs(address.sin_port);
    return 0;
}

static int add(struct ai95_notifier *notifier, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(notifier->set, EPOLL_CTL_ADD, fd, &event);
}

enum ai95_status ai95_notifier_open(struct ai95_notifier *notifier, int watched) {
    memset(notifier, 0, sizeof *notifier);
    notifier->watched = watched;
    notifier->socket = -1;
    notifier->set = ai95_file_lift(epoll_create1(EPOLL_CLOEXEC));
    notifier->quit = ai95_file_lift(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (notifier->set >= 0 && notifier->quit >= 0 && open_socket(notifier) == 0 &&
        RAND_bytes(notifier->token, AI95_TOKEN) == 1 && add(notifier, notifier->socket) == 0 &&
        add(notifier, notifier->quit) == 0) {
        struct epoll_event nothing = {.events = EPOLLONESHOT, .data.fd = watched};
        if (epoll_ctl(notifier->set, EPOLL_CTL_ADD, watched, &nothing) == 0 &&
            ai95_thread_start(&notifier->thread, work, notifier) == 0)
            return AI95_OK;
    }
    ai95_notifier_abandon(notifier);
    return AI95_NO_MEMORY;
}

void ai95_notifier_abandon(struct ai95_notifier *notifier) {
    int fds[] = {notifier->set, notifier->quit, notifier->socket};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
    notifier->set = notifier->quit = notifier->socket = -1;
}

void ai95_notifier_close(struct ai95_notifier *notifier) {
    uint64_t one = 1;
    ssize_t written = write(notifier->quit, &one, sizeof one);
    (void)written; /* cannot fail: the counter is at 0 */
    pthread_join(notifier->thread, NULL);
    ai95_notifier_abandon(notifier);
}

#else

enum ai95_status ai95_notifier_open(struct ai95_notifier *notifier, int watched) {
    (void)notifier, (void)watched;
    return AI95_NO_MEMORY;
}

void ai95_notifier_arm(struct ai95_notifier *notifier) {
    (void)notifier;
}

void ai95_notifier_close(struct ai95_notifier *notifier) {
    (void)notifier;
}

void ai95_notifier_abandon(struct ai95_notifier *notifier) {
    (void)notifier;
}

#endif
