/* Values of Lua as JSON, for core.writer. */
#ifndef AI95_VALUE_LUA_H
#define AI95_VALUE_LUA_H

#include "lua/binding.h"

/* What is wrong with a row: no value of it. */
struct ai95_problem {
    int column; /* whose value it is, from 1; 0: of none */
    char text[96];
};

/* Whether it is nil or core.null. */
bool ai95_is_null(lua_State *L, int index);
/* Whether it is a number that JSON has. */
bool ai95_is_finite(lua_State *L, int index);

/* Each returns AI95_BAD_DATA with a problem, and then something may be left on the stack; and
 * raises if Lua has no memory. */

/* The value at an index that is not relative. */
enum ai95_status ai95_write_value(lua_State *L, struct ai95_buffer *out, int index,
                                  struct ai95_problem *problem);
/* The members of the table whose names are no keys of the table at `without`, sorted by name,
 * unless it has only `filled` members, and they are keys of that table. `first`: no comma in front.
 */
enum ai95_status ai95_write_others(lua_State *L, struct ai95_buffer *out, int table, int without,
                                   int filled, bool first, struct ai95_problem *problem);

#endif
