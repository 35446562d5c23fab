/* Shared by the bindings of http/. */
#ifndef AI95_HTTP_LUA_H
#define AI95_HTTP_LUA_H

#include "lua/binding.h"
#include "http/transfer.h"

/* The pool at index 1; raises if it is closed. */
struct ai95_pool *ai95_checkpool(lua_State *L);
/* The transfer at that index; raises if it was released. */
struct ai95_transfer *ai95_checktransfer(lua_State *L, int index);
struct ai95_profile *ai95_checkprofile(lua_State *L, int index);
/* A time in whole units; one that is given is never rounded to 0, which would mean none. */
long ai95_duration(lua_Number value);
/* Methods of a pool. */
int ai95_start_transfer(lua_State *L);
int ai95_start_commit(lua_State *L);
void ai95_open_transfer(lua_State *L);
void ai95_open_profile(lua_State *L);
void ai95_open_commit(lua_State *L);

#endif
