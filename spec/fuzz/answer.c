/* decode_answer: see answer.lua. The first byte chooses what the input is. */
#include "fuzz.h"
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>

int luaopen_ai95_core(lua_State *L);

/* Pushes the function that checks an input, which is kept at index 1. */
static lua_State *open_program(void) {
    lua_State *L = luaL_newstate();
    CHECK(L != NULL);
    luaL_openlibs(L);
    if (luaL_loadfile(L, "spec/fuzz/answer.lua") == 0) {
        lua_pushcfunction(L, luaopen_ai95_core);
        lua_call(L, 0, 1);
        if (lua_pcall(L, 1, 1, 0) == 0)
            return L;
    }
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static lua_State *L;
    if (L == NULL)
        L = open_program();
    if (size == 0)
        return 0;
    lua_pushvalue(L, 1);
    lua_pushinteger(L, data[0]);
    lua_pushlstring(L, (const char *)data + 1, size - 1);
    if (lua_pcall(L, 2, 0, 0) != 0) {
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
        abort();
    }
    return 0;
}
