/* One source for Lua 5.1, LuaJIT, 5.2, 5.3 and 5.4. The shims are called ai95_*, because LuaJIT
 * exports some luaL_* itself. */
#ifndef AI95_COMPAT_H
#define AI95_COMPAT_H

#include <stdint.h>
#include <lua.h>
#include <lauxlib.h>

#if LUA_VERSION_NUM >= 502
#define ai95_rawlen(L, index) ((size_t)lua_rawlen(L, index)) /* lua_Unsigned may be wider */
#else
#define ai95_rawlen(L, index) lua_objlen(L, index)
#endif

/* Pushes t[n] and returns its type. */
static inline int ai95_rawgeti(lua_State *L, int index, int n) {
#if LUA_VERSION_NUM >= 503
    return lua_rawgeti(L, index, n);
#else
    lua_rawgeti(L, index, n);
    return lua_type(L, -1);
#endif
}

/* Before Lua 5.3, lua_Integer may have 32 bits, and every number is a double. */
static inline void ai95_pushint64(lua_State *L, int64_t value) {
#if LUA_VERSION_NUM >= 503
    lua_pushinteger(L, (lua_Integer)value);
#else
    lua_pushnumber(L, (lua_Number)value);
#endif
}

/* A table that a userdata keeps alive. */
#if LUA_VERSION_NUM >= 504
#define ai95_newuserdata(L, size) lua_newuserdatauv(L, size, 1)
#define ai95_setanchor(L, index) ((void)lua_setiuservalue(L, index, 1))
#define ai95_getanchor(L, index) ((void)lua_getiuservalue(L, index, 1))
#elif LUA_VERSION_NUM >= 502
#define ai95_newuserdata(L, size) lua_newuserdata(L, size)
#define ai95_setanchor(L, index) ((void)lua_setuservalue(L, index))
#define ai95_getanchor(L, index) ((void)lua_getuservalue(L, index))
#else
#define ai95_newuserdata(L, size) lua_newuserdata(L, size)
#define ai95_setanchor(L, index) ((void)lua_setfenv(L, index))
#define ai95_getanchor(L, index) ((void)lua_getfenv(L, index))
#endif

#endif
