/* Customers' rows to the platform's JSON, {"data":[{"姓名":"…","电话":"…"},…]}, and through AES to base64 or into a
 * hash, in one pass over a block that stays in the cache. */
#ifndef AI95_ROWS_H
#define AI95_ROWS_H

#include "crypto/crypto.h"

enum ai95_rows_form { AI95_ROWS_JSON, AI95_ROWS_AES, AI95_ROWS_SHA256 };

enum {
    AI95_ROWS_LEAD = 16, /* the last bytes that were passed on */
    AI95_ROWS_BLOCK = 256 * AI95_AES_PIECE,
    AI95_ROWS_SLACK = 8192
};

/* A string, or JSON's null where the text is NULL. */
struct ai95_value {
    const char *text;
    size_t length;
};

struct ai95_rows {
    enum ai95_rows_form form;
    struct ai95_buffer out;
    EVP_CIPHER_CTX *cipher;
    EVP_MD_CTX *digest;
    struct ai95_buffer keys; /* encoded: {"姓名": for the first column, ,"电话": for the next */
    struct ai95_buffer ends; /* where in `keys` each one ends, as size_t */
    size_t columns;
    size_t count;         /* of rows */
    size_t expected;      /* how many there will be, where that is known: the result gets its memory at once */
    size_t used, checked; /* how far the block is filled; how far that is known to be UTF-8 */
    unsigned char block[AI95_ROWS_LEAD + AI95_ROWS_BLOCK + AI95_ROWS_SLACK];
};

/* `rows` is zeroed memory. The user_sn is needed for AI95_ROWS_AES alone. */
enum ai95_status ai95_rows_open(struct ai95_rows *rows, enum ai95_rows_form form, const char *user_sn, size_t length);
void ai95_rows_free(struct ai95_rows *rows);

/* Adds a column, before any row. AI95_BAD_DATA for a name of more than 512 bytes. */
enum ai95_status ai95_rows_column(struct ai95_rows *rows, const char *name, size_t length);

/* Adds a row, which has a value for each column. AI95_BAD_UTF8 sets `*column`, from 0, and `*bad` to the offset of the
 * offending byte. */
enum ai95_status ai95_rows_add(struct ai95_rows *rows, const struct ai95_value *values, size_t *column, size_t *bad);
/* Closes the document; the result is in `out`. */
enum ai95_status ai95_rows_finish(struct ai95_rows *rows);

#endif
