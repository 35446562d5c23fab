/* Tells a file, such as a recording or a workbook, from an error in its place: the platform answers
 * both with status 200, and PHP's default Content-Type is text/html for both. */
#ifndef AI95_SNIFF_H
#define AI95_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

enum { AI95_SNIFFED = 512 /* bytes at the beginning of a body that decide */ };

/* Whether a body that begins like this is a file: it has the signature of a known format; or the
 * content type is a file's, and it is not text. `type` may be NULL. */
bool ai95_sniff_file(const unsigned char *start, size_t length, const char *type,
                     size_t type_length);

#endif
