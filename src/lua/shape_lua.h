/* core.shape: the declared fields of an answer, for the reader. */
#ifndef AI95_SHAPE_LUA_H
#define AI95_SHAPE_LUA_H

#include "lua/binding.h"
#include "json/shape.h"

/* The shape at that index. Its table (ai95_getanchor) has the name of field i at i and, if it is a
 * list, its rows' shape at -i. */
const struct ai95_shape *ai95_checkshape(lua_State *L, int index);

#endif
