/* From JSON to Lua values, for the bindings that read JSON; objects are in object_lua.h. */
#ifndef AI95_JSON_LUA_H
#define AI95_JSON_LUA_H

#include "lua/binding.h"
#include "json/shape.h"

/* The rows of a list repeat many values of the row before: what is compared need not be decoded. Of
 * each field, the text of the last string, whose value is in a table; and how often it was another
 * one in turn. */
struct ai95_repeats {
    struct {
        const unsigned char *text;
        size_t length;
        int misses;
    } last[AI95_MAX_FIELDS];
};

/* Reads into a Lua state. What must be freed belongs to a userdata on the stack. */
struct ai95_reader {
    lua_State *L;
    struct ai95_scanner *scanner;
    const char *list; /* the list whose `row` is being read, from 1; NULL: no row */
    size_t row;
    struct ai95_repeats *repeats; /* of that list, or NULL */
    int values;                   /* the index of the table with their values */
    int members;       /* of the object before, to make the next one's table large enough */
    char problem[160]; /* what is wrong with the data, after AI95_BAD_SHAPE: no value of it */
};

/* Each reads the rest of a value and pushes it (nil for null and for nothing). AI95_BAD_DATA means
 * invalid JSON, AI95_BAD_SHAPE data of another shape than declared; then an unfinished value may be
 * on the stack. */

/* As it comes. */
enum ai95_status ai95_push_any(struct ai95_reader *reader, const struct ai95_json_value *value);
/* A field of the type; `shape` is the index of its rows' shape if it is a list. */
enum ai95_status ai95_push_field(struct ai95_reader *reader, const struct ai95_field *field,
                                 const struct ai95_json_value *value, int shape);
/* Whether a value is one of those that PHP has for nothing: null, false, "", [], {}. If so, it is
 * read. */
bool ai95_is_nothing(struct ai95_scanner *scanner, const struct ai95_json_value *value);
/* Each sets the reader's problem, and returns AI95_BAD_SHAPE: `name` is missing, is there twice, or
 * must be `expected`; or a row is no object. */
enum ai95_status ai95_missing(struct ai95_reader *reader, const char *name);
enum ai95_status ai95_twice(struct ai95_reader *reader, const char *name);
enum ai95_status ai95_wrong(struct ai95_reader *reader, const char *name, const char *expected,
                            const struct ai95_json_value *value);
enum ai95_status ai95_no_object(struct ai95_reader *reader, const struct ai95_json_value *value);
/* What is wrong with the JSON, and where. */
void ai95_push_syntax_problem(lua_State *L, const struct ai95_scanner *scanner);

#endif
