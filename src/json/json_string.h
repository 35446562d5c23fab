/* Strings as plain JSON writes them: UTF-8 as it is. (The bytes that are hashed are PHP's JSON:
 * php_json.h.) */
#ifndef AI95_JSON_STRING_H
#define AI95_JSON_STRING_H

#include "util/buffer.h"

/* Appends the text in quotes. AI95_BAD_UTF8 sets `*bad` to the offset of the first byte that is not
 * UTF-8. */
enum ai95_status ai95_json_string(struct ai95_buffer *out, const char *text, size_t length,
                                  size_t *bad);
/* The same for output that must not fail: U+FFFD stands for each byte that is not UTF-8. Control
 * characters beyond ASCII, which terminals obey, and U+2028 and U+2029, at which some programs end
 * a line, are escaped too. */
enum ai95_status ai95_json_text(struct ai95_buffer *out, const char *text, size_t length);

#endif
