/* From JSON to Lua tables: objects whose fields are declared, and lists of them. */
#ifndef AI95_OBJECT_LUA_H
#define AI95_OBJECT_LUA_H

#include "lua/json_lua.h"

/* Each returns as the functions of json_lua.h do. */

/* The object, with the fields of the shape at that index. */
enum ai95_status ai95_push_object(struct ai95_reader *reader, int shape);
/* The same of an answer's `data`, which may also be one of the empty values. */
enum ai95_status ai95_push_data(struct ai95_reader *reader, const struct ai95_json_value *value,
                                int shape);
/* The next value, which must be such an object, with the metatable at that index (0: none). */
enum ai95_status ai95_push_row(struct ai95_reader *reader, int shape, int metatable);
/* A list of them, which may come as an object with numbers for names; an empty one as null, false
 * or "". `name` is what to call it. */
enum ai95_status ai95_push_rows(struct ai95_reader *reader, const char *name,
                                const struct ai95_json_value *value, int shape, int metatable);
/* Pushes the table of the values, for that many fields, and a userdata. */
struct ai95_repeats *ai95_push_repeats(lua_State *L, int fields);

#endif
