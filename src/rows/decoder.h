/* Text of any encoding to UTF-8, piece by piece. Without an encoding, it finds one: by the byte
 * order mark, by the NUL bytes of UTF-16, or else, at the first characters beyond ASCII, UTF-8 or
 * GB18030 (which contains GBK and GB2312, in which Chinese Excel saves CSV). */
#ifndef AI95_DECODER_H
#define AI95_DECODER_H

#include <stdbool.h>
#include "rows/charset.h"

enum { AI95_DECODER_TAIL = 16, AI95_ENCODING_NAME = 32 };

/* In place of a byte that the encoding does not have: no UTF-8 contains it. */
#define AI95_UNDECODABLE 0xFF

struct ai95_decoder {
    struct ai95_charset charset;       /* open for all but UTF-8 */
    char encoding[AI95_ENCODING_NAME]; /* empty as long as all is ASCII */
    size_t unit;                       /* no character has fewer bytes: 2 in UTF-16 */
    bool begun;
    unsigned char tail[AI95_DECODER_TAIL]; /* the first bytes of a character; the rest follows */
    size_t tail_length;
};

/* Sets the encoding of zeroed memory. AI95_BAD_DATA if the system does not know it. */
enum ai95_status ai95_decoder_open(struct ai95_decoder *decoder, const char *encoding);
void ai95_decoder_close(struct ai95_decoder *decoder);
/* Appends a piece as UTF-8. Drops a byte order mark. The first piece must contain the mark, or
 * enough text to recognise UTF-16. `last`: nothing follows. AI95_BAD_DATA if the system does not
 * know the encoding that was found. */
enum ai95_status ai95_decoder_decode(struct ai95_decoder *decoder, struct ai95_buffer *out,
                                     const unsigned char *bytes, size_t length, bool last);

#endif
