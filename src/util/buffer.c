#include "util/buffer.h"
#include <stdlib.h>

void ai95_buffer_init(struct ai95_buffer *buffer, size_t maximum) {
    memset(buffer, 0, sizeof *buffer);
    buffer->maximum = maximum;
}

/* A secret stands in a small buffer, or at the front of a large one: a request's api_key. */
enum { MAX_WIPED = 64 * 1024, FRONT = 4 * 1024 };

/* The compiler cannot know this function, and so cannot leave the call out. OpenSSL's would bring
 * libcrypto into libraries that need nothing else of it. */
static void *(*const volatile set_memory)(void *, int, size_t) = memset;

static void wipe(unsigned char *data, size_t length) {
    if (length > 0)
        set_memory(data, 0, length < MAX_WIPED ? length : MAX_WIPED);
}

void ai95_buffer_free(struct ai95_buffer *buffer) {
    wipe(buffer->data, buffer->capacity);
    free(buffer->data);
    buffer->data = NULL;
    buffer->length = buffer->capacity = 0;
}

void ai95_buffer_clear(struct ai95_buffer *buffer, size_t keep) {
    if (buffer->capacity > keep) {
        ai95_buffer_free(buffer);
        return;
    }
    wipe(buffer->data, buffer->length);
    buffer->length = 0;
}

/* A block of another size with the same content; NULL if there is no memory. The old one is freed
 * without a secret in it, as realloc would not do. */
static unsigned char *move(struct ai95_buffer *buffer, size_t capacity) {
    unsigned char front[FRONT], *data;
    if (buffer->length <= MAX_WIPED) {
        data = malloc(capacity);
        if (data == NULL)
            return NULL;
        if (buffer->length > 0)
            memcpy(data, buffer->data, buffer->length);
        wipe(buffer->data, buffer->capacity);
        free(buffer->data);
        return data;
    }
    /* realloc moves large blocks without copying them. */
    memcpy(front, buffer->data, FRONT);
    wipe(buffer->data, FRONT);
    data = realloc(buffer->data, capacity);
    memcpy(data != NULL ? data : buffer->data, front, FRONT);
    wipe(front, FRONT);
    return data;
}

enum ai95_status ai95_buffer_grow(struct ai95_buffer *buffer, size_t extra) {
    if (buffer->length > buffer->maximum || extra > buffer->maximum - buffer->length)
        return AI95_NO_MEMORY;
    size_t needed = buffer->length + extra;
    size_t capacity = buffer->capacity < 256 ? 256 : buffer->capacity;
    while (capacity < needed)
        capacity = capacity > buffer->maximum / 2 ? buffer->maximum : capacity * 2;
    if (capacity < needed)
        capacity = needed;
    unsigned char *data = move(buffer, capacity);
    if (data == NULL)
        return AI95_NO_MEMORY;
    buffer->data = data;
    buffer->capacity = capacity;
    return AI95_OK;
}
