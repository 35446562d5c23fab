/* The header lines of an answer: a value is inside them, without blanks around it. The first line
 * is the name that is sought. */
#include "fuzz.h"
#include "http/transfer.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct ai95_transfer transfer;
    size_t name_length = 0, length = SIZE_MAX;
    while (name_length < size && data[name_length] != '\n')
        name_length++;
    size_t from = name_length < size ? name_length + 1 : size;
    ai95_buffer_init(&transfer.head, SIZE_MAX / 4);
    CHECK(ai95_buffer_append(&transfer.head, data + from, size - from) == AI95_OK);
    const char *value = ai95_transfer_header(&transfer, (const char *)data, name_length, &length);
    if (value != NULL) {
        const char *head = (const char *)transfer.head.data, *end = head + transfer.head.length;
        CHECK(value >= head + name_length + 1 && value <= end && length <= (size_t)(end - value));
        CHECK(memchr(value, '\n', length) == NULL);
        CHECK(length == 0 || (!is_blank(value[0]) && !is_blank(value[length - 1])));
    }
    ai95_buffer_free(&transfer.head);
    return 0;
}
