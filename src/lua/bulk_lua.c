/* Rows from JSON to CSV and JSON lines without tables of Lua, which cost more than all the rest.
 * Only rows as the document promises them: all others go the long way. */
#include <inttypes.h>
#include <stdio.h>
#include "json/json_string.h"
#include "json/php_json.h"
#include "lua/export_lua.h"

/* The column with the name of a field; -1 if there is none. */
static int find_column(const struct ai95_writer *writer, const struct ai95_field *field) {
    for (int i = 0; i < writer->count; i++) {
        const struct ai95_column *column = &writer->columns[i];
        const unsigned char *name = writer->names.data + column->start + 2; /* behind `,"` */
        if (column->length == field->length + 4 &&
            memcmp(name, field->name, field->length) == 0) /* it has no escapes */
            return i;
    }
    return -1;
}

bool ai95_bulk_open(struct ai95_bulk *bulk, struct ai95_writer *writer,
                    const struct ai95_shape *shape) {
    int found = 0;
    for (int i = 0; i < writer->count; i++)
        if (writer->columns[i].is_again)
            return false;
    for (int i = 0; i < shape->count; i++) {
        bulk->columns[i] = find_column(writer, &shape->fields[i]);
        found += bulk->columns[i] >= 0;
    }
    bulk->writer = writer;
    bulk->shape = shape;
    bool writes_others = writer->is_json && writer->has_others;
    bulk->needs_others = writes_others || found < writer->count;
    return !writes_others || found == shape->count;
}

static enum ai95_status write_json(struct ai95_buffer *out, const struct ai95_scalar *scalar) {
    switch (scalar->kind) {
    case AI95_IS_FALSE:
        return ai95_buffer_append(out, "false", 5);
    case AI95_IS_TRUE:
        return ai95_buffer_append(out, "true", 4);
    case AI95_IS_INTEGER:
#if LUA_VERSION_NUM < 503
        if (scalar->integer > INT64_C(1) << 53 || scalar->integer < -(INT64_C(1) << 53))
            return AI95_BAD_SHAPE; /* which is text on this Lua */
#endif
        return ai95_php_integer(out, scalar->integer);
    case AI95_IS_NUMBER:
        return ai95_php_number(out, scalar->number);
    default:
        return AI95_BAD_SHAPE;
    }
}

/* The value of a column into `value`. */
static enum ai95_status write_value(struct ai95_writer *writer, struct ai95_column *column,
                                    const struct ai95_scalar *scalar) {
    struct ai95_buffer *out = &writer->value;
    enum ai95_status status;
    char zoned[25];
    column->at = out->length;
    if (scalar->kind == AI95_IS_TEXT) {
        size_t length = scalar->length;
        const char *text = ai95_column_text(writer, column, scalar->text, &length, zoned);
        status = writer->is_json ? ai95_json_text(out, text, length)
                                 : ai95_append_field(writer, out, text, length);
    } else if (scalar->kind == AI95_IS_MISSING) {
        status = ai95_buffer_append(out, "null", writer->is_json ? 4 : 0);
    } else if (writer->is_excel && scalar->kind == AI95_IS_INTEGER) {
        char digits[24];
        int length = snprintf(digits, sizeof digits, "%" PRId64, scalar->integer);
        status = ai95_append_field(writer, out, digits, (size_t)length);
    } else if (writer->is_excel && scalar->kind == AI95_IS_NUMBER) {
        return AI95_BAD_SHAPE;
    } else {
        status = write_json(out, scalar);
    }
    column->size = out->length - column->at;
    return status;
}

static enum ai95_status skip_other(struct ai95_bulk *bulk, struct ai95_scanner *scanner) {
    struct ai95_json_value value;
    if (bulk->needs_others)
        return AI95_BAD_SHAPE;
    enum ai95_status status = ai95_scan_value(scanner, &value);
    return status == AI95_OK ? ai95_scan_rest(scanner, &value) : status;
}

/* The next value, of the field with that index; `is_filled` if it is not nothing. Each is looked
 * at, also one that is not written: it may be wrong. */
