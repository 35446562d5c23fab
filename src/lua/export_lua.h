/* The writer of rows, core.writer; and its short way from JSON, without tables of Lua. */
#ifndef AI95_EXPORT_LUA_H
#define AI95_EXPORT_LUA_H

#include "json/shape.h"
#include "lua/binding.h"

struct ai95_column {
    size_t start, length; /* of its name in `names`, as JSON between a comma and a colon */
    size_t at, size;      /* of its value in `value`, on the short way */
    bool is_time;
    bool is_again; /* a column before has the same name */
};

struct ai95_writer {
    struct ai95_buffer out;
    struct ai95_buffer names;
    struct ai95_buffer value; /* what is written in two steps */
    size_t whole;             /* bytes of `out` that are whole rows */
    bool is_json;
    bool is_excel;
    bool has_zone;
    bool has_others; /* JSON has the fields that are no columns too */
    bool is_writing; /* a row; or a row could not be written because there was no memory */
    int count;
    struct ai95_column columns[];
};

/* The writer at that index; raises if it is something else, or cannot be used. */
struct ai95_writer *ai95_checkwriter(lua_State *L, int index);
/* The text of a column: a blank one is empty, and a time may have its zone. */
const char *ai95_column_text(const struct ai95_writer *writer, const struct ai95_column *column,
                             const char *text, size_t *length, char zoned[25]);
/* Appends a field of CSV. */
enum ai95_status ai95_append_field(struct ai95_writer *writer, struct ai95_buffer *out,
                                   const char *text, size_t length);
/* Ends a line of CSV. */
enum ai95_status ai95_end_line(struct ai95_writer *writer);

/* The columns that the fields of a shape are, for the short way. */
struct ai95_bulk {
    struct ai95_writer *writer;
    const struct ai95_shape *shape;
    int columns[AI95_MAX_FIELDS]; /* -1: none */
    bool needs_others;            /* rows that have other fields cannot go the short way */
};

/* False if no row can go the short way. */
bool ai95_bulk_open(struct ai95_bulk *bulk, struct ai95_writer *writer,
                    const struct ai95_shape *shape);
/* Reads the row that begins here and writes it. AI95_BAD_SHAPE, or AI95_BAD_DATA, if it must go the
 * long way, by ai95_push_row and writer:add, which also finds out what is wrong with it; then
 * nothing is written. */
enum ai95_status ai95_bulk_write(struct ai95_bulk *bulk, struct ai95_scanner *scanner);

#endif
