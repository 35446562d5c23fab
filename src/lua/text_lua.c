/* core.charset and core.phones: what reading customers' lists needs. */
#include "lua/binding.h"
#include "rows/charset.h"
#include "rows/phones.h"

static const char charset_name[] = "ai95.charset", phones_name[] = "ai95.phones";

struct decoder {
    struct ai95_charset charset;
    struct ai95_buffer buffer;
    bool busy; /* its result is being made into a string, which may run a finalizer */
};

/* core.charset(name) → a decoder from that charset to UTF-8; nil where the system does not know it */
static int open_charset(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    struct decoder *decoder = ai95_pushobject(L, sizeof *decoder, charset_name);
    ai95_buffer_init(&decoder->buffer, 1 << 30);
    enum ai95_status status = ai95_charset_open(&decoder->charset, name);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    return 1;
}

/* decoder:decode(text) → UTF-8; nil where the text is not in the charset */
static int decode(lua_State *L) {
    struct decoder *decoder = luaL_checkudata(L, 1, charset_name);
    size_t length;
    const char *text = luaL_checklstring(L, 2, &length);
    if (!decoder->charset.open || decoder->busy)
        return luaL_error(L, "ai95: the decoder is %s", decoder->busy ? "in use" : "closed");
    ai95_buffer_clear(&decoder->buffer, 64 * 1024);
    enum ai95_status status = ai95_charset_decode(&decoder->charset, &decoder->buffer, text, length);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    decoder->busy = true;
    lua_pushlstring(L, (const char *)decoder->buffer.data, decoder->buffer.length);
    decoder->busy = false;
    return 1;
}

static int collect_charset(lua_State *L) {
    struct decoder *decoder = luaL_checkudata(L, 1, charset_name);
    ai95_charset_close(&decoder->charset);
    ai95_buffer_free(&decoder->buffer);
    return 0;
}

/* core.phones() → a set of phone numbers */
static int open_phones(lua_State *L) {
    ai95_pushobject(L, sizeof(struct ai95_phones), phones_name);
    return 1;
}

/* phones:add(text, row) → nil where it is new, or the row in which it was seen; false where it is no number */
static int add_phone(lua_State *L) {
    struct ai95_phones *phones = luaL_checkudata(L, 1, phones_name);
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
    ai95_phones_free(luaL_checkudata(L, 1, phones_name));
    return 0;
}

void ai95_open_text(lua_State *L) {
    static const luaL_Reg charset_methods[] = {{"decode", decode}, {"__gc", collect_charset}, {NULL, NULL}};
    static const luaL_Reg phones_methods[] = {{"add", add_phone}, {"__gc", collect_phones}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"charset", open_charset}, {"phones", open_phones}, {NULL, NULL}};
    ai95_newclass(L, charset_name, charset_methods);
    ai95_newclass(L, phones_name, phones_methods);
    ai95_setfunctions(L, functions, 0);
}
