/* core.phones. */
#include "lua/binding.h"
#include "rows/phones.h"

static const char class_name[] = "ai95.phones";

/* core.phones() → a set of phone numbers */
static int open_phones(lua_State *L) {
    ai95_pushobject(L, sizeof(struct ai95_phones), class_name);
    return 1;
}

/* phones:add(text, row) → nil if it is new, or the row in which it was seen; false if it is no
 * number */
static int add_phone(lua_State *L) {
    struct ai95_phones *phones = luaL_checkudata(L, 1, class_name);
    size_t length;
    uint32_t earlier;
    const char *text = luaL_checklstring(L, 2, &length);
    lua_Integer row = luaL_checkinteger(L, 3);
    luaL_argcheck(L, row > 0 && row <= 0x7FFFFFFF, 3, "expected a row's number");
    enum ai95_status status = ai95_phones_add(phones, text, length, (uint32_t)row, &earlier);
    if (status == AI95_BAD_DATA) {
        lua_pushboolean(L, 0);
        return 1;
    }
    ai95_check(L, status);
    if (earlier == 0)
        return 0;
    lua_pushinteger(L, (lua_Integer)earlier);
    return 1;
}

static int collect_phones(lua_State *L) {
    ai95_phones_free(luaL_checkudata(L, 1, class_name));
    return 0;
}

void ai95_open_phones(lua_State *L) {
    static const luaL_Reg methods[] = {{"add", add_phone}, {"__gc", collect_phones}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"phones", open_phones}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
