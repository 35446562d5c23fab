/* The result of a plain function. Plain files never print, abort or raise. */
#ifndef AI95_STATUS_H
#define AI95_STATUS_H

enum ai95_status {
    AI95_OK = 0,
    AI95_NO_MEMORY, /* an allocation failed, or a buffer reached its maximum */
    AI95_BAD_UTF8,  /* a string is not UTF-8 */
    AI95_BAD_KEY,   /* a user_sn that holds no AES key */
    AI95_BAD_DATA,  /* input that cannot be decoded */
    AI95_BAD_SHAPE, /* data of another shape than declared */
    AI95_CRYPTO     /* OpenSSL refused (for instance MD5 in FIPS mode) */
};

#endif
