/* JSON as PHP's json_encode writes it with default flags: this is what the platform hashes (the
 * document's section 接口细则, "参数url说明"). */
#ifndef AI95_PHP_JSON_H
#define AI95_PHP_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include "util/buffer.h"

/* Appends `text` as a JSON string. With `strip`, blanks are left out. The platform also strips CR,
 * LF and TAB, but inside a string these are escapes already. AI95_BAD_UTF8 sets `*bad` to the
 * offset of the offending byte. */
enum ai95_status ai95_php_string(struct ai95_buffer *out, const char *text, size_t length,
                                 bool strip, size_t *bad);
/* Makes the end of the buffer from `start` on, which is base64, the content of a JSON string: only
 * slashes need an escape. */
enum ai95_status ai95_php_base64(struct ai95_buffer *out, size_t start);
enum ai95_status ai95_php_integer(struct ai95_buffer *out, int64_t value);
/* AI95_BAD_DATA for an infinity or NaN, which JSON does not have. */
enum ai95_status ai95_php_number(struct ai95_buffer *out, double value);

#endif
