/* The checker of rows, as other bindings use it. */
#ifndef AI95_CHECKER_LUA_H
#define AI95_CHECKER_LUA_H

#include "lua/binding.h"
#include "rows/checker.h"

struct ai95_checker *ai95_checkchecker(lua_State *L, int index);
/* Pushes false, code, detail for a row that was refused or excluded. */
int ai95_pushrefusal(lua_State *L, const struct ai95_value *phone,
                     const struct ai95_row_check *check);

#endif
