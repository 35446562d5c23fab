#ifndef AI95_BASE64_H
#define AI95_BASE64_H

#include <stddef.h>

/* Writes base64 with padding: (length + 2) / 3 * 4 characters, and up to 16 bytes more that mean nothing. */
size_t ai95_base64_encode(unsigned char *out, const unsigned char *data, size_t length);

#endif
