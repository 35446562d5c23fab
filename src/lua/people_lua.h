/* A set of people, as other bindings use it. */
#ifndef AI95_PEOPLE_LUA_H
#define AI95_PEOPLE_LUA_H

#include "lua/binding.h"
#include "rows/people.h"

struct ai95_people *ai95_checkpeople(lua_State *L, int index);

#endif
