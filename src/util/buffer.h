/* A growing byte buffer with a maximum. It wipes memory before it frees it, the first 64 KB of it:
 * it may have held a password or an api_key. */
#ifndef AI95_BUFFER_H
#define AI95_BUFFER_H

#include <stddef.h>
#include <string.h>
#include "util/status.h"

struct ai95_buffer {
    unsigned char *data;
    size_t length, capacity, maximum;
};

/* Zeroed memory with a maximum set is an empty buffer. */
void ai95_buffer_init(struct ai95_buffer *buffer, size_t maximum);
void ai95_buffer_free(struct ai95_buffer *buffer);
/* Empties it, wiping the content; keeps the memory unless it is more than `keep` bytes. */
void ai95_buffer_clear(struct ai95_buffer *buffer, size_t keep);
/* Makes room for `extra` more bytes. */
enum ai95_status ai95_buffer_grow(struct ai95_buffer *buffer, size_t extra);

static inline enum ai95_status ai95_buffer_reserve(struct ai95_buffer *buffer, size_t extra) {
    return buffer->capacity - buffer->length >= extra ? AI95_OK : ai95_buffer_grow(buffer, extra);
}

static inline enum ai95_status ai95_buffer_append(struct ai95_buffer *buffer, const void *data,
                                                  size_t length) {
    if (length == 0)
        return AI95_OK;
    enum ai95_status status = ai95_buffer_reserve(buffer, length);
    if (status != AI95_OK)
        return status;
    memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
    return AI95_OK;
}

#endif
