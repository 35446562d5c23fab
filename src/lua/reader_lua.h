/* The reader of lists, as other bindings use it. */
#ifndef AI95_READER_LUA_H
#define AI95_READER_LUA_H

#include "lua/binding.h"
#include "rows/reader.h"

struct ai95_reader *ai95_checkreader(lua_State *L, int index);
/* Pushes why reading stopped: nil (feed more, or it is the end), or false, a code, and what
 * belongs to it. */
int ai95_pushstop(lua_State *L, struct ai95_reader *reader, enum ai95_reading reading);

#endif
