/* core.is_text and invalid_utf8. */
#include "lua/binding.h"
#include <string.h>
#include "json/utf8.h"

/* core.is_text(text) → whether it can be sent: UTF-8 without NUL */
static int is_text(lua_State *L) {
    size_t length;
    const unsigned char *text = (const unsigned char *)luaL_checklstring(L, 1, &length);
    lua_pushboolean(L,
                    memchr(text, '\0', length) == NULL && ai95_utf8_check(text, length) == length);
    return 1;
}

/* core.invalid_utf8(text) → the position of the first byte that is not UTF-8, or nil */
static int invalid_utf8(lua_State *L) {
    size_t length;
    const unsigned char *text = (const unsigned char *)luaL_checklstring(L, 1, &length);
    size_t at = ai95_utf8_check(text, length);
    if (at == length)
        return 0;
    lua_pushinteger(L, (lua_Integer)at + 1);
    return 1;
}

void ai95_open_text(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"is_text", is_text}, {"invalid_utf8", invalid_utf8}, {NULL, NULL}};
    ai95_setfunctions(L, functions, 0);
}
