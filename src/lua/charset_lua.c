/* core.charset. */
#include "lua/binding.h"
#include "rows/charset.h"

static const char class_name[] = "ai95.charset";

struct decoder {
    struct ai95_charset charset;
};

/* core.charset(name) → a decoder from that charset to UTF-8; nil if the system does not know it */
static int open_charset(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    struct decoder *decoder = ai95_pushobject(L, sizeof *decoder, class_name);
    enum ai95_status status = ai95_charset_open(&decoder->charset, name);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    return 1;
}

/* decoder:decode(text) → UTF-8; nil if the text is not in the charset */
static int decode(lua_State *L) {
    struct decoder *decoder = luaL_checkudata(L, 1, class_name);
    size_t length;
    const char *text = luaL_checklstring(L, 2, &length);
    if (!decoder->charset.open)
        return luaL_error(L, "ai95: the decoder is closed");
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    enum ai95_status status = ai95_charset_decode(&decoder->charset, buffer, text, length);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    return ai95_pushcontent(L, buffer);
}

static int collect_charset(lua_State *L) {
    struct decoder *decoder = luaL_checkudata(L, 1, class_name);
    ai95_charset_close(&decoder->charset);
    return 0;
}

void ai95_open_charset(lua_State *L) {
    static const luaL_Reg methods[] = {{"decode", decode}, {"__gc", collect_charset}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"charset", open_charset}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
