#include "rows/charset.h"
#include <errno.h>
#include <stdint.h>

enum ai95_status ai95_charset_open(struct ai95_charset *charset, const char *name) {
    charset->converter = iconv_open("UTF-8", name);
    if (charset->converter == (iconv_t)-1)
        return errno == ENOMEM ? AI95_NO_MEMORY : AI95_BAD_DATA;
    charset->open = 1;
    return AI95_OK;
}

void ai95_charset_close(struct ai95_charset *charset) {
    if (charset->open)
        iconv_close(charset->converter);
    charset->open = 0;
}

int ai95_charset_convert(struct ai95_charset *charset, struct ai95_buffer *out,
                         const unsigned char **bytes, size_t *length, enum ai95_status *status) {
    /* No character of GB18030 is longer in UTF-8 than twice its bytes. */
    *status = ai95_buffer_reserve(out, *length * 2 + 8);
    if (*status != AI95_OK)
        return 0;
    char *from = (char *)(uintptr_t)*bytes; /* iconv's interface lacks the const; it only reads */
    char *to = (char *)out->data + out->length;
    size_t room = out->capacity - out->length;
    size_t result = iconv(charset->converter, &from, length, &to, &room);
    *bytes = (const unsigned char *)from;
    out->length = out->capacity - room;
    return result == (size_t)-1 ? errno : 0;
}

enum ai95_status ai95_charset_decode(struct ai95_charset *charset, struct ai95_buffer *out,
                                     const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    iconv(charset->converter, NULL, NULL, NULL, NULL);
    while (length > 0) {
        enum ai95_status status;
        int failure = ai95_charset_convert(charset, out, &bytes, &length, &status);
        if (status != AI95_OK)
            return status;
        if (failure != 0 && failure != E2BIG)
            return AI95_BAD_DATA;
    }
    return AI95_OK;
}
