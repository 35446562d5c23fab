#include "http/date.h"
#include <string.h>
#include <curl/curl.h>

enum { MAX_DATE = 64 };

static const int64_t earliest = 946684800, latest = 4133980799; /* the years 2000 to 2100 */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Days, months, and the zones that mean the same everywhere: "CST" is China's or America's. */
static bool is_word(const char *word, size_t length) {
    static const char *const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
                                        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                        "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const char *const zones[] = {"GMT", "UTC", "UT", "Z"};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++)
        if (length == strlen(zones[i]) && curl_strnequal(word, zones[i], length))
            /* libcurl ignores the offset in "GMT+0800". */
            return word[length] != '+' && word[length] != '-';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (length >= 3 && curl_strnequal(word, names[i], 3))
            return true;
    return false;
}

static bool are_words(const char *text) {
    for (size_t length; *text != '\0'; text += length) {
        for (length = 0; is_letter(text[length]); length++)
            ;
        if (length == 0)
            length = 1;
        else if (!is_word(text, length))
            return false;
    }
    return true;
}

/* Whether `text` begins like `form`, in which 0 stands for any digit. */
static bool is_like(const char *text, const char *form) {
    for (; *form != '\0'; text++, form++)
        if (*form == '0' ? !is_digit(*text) : *text != *form)
            return false;
    return true;
}

/* libcurl takes a date without a time, too. */
static bool has_time(const char *text) {
    const char *colon = strchr(text, ':');
    return colon != NULL && colon - text >= 2 && is_like(colon - 2, "00:00:00");
}

/* libcurl takes the year 0001 for 2001. */
static bool has_tiny_year(const char *text) {
    const char *year = strstr(text, " 00");
    return year != NULL && is_like(year, " 0000");
}

bool ai95_http_date(const char *text, size_t length, int64_t *time) {
    char copy[MAX_DATE];
    if (length >= sizeof copy || memchr(text, '\0', length) != NULL)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (!are_words(copy) || !has_time(copy) || has_tiny_year(copy))
        return false;
    *time = (int64_t)curl_getdate(copy, NULL);
    return *time >= earliest && *time <= latest;
}
