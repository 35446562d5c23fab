/* Times as the platform writes them, "Y-m-d" or "Y-m-d H:i:s" in China Standard Time, from the
 * forms in which they come. */
#ifndef AI95_TIME_H
#define AI95_TIME_H

#include <stdbool.h>
#include <stddef.h>

enum ai95_time_kind {
    AI95_TIME_MISSING,   /* no time: empty, zeros, or a date before 1971, as PHP's date(0) */
    AI95_TIME_AS_IS,     /* in the platform's form */
    AI95_TIME_REWRITTEN, /* in another form: now in `out`, with a NUL */
    AI95_TIME_UNKNOWN    /* no form of a time that is known */
};

/* Reads "Y-m-d" and "Y/m/d", alone or with "H:i" or "H:i:s", a fraction, and a zone ("Z",
 * "+08:00"), behind a blank or a T; and, of a number or digits, a Unix time in seconds or
 * milliseconds. */
enum ai95_time_kind ai95_time_read(const char *text, size_t length, bool is_number, char out[20]);
/* Whether the text is a time in the platform's form, with hours; then `out` has it with its zone,
 * "Y-m-dTH:i:s+08:00", without a NUL. */
bool ai95_time_with_zone(const char *text, size_t length, char out[25]);

#endif
