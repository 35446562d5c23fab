/* core.is_text, invalid_utf8 and trim. */
#include "lua/binding.h"
#include <string.h>
#include "json/utf8.h"
#include "rows/characters.h"

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

/* core.trim(text) → the text without blanks, and characters that cannot be seen, around it */
static int trim(lua_State *L) {
    size_t length, from = 0, to = 0;
    const char *text = luaL_checklstring(L, 1, &length);
    for (size_t at = 0; at < length;) {
        uint32_t point;
        at += ai95_character(text + at, length - at, &point);
        if (!ai95_is_blank_character(point))
            to = at;
        else if (to == 0)
            from = at;
    }
    lua_pushlstring(L, text + from, to == 0 ? 0 : to - from);
    return 1;
}

void ai95_open_text(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"is_text", is_text}, {"invalid_utf8", invalid_utf8}, {"trim", trim}, {NULL, NULL}};
    ai95_setfunctions(L, functions, 0);
}
