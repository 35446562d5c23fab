/* One phone number: cleaned, and checked against the numbering plan of China. */
#ifndef AI95_PHONE_H
#define AI95_PHONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ai95_phone_problem {
    AI95_PHONE_OK,
    AI95_PHONE_EMPTY,
    AI95_PHONE_SCIENTIFIC, /* 1.38E+10: a spreadsheet has dropped digits */
    AI95_PHONE_FRACTION,   /* 1380000000.1: a decimal number */
    AI95_PHONE_CHARACTER,  /* a character that is no part of a number, at `bad` */
    AI95_PHONE_PREFIX,     /* strict: +86, 0086, 86 or an extra zero */
    AI95_PHONE_MOBILE,     /* as many digits as a mobile number, but those begin with 13 to 19 */
    AI95_PHONE_MOBILE_LENGTH,
    AI95_PHONE_SERVICE,   /* an emergency or service number */
    AI95_PHONE_NO_AREA,   /* a landline without its area code */
    AI95_PHONE_LOST_ZERO, /* a landline whose area code has lost its zero */
    AI95_PHONE_AREA,      /* an area code with too few or too many digits after it */
    AI95_PHONE_LOCAL,     /* behind the area code is a digit with which no local number begins */
    AI95_PHONE_EXTENSION, /* a number, and after a separator more digits */
    AI95_PHONE_FOREIGN,   /* of another country, and not as E.164 says */
    AI95_PHONE_LENGTH
};

enum { AI95_PHONE_MAX = 18 }; /* bytes: 00 or +, and the 15 digits of E.164 */

struct ai95_phone {
    char text[AI95_PHONE_MAX]; /* as it is sent */
    size_t length;
    uint64_t key;  /* whose it is: the same for all ways to write the number; never 0 */
    bool cleaned;  /* whether `text` differs from what was given */
    size_t digits; /* how many were found, for messages */
    size_t bad;    /* the offset of the offending character */
};

/* Reads `text`, which is UTF-8. With `strict`, a number that would be cleaned is refused. */
enum ai95_phone_problem ai95_phone_read(const char *text, size_t length, bool strict,
                                        struct ai95_phone *phone);

#endif
