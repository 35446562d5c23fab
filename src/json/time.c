#include "json/time.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { DAY = 86400, CHINA = 8 * 3600, FIRST_YEAR = 1971 };

static const int64_t first_time = (int64_t)365 * DAY - CHINA, /* 1971, in China */
    last_time = 253402300799 - CHINA,                         /* the end of 9999, in China */
    milliseconds = 100000000000;                              /* seconds would be the year 5138 */

struct cursor {
    const char *at, *end;
};

/* `count` digits, as a number; -1 if there are none. */
static int digits(struct cursor *cursor, int count) {
    int value = 0;
    if (cursor->end - cursor->at < count)
        return -1;
    for (int i = 0; i < count; i++) {
        if (cursor->at[i] < '0' || cursor->at[i] > '9')
            return -1;
        value = value * 10 + (cursor->at[i] - '0');
    }
    cursor->at += count;
    return value;
}

static bool skip(struct cursor *cursor, char expected) {
    if (cursor->at == cursor->end || *cursor->at != expected)
        return false;
    cursor->at++;
    return true;
}

/* Days from 1970-01-01 to the first day of a month: the civil calendar's arithmetic. */
static int64_t days_before(int year, int month) {
    int64_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 - 719468;
}

static int days_in(int year, int month) {
    return (int)(month == 12 ? 31 : days_before(year, month + 1) - days_before(year, month));
}

static enum ai95_time_kind write_time(int64_t time, char out[20]) {
    if (time < first_time)
        return time == 0 ? AI95_TIME_MISSING : AI95_TIME_UNKNOWN;
    if (time > last_time)
        return AI95_TIME_UNKNOWN;
    time += CHINA;
    int64_t day = time / DAY;
    int second = (int)(time % DAY), year = (int)(1970 + day / 366), month = 1;
    while (days_before(year + 1, 1) <= day)
        year++;
    while (month < 12 && days_before(year, month + 1) <= day)
        month++;
    snprintf(out, 20, "%04u-%02u-%02u %02u:%02u:%02u", (unsigned)year % 10000,
             (unsigned)month % 100, (unsigned)(day - days_before(year, month) + 1) % 100,
             (unsigned)second / 3600 % 100, (unsigned)second / 60 % 60, (unsigned)second % 60);
    return AI95_TIME_REWRITTEN;
}

/* Digits, perhaps with a fraction. */
static enum ai95_time_kind read_unix_time(struct cursor cursor, char out[20]) {
    int64_t time = 0;
    int digit, count = 0;
    if (skip(&cursor, '-')) /* before 1970: what PHP makes of zeros */
        return digits(&cursor, 1) >= 0 ? AI95_TIME_MISSING : AI95_TIME_UNKNOWN;
    for (; (digit = digits(&cursor, 1)) >= 0; count++) {
        if (time > INT64_MAX / 10 - 1)
            return AI95_TIME_UNKNOWN;
        time = time * 10 + digit;
    }
    if (count == 0)
        return AI95_TIME_UNKNOWN;
    if (skip(&cursor, '.')) {
        while (digits(&cursor, 1) >= 0) {
        }
    }
    if (cursor.at != cursor.end)
        return AI95_TIME_UNKNOWN;
    return write_time(time >= milliseconds ? time / 1000 : time, out);
}

/* "Z", "+08:00", "+0800", "+08": seconds east of Greenwich. */
static bool read_zone(struct cursor *cursor, int *offset) {
    if (skip(cursor, 'Z') || skip(cursor, 'z')) {
        *offset = 0;
        return true;
    }
    int sign = skip(cursor, '+') ? 1 : skip(cursor, '-') ? -1 : 0;
    int hours = sign != 0 ? digits(cursor, 2) : -1, minutes = 0;
    if (hours < 0)
        return false;
    skip(cursor, ':');
    if (cursor->at != cursor->end)
        minutes = digits(cursor, 2);
    if (hours > 14 || minutes < 0 || minutes > 59)
        return false;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

static enum ai95_time_kind read_date(const char *text, size_t length, char out[20]) {
    struct cursor cursor = {text, text + length};
    bool negative = skip(&cursor, '-'); /* what PHP makes of zeros: "-0001-11-30 00:00:00" */
    int year = digits(&cursor, 4);
    char separator = cursor.at < cursor.end && *cursor.at == '/' ? '/' : '-';
    int month = skip(&cursor, separator) ? digits(&cursor, 2) : -1;
    int day = skip(&cursor, separator) ? digits(&cursor, 2) : -1;
    int hour = 0, minute = 0, second = 0, zone = CHINA;
    if (year < 0 || month < 0 || day < 0)
        return AI95_TIME_UNKNOWN;
    bool has_time = cursor.at != cursor.end, is_whole = !has_time;
    if (has_time) {
        if (!skip(&cursor, ' ') && !skip(&cursor, 'T') && !skip(&cursor, 't'))
            return AI95_TIME_UNKNOWN;
        hour = digits(&cursor, 2);
        minute = skip(&cursor, ':') ? digits(&cursor, 2) : -1;
        if (skip(&cursor, ':')) {
            second = digits(&cursor, 2);
            is_whole = cursor.at == cursor.end && text[10] == ' ';
        }
        if (hour < 0 || minute < 0 || second < 0)
            return AI95_TIME_UNKNOWN;
        if (skip(&cursor, '.')) {
            while (digits(&cursor, 1) >= 0) {
            }
        }
        skip(&cursor, ' ');
        if (cursor.at != cursor.end && !read_zone(&cursor, &zone))
            return AI95_TIME_UNKNOWN;
    }
    if (cursor.at != cursor.end)
        return AI95_TIME_UNKNOWN;
    if (negative || year < FIRST_YEAR)
        return AI95_TIME_MISSING;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month) || hour > 23 ||
        minute > 59 || second > 59)
        return AI95_TIME_UNKNOWN;
    if (is_whole && separator == '-')
        return AI95_TIME_AS_IS;
    if (!has_time) {
        snprintf(out, 20, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
                 (unsigned)day % 100);
        return AI95_TIME_REWRITTEN;
    }
    int64_t time = (days_before(year, month) + day - 1) * DAY + hour * 3600 + minute * 60 + second;
    return time - zone < first_time ? AI95_TIME_MISSING : write_time(time - zone, out);
}

enum ai95_time_kind ai95_time_read(const char *text, size_t length, bool is_number, char out[20]) {
    struct cursor cursor = {text, text + length};
    while (skip(&cursor, ' ')) {
    }
    if (cursor.at == cursor.end)
        return AI95_TIME_MISSING;
    if (is_number || (memchr(text, '-', length) == NULL && memchr(text, '/', length) == NULL))
        return read_unix_time(cursor, out);
    return read_date(text, length, out);
}

bool ai95_time_with_zone(const char *text, size_t length, char out[25]) {
    static const char zone[] = "+08:00";
    char rewritten[20];
    enum { WHOLE = 19 /* "Y-m-d H:i:s" */ };
    if (length != WHOLE || text[4] != '-' ||
        ai95_time_read(text, length, false, rewritten) != AI95_TIME_AS_IS)
        return false;
    memcpy(out, text, WHOLE);
    out[10] = 'T';
    memcpy(out + WHOLE, zone, sizeof zone - 1);
    return true;
}
