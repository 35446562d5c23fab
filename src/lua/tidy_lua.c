/* core.tidy: gives what lua-cjson decoded the types that the library promises. */
#include "lua/binding.h"
#include <math.h>

enum { MAX_DEPTH = 200 };

static void tidy_table(lua_State *L, int table, int depth);

/* Looks at the value on the top. Returns 0: leave it, 1: a better one was pushed above it. */
static int tidy_value(lua_State *L, int depth) {
    switch (lua_type(L, -1)) {
    case LUA_TTABLE:
        tidy_table(L, lua_gettop(L), depth + 1);
        return 0;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, -1) != NULL)
            return 0;
        lua_pushnil(L);
        return 1;
#if LUA_VERSION_NUM >= 503
    case LUA_TNUMBER: {
        /* lua-cjson 2.1.0 makes every number a float; 2^63 itself would not fit. */
        lua_Number number = lua_tonumber(L, -1);
        if (lua_isinteger(L, -1) || floor(number) != number ||
            !(number >= -0x1p63 && number < 0x1p63))
            return 0;
        lua_pushinteger(L, (lua_Integer)number);
        return 1;
    }
#endif
    default:
        return 0;
    }
}

static void tidy_table(lua_State *L, int table, int depth) {
    if (depth > MAX_DEPTH)
        luaL_error(L, "ai95: JSON nested too deeply");
    luaL_checkstack(L, 6, "ai95: JSON nested too deeply");
    /* Giving a present field another value, nil included, is allowed during a traversal. */
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        if (tidy_value(L, depth)) {
            lua_pushvalue(L, -3);
            lua_insert(L, -2);
            lua_rawset(L, table);
        }
    }
}

/* core.tidy(value) → value, with null as nil and whole numbers as integers; a table is changed in
 * place */
static int tidy(lua_State *L) {
    lua_settop(L, 1);
    tidy_value(L, 0);
    return 1;
}

void ai95_open_tidy(lua_State *L) {
    static const luaL_Reg functions[] = {{"tidy", tidy}, {NULL, NULL}};
    ai95_setfunctions(L, functions, 0);
}
