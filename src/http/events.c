#include "http/events.h"

#ifdef __linux__

#include <errno.h>
#include <limits.h>
#include <time.h>
#include <unistd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include "file/file.h"

enum { MAX_READY = 64, MAX_ROUNDS = 8 }; /* of events, before other programs have their turn */

bool ai95_events_supported(void) {
    return true;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void set_timer(struct ai95_events *events) {
    int64_t at = events->timeout_at < events->alarm_at ? events->timeout_at : events->alarm_at;
    if (at == events->rings_at)
        return;
    struct itimerspec setting = {0}; /* all zero stops it */
    if (at != INT64_MAX) {
        int64_t time = at > 0 ? at : 1; /* a time that has passed rings at once */
        setting.it_value.tv_sec = (time_t)(time / 1000);
        setting.it_value.tv_nsec = (long)(time % 1000) * 1000000;
    }
    if (timerfd_settime(events->timer, TFD_TIMER_ABSTIME, &setting, NULL) == 0)
        events->rings_at = at;
}

/* libcurl calls these two. */

static int on_timeout(CURLM *multi, long milliseconds, void *user) {
    (void)multi;
    struct ai95_events *events = user;
    events->timeout_at = milliseconds < 0 ? INT64_MAX : now() + milliseconds;
    if (!events->held)
        set_timer(events);
    return 0;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *known) {
    (void)easy, (void)known;
    struct ai95_events *events = user;
    struct epoll_event event = {.data.fd = fd};
    if (what == CURL_POLL_REMOVE) {
        /* libcurl may have closed the socket, and then it has left the set. */
        (void)epoll_ctl(events->set, EPOLL_CTL_DEL, fd, &event);
        return 0;
    }
    event.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
    if (epoll_ctl(events->set, EPOLL_CTL_ADD, fd, &event) == 0)
        return 0;
    return errno == EEXIST ? epoll_ctl(events->set, EPOLL_CTL_MOD, fd, &event) : -1;
}

static bool add(struct ai95_events *events, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(events->set, EPOLL_CTL_ADD, fd, &event) == 0;
}

enum ai95_status ai95_events_open(struct ai95_events *events, CURLM *multi) {
    events->timeout_at = events->alarm_at = events->rings_at = INT64_MAX;
    events->held = false;
    events->set = ai95_file_lift(epoll_create1(EPOLL_CLOEXEC));
    events->timer = ai95_file_lift(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
    events->bell = ai95_file_lift(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (events->set < 0 || events->timer < 0 || events->bell < 0 || !add(events, events->timer) ||
        !add(events, events->bell)) {
        ai95_events_close(events);
        return AI95_NO_MEMORY;
    }
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, events);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timeout);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, events);
    return AI95_OK;
}

static void close_one(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void ai95_events_close(struct ai95_events *events) {
    close_one(&events->set);
    close_one(&events->timer);
    close_one(&events->bell);
}

void ai95_events_hold(struct ai95_events *events) {
    events->held = true;
}

void ai95_events_release(struct ai95_events *events) {
    events->held = false;
    set_timer(events);
}

/* Adding a transfer, or letting one go on, makes libcurl ask for a timeout of 0. */
CURLMcode ai95_events_kick(struct ai95_events *events, CURLM *multi) {
    CURLMcode code = CURLM_OK;
    int left;
    for (int round = 0; code == CURLM_OK && round < MAX_ROUNDS && events->timeout_at <= now();
         round++) {
        events->timeout_at = INT64_MAX;
        code = curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &left);
    }
    return code;
}

static void drain(int fd) {
    uint64_t count;
    ssize_t read_now = read(fd, &count, sizeof count);
    (void)read_now; /* another process may have read it: then there is nothing to do */
}

static CURLMcode handle(struct ai95_events *events, CURLM *multi, const struct epoll_event *event) {
    int fd = event->data.fd, left;
    if (fd == events->timer) {
        drain(fd);
        events->rings_at = INT64_MAX;
        if (events->alarm_at <= now())
            events->alarm_at = INT64_MAX;
        return CURLM_OK;
    }
    if (fd == events->bell) {
        drain(fd);
        return CURLM_OK;
    }
    int what = (event->events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) |
               (event->events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
               (event->events & EPOLLERR ? CURL_CSELECT_ERR : 0);
    return curl_multi_socket_action(multi, fd, what, &left);
}

CURLMcode ai95_events_run(struct ai95_events *events, CURLM *multi, int milliseconds) {
    struct epoll_event ready[MAX_READY];
    CURLMcode code = ai95_events_kick(events, multi);
    for (int round = 0; code == CURLM_OK && round < MAX_ROUNDS; round++) {
        if (round == 0 && milliseconds > 0)
            set_timer(events);
        int count = epoll_wait(events->set, ready, MAX_READY, round == 0 ? milliseconds : 0);
        for (int i = 0; code == CURLM_OK && i < count; i++)
            code = handle(events, multi, &ready[i]);
        if (code == CURLM_OK)
            code = ai95_events_kick(events, multi);
        if (count < MAX_READY)
            break; /* also after a signal: the caller's loop goes on */
    }
    return code;
}

void ai95_events_wake(struct ai95_events *events) {
    uint64_t one = 1;
    ssize_t written = write(events->bell, &one, sizeof one);
    (void)written; /* fails only if it rings already */
}

void ai95_events_alarm(struct ai95_events *events, int64_t milliseconds) {
    int64_t at = now() + milliseconds;
    if (at >= events->alarm_at)
        return;
    events->alarm_at = at;
    if (!events->held)
        set_timer(events);
}

#else

bool ai95_events_supported(void) {
    return false;
}

enum ai95_status ai95_events_open(struct ai95_events *events, CURLM *multi) {
    (void)multi;
    events->set = events->timer = events->bell = -1;
    return AI95_NO_MEMORY;
}

void ai95_events_close(struct ai95_events *events) {
    (void)events;
}

void ai95_events_hold(struct ai95_events *events) {
    (void)events;
}

void ai95_events_release(struct ai95_events *events) {
    (void)events;
}

CURLMcode ai95_events_kick(struct ai95_events *events, CURLM *multi) {
    (void)events, (void)multi;
    return CURLM_INTERNAL_ERROR;
}

CURLMcode ai95_events_run(struct ai95_events *events, CURLM *multi, int milliseconds) {
    (void)events, (void)multi, (void)milliseconds;
    return CURLM_INTERNAL_ERROR;
}

void ai95_events_wake(struct ai95_events *events) {
    (void)events;
}

void ai95_events_alarm(struct ai95_events *events, int64_t milliseconds) {
    (void)events, (void)milliseconds;
}

#endif
