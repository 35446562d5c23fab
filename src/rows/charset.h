/* Converts text to UTF-8 with the system's iconv. Chinese Excel saves CSV in GB18030, which
 * contains GBK and GB2312. */
#ifndef AI95_CHARSET_H
#define AI95_CHARSET_H

#include <iconv.h>
#include "util/buffer.h"

struct ai95_charset {
    iconv_t converter;
    int open;
};

/* AI95_BAD_DATA if the system does not know the charset. */
enum ai95_status ai95_charset_open(struct ai95_charset *charset, const char *name);
void ai95_charset_close(struct ai95_charset *charset);
/* Appends `text` as UTF-8; AI95_BAD_DATA if it is not in the charset. */
enum ai95_status ai95_charset_decode(struct ai95_charset *charset, struct ai95_buffer *out,
                                     const char *text, size_t length);

/* Appends as much of the text as it can, and moves `*bytes` and `*length` past it. Returns 0 or
 * errno: EILSEQ if the next byte is not in the charset, EINVAL if the text ends within a character,
 * E2BIG if there is more to convert. */
int ai95_charset_convert(struct ai95_charset *charset, struct ai95_buffer *out,
                         const unsigned char **bytes, size_t *length, enum ai95_status *status);

#endif