static enum ai95_status read_field(struct ai95_bulk *bulk, struct ai95_scanner *scanner, int index,
                                   bool *is_filled) {
    struct ai95_json_value value;
    struct ai95_scalar scalar;
    enum ai95_type type = bulk->shape->fields[index].type;
    enum ai95_status status = ai95_scan_value(scanner, &value);
    if (status != AI95_OK)
        return status;
    if (type == AI95_ROWS || value.kind >= AI95_JSON_ARRAY)
        return AI95_BAD_SHAPE;
    status = ai95_scalar_convert(type, &value, &scalar);
    if (status != AI95_OK)
        return status;
    *is_filled = scalar.kind != AI95_IS_MISSING;
    int column = bulk->columns[index];
    if (scalar.kind == AI95_IS_WRONG)
        return AI95_BAD_SHAPE;
    return column < 0 ? AI95_OK
                      : write_value(bulk->writer, &bulk->writer->columns[column], &scalar);
}

static enum ai95_status read_row(struct ai95_bulk *bulk, struct ai95_scanner *scanner) {
    const struct ai95_shape *shape = bulk->shape;
    struct ai95_json_value name;
    uint64_t seen = 0, filled = 0;
    int guess = 0;
    enum ai95_status status = ai95_scan_value(scanner, &name);
    if (status == AI95_OK && name.kind != AI95_JSON_OBJECT)
        return AI95_BAD_SHAPE;
    for (bool first = true, more; status == AI95_OK; first = false) {
        status = ai95_scan_member(scanner, first, &more, &name);
        if (status != AI95_OK)
            return status;
        if (!more)
            return (shape->required & ~filled) != 0 ? AI95_BAD_SHAPE : AI95_OK;
        int index = ai95_shape_find(shape, guess, name.text, name.length);
        if (index < 0) {
            status = skip_other(bulk, scanner);
            continue;
        }
        uint64_t bit = (uint64_t)1 << index;
        if ((seen & bit) != 0)
            return AI95_BAD_SHAPE;
        bool is_filled = false;
        status = read_field(bulk, scanner, index, &is_filled);
        seen |= bit;
        filled |= is_filled ? bit : 0;
        guess = index + 1;
    }
    return status;
}

/* The values of the row, in the order of the columns. */
static enum ai95_status write_line(struct ai95_writer *writer) {
    struct ai95_buffer *out = &writer->out;
    size_t needed = writer->names.length + writer->value.length + 8 + 4 * (size_t)writer->count;
    enum ai95_status status = ai95_buffer_reserve(out, needed);
    if (status == AI95_OK && writer->is_json)
        status = ai95_buffer_append(out, "{", 1);
    for (int i = 0; i < writer->count && status == AI95_OK; i++) {
        const struct ai95_column *column = &writer->columns[i];
        size_t skipped = i == 0; /* the comma */
        if (writer->is_json)
            status = ai95_buffer_append(out, writer->names.data + column->start + skipped,
                                        column->length - skipped);
        else
            status = ai95_buffer_append(out, ",", !skipped);
        if (status == AI95_OK && column->size == 0 && writer->is_json)
            status = ai95_buffer_append(out, "null", 4); /* the row does not have it */
        else if (status == AI95_OK)
            status = ai95_buffer_append(out, writer->value.data + column->at, column->size);
    }
    if (status != AI95_OK)
        return status;
    return writer->is_json ? ai95_buffer_append(out, "}\n", 2) : ai95_end_line(writer);
}

enum ai95_status ai95_bulk_write(struct ai95_bulk *bulk, struct ai95_scanner *scanner) {
    struct ai95_writer *writer = bulk->writer;
    writer->value.length = 0;
    for (int i = 0; i < writer->count; i++)
        writer->columns[i].at = writer->columns[i].size = 0;
    enum ai95_status status = read_row(bulk, scanner);
    if (status == AI95_OK)
        status = write_line(writer);
    if (status == AI95_OK)
        writer->whole = writer->out.length;
    else
        writer->out.length = writer->whole;
    return status;
}
