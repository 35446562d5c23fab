#include "rows/rows.h"
#include "json/json_string.h"

enum { MAX_NAME = 512 };

void ai95_rows_free(struct ai95_rows *rows) {
    ai95_buffer_free(&rows->out);
    ai95_buffer_free(&rows->keys);
    ai95_buffer_free(&rows->ends);
}

enum ai95_status ai95_rows_open(struct ai95_rows *rows) {
    ai95_buffer_init(&rows->out, (size_t)1 << 30);
    ai95_buffer_init(&rows->keys, (size_t)1 << 24);
    ai95_buffer_init(&rows->ends, (size_t)1 << 24);
    return ai95_buffer_append(&rows->out, "{\"data\":[", 9);
}

enum ai95_status ai95_rows_column(struct ai95_rows *rows, const char *name, size_t length) {
    size_t bad;
    if (length > MAX_NAME || rows->count > 0)
        return AI95_BAD_DATA;
    enum ai95_status status = ai95_buffer_append(&rows->keys, rows->columns == 0 ? "{" : ",", 1);
    status = status ? status : ai95_json_string(&rows->keys, name, length, &bad);
    status = status ? status : ai95_buffer_append(&rows->keys, ":", 1);
    status = status ? status
                    : ai95_buffer_append(&rows->ends, &rows->keys.length, sizeof rows->keys.length);
    if (status == AI95_OK)
        rows->columns++;
    return status;
}

enum ai95_status ai95_rows_add(struct ai95_rows *rows, const struct ai95_value *values,
                               size_t *column, size_t *bad) {
    const size_t *ends = (const size_t *)(const void *)rows->ends.data;
    enum ai95_status status = rows->count > 0 ? ai95_buffer_append(&rows->out, ",", 1) : AI95_OK;
    for (size_t i = 0, start = 0; i < rows->columns && status == AI95_OK; start = ends[i++]) {
        *column = i;
        status = ai95_buffer_append(&rows->out, rows->keys.data + start, ends[i] - start);
        if (status == AI95_OK && values[i].text == NULL)
            status = ai95_buffer_append(&rows->out, "null", 4);
        else if (status == AI95_OK)
            status = ai95_json_string(&rows->out, values[i].text, values[i].length, bad);
    }
    status = status ? status : ai95_buffer_append(&rows->out, "}", 1);
    if (status == AI95_OK)
        rows->count++;
    return status;
}

enum ai95_status ai95_rows_finish(struct ai95_rows *rows) {
    return ai95_buffer_append(&rows->out, "]}", 2);
}
