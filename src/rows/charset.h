/* Text in GB18030 (which has GBK and GB2312 in it, and is how Chinese Excel saves CSV) as UTF-8, by
 * the libc's iconv.
 */
#ifndef AI95_CHARSET_H
#define AI95_CHARSET_H

#include <iconv.h>
#include "util/buffer.h"

struct ai95_charset {
    iconv_t converter;
    int open;
};

/* AI95_BAD_DATA where the libc does not know the charset. */
enum ai95_status ai95_charset_open(struct ai95_charset *charset, const char *name);
void ai95_charset_close(struct ai95_charset *charset);
/* Appends `text` as UTF-8; AI95_BAD_DATA where it is not in the charset. */
enum ai95_status ai95_charset_decode(struct ai95_charset *charset, struct ai95_buffer *out,
                                     const char *text, size_t length);

#endif
