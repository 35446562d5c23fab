/* Shared by the bindings: objects, classes, errors. */
#include "lua/binding.h"
#include <string.h>

void *ai95_pushobject(lua_State *L, size_t size, const char *metatable) {
    void *object = ai95_newuserdata(L, size);
    memset(object, 0, size);
    luaL_getmetatable(L, metatable);
    lua_setmetatable(L, -2);
    return object;
}

void ai95_setfunctions(lua_State *L, const luaL_Reg *functions, int upvalues) {
    for (; functions->name != NULL; functions++) {
        for (int i = 0; i < upvalues; i++)
            lua_pushvalue(L, -upvalues);
        lua_pushcclosure(L, functions->func, upvalues);
        lua_setfield(L, -(upvalues + 2), functions->name);
    }
    lua_pop(L, upvalues);
}

void ai95_newclass(lua_State *L, const char *name, const luaL_Reg *methods) {
    luaL_newmetatable(L, name);
    /* The finalizer is not in it: called by hand it would free what another call uses. */
    lua_newtable(L);
    for (; methods->name != NULL; methods++) {
        lua_pushcfunction(L, methods->func);
        lua_setfield(L, strncmp(methods->name, "__", 2) == 0 ? -3 : -2, methods->name);
    }
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void ai95_raise(lua_State *L, enum ai95_status status) {
    switch (status) {
    case AI95_OK:
        return;
    case AI95_NO_MEMORY:
        luaL_error(L, "ai95: not enough memory");
        return;
    case AI95_BAD_UTF8:
        luaL_error(L, "ai95: a string is not valid UTF-8");
        return;
    case AI95_BAD_KEY:
        luaL_error(L, "ai95: user_sn must be \"SYSUSER|\" and at least 16 more characters");
        return;
    case AI95_BAD_DATA:
    case AI95_BAD_SHAPE:
        luaL_error(L, "ai95: the data cannot be decoded");
        return;
    case AI95_CRYPTO:
        luaL_error(L, "ai95: OpenSSL refused the operation (MD5 and AES-128-CBC must be allowed; "
                      "FIPS mode forbids MD5)");
        return;
    }
}

const char *ai95_checkpath(lua_State *L, int index) {
    size_t length;
    const char *path = luaL_checklstring(L, index, &length);
    luaL_argcheck(L, strlen(path) == length, index, "a path cannot contain a NUL byte");
    return path;
}
