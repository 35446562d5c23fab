/* HTTP dates: the time is of a year that is read, and the same in the standard's form. */
#include "fuzz.h"
#include <time.h>
#include "http/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t time = 0, again = 0;
    if (!ai95_http_date((const char *)data, size, &time))
        return 0;
    time_t seconds = (time_t)time;
    struct tm tm;
    char text[128];
    CHECK(gmtime_r(&seconds, &tm) != NULL && tm.tm_year >= 100 && tm.tm_year <= 200);
    snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday], tm.tm_mday,
             months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
    CHECK(ai95_http_date(text, strlen(text), &again) && again == time);
    return 0;
}
