/* What a pool waits for, behind one descriptor that any event loop can watch: libcurl's sockets,
 * its timer, an alarm, and wake-ups by other threads. It needs Linux (epoll). */
#ifndef AI95_EVENTS_H
#define AI95_EVENTS_H

#include <stdbool.h>
#include <stdint.h>
#include <curl/curl.h>
#include "util/status.h"

struct ai95_events {
    int set;   /* the epoll descriptor: readable if ai95_events_run has work; -1 if closed */
    int timer; /* rings at the earlier of the two times below */
    int bell;  /* an eventfd, for wake-ups */
    int64_t timeout_at, alarm_at; /* milliseconds of the monotonic clock; INT64_MAX for never */
    int64_t rings_at;             /* what the timer is set to */
    bool held;                    /* the timer is set later */
};

bool ai95_events_supported(void);
/* Afterwards libcurl reports to it what it waits for. AI95_NO_MEMORY also if the system gives no
 * descriptor. */
enum ai95_status ai95_events_open(struct ai95_events *events, CURLM *multi);
/* After the multi handle is gone. */
void ai95_events_close(struct ai95_events *events);
/* Between these two, libcurl may change its timeout as often as it likes: the timer is set once. */
void ai95_events_hold(struct ai95_events *events);
void ai95_events_release(struct ai95_events *events);
/* Lets libcurl start what was added, and end what took too long. */
CURLMcode ai95_events_kick(struct ai95_events *events, CURLM *multi);
/* Waits up to `milliseconds` for the network and lets libcurl work. */
CURLMcode ai95_events_run(struct ai95_events *events, CURLM *multi, int milliseconds);
/* The descriptor becomes readable, now. Any thread may call this. */
void ai95_events_wake(struct ai95_events *events);
/* The descriptor becomes readable after that time, unless it does so earlier. */
void ai95_events_alarm(struct ai95_events *events, int64_t milliseconds);

#endif
