/* core.canonical, sign, body, query and number: the bytes of requests. */
#include "lua/binding.h"
#include <limits.h>
#include "crypto/crypto.h"
#include "json/php_json.h"

static void encode_string(lua_State *L, struct ai95_buffer *out, const char *text, size_t length,
                          bool strip, const char *what, const char *name) {
    size_t bad = 0;
    enum ai95_status status = ai95_php_string(out, text, length, strip, &bad);
    if (status == AI95_OK)
        return;
    ai95_buffer_free(out); /* there may be a password in it */
    if (status == AI95_BAD_UTF8)
        luaL_error(L, "ai95: the %s of field \"%s\" is not valid UTF-8 (byte %d)", what, name,
                   (int)(bad + 1));
    ai95_raise(L, status);
}

/* The value on the top, of that type. */
static void encode_value(lua_State *L, struct ai95_buffer *out, int type, bool strip,
                         const char *name) {
    enum ai95_status status = AI95_OK;
    size_t length;
    const char *text;
    switch (type) {
    case LUA_TSTRING:
    case LUA_TUSERDATA:
        text = ai95_tobytes(L, -1, &length);
        if (text == NULL)
            break;
        encode_string(L, out, text, length, strip, "value", name);
        return;
    case LUA_TNUMBER:
#if LUA_VERSION_NUM >= 503
        if (lua_isinteger(L, -1))
            status = ai95_php_integer(out, lua_tointeger(L, -1));
        else
#endif
            status = ai95_php_number(out, lua_tonumber(L, -1));
        if (status == AI95_BAD_DATA)
            luaL_error(L, "ai95: the value of field \"%s\" is no finite number", name);
        ai95_check(L, status);
        return;
    case LUA_TBOOLEAN:
        ai95_check(L, lua_toboolean(L, -1) ? ai95_buffer_append(out, "true", 4)
                                           : ai95_buffer_append(out, "false", 5));
        return;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, -1) == NULL) {
            ai95_check(L, ai95_buffer_append(out, "null", 4));
            return;
        }
        break;
    default:
        break;
    }
    luaL_error(
        L,
        "ai95: the value of field \"%s\" is a %s; expected a string, number, boolean or core.null",
        name, lua_typename(L, type));
}

/* The value on the top, encrypted for the account with the user_sn at index 3. */
static void encode_encrypted(lua_State *L, struct ai95_buffer *out, int type, const char *name) {
    size_t length, user_sn_length;
    const char *user_sn = luaL_checklstring(L, 3, &user_sn_length);
    const char *text = ai95_tobytes(L, -1, &length);
    if (text == NULL)
        luaL_error(L, "ai95: the value of field \"%s\" is a %s; only a string can be encrypted",
                   name, lua_typename(L, type));
    ai95_check(L, ai95_buffer_append(out, "\"", 1));
    size_t start = out->length;
    ai95_check(L, ai95_aes_encrypt(out, text, length, user_sn, user_sn_length));
    ai95_check(L, ai95_php_base64(out, start));
    ai95_check(L, ai95_buffer_append(out, "\"", 1));
}

static void separate(lua_State *L, struct ai95_buffer *out) {
    if (out->data[out->length - 1] != '{')
        ai95_check(L, ai95_buffer_append(out, ",", 1));
}

/* Whether the name on the top is in the set at that index, if there is one. */
static bool is_in(lua_State *L, int set) {
    if (set == 0)
        return false;
    lua_pushvalue(L, -1);
    lua_rawget(L, set);
    bool found = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return found;
}

/* The flat list (name, value, …) at index 1, as members of a JSON object that was begun, and its
 * end. Fields in the set at index `left_out` (0: none) are left out, those in the set at index
 * `encrypted` (0: none) are encrypted. */
static void encode_members(lua_State *L, struct ai95_buffer *out, bool strip, int left_out,
                           int encrypted) {
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t count = ai95_rawlen(L, 1), length;
    if (count % 2 != 0 || count > INT_MAX)
        luaL_error(L, "ai95: a field list is flat, name then value; this one has %d items",
                   (int)count);
    for (int i = 1; i < (int)count; i += 2) {
        int type = ai95_rawgeti(L, 1, i);
        if (type != LUA_TSTRING)
            luaL_error(L, "ai95: item %d of a field list is a %s; expected a name", i,
                       lua_typename(L, type));
        if (is_in(L, left_out)) {
            lua_pop(L, 1);
            continue;
        }
        bool encrypt = is_in(L, encrypted);
        separate(L, out);
        const char *name = lua_tolstring(L, -1, &length);
        encode_string(L, out, name, length, strip, "name", name);
        ai95_check(L, ai95_buffer_append(out, ":", 1));
        type = ai95_rawgeti(L, 1, i + 1);
        if (encrypt)
            encode_encrypted(L, out, type, name);
        else
            encode_value(L, out, type, strip, name);
        lua_pop(L, 2);
    }
    ai95_check(L, ai95_buffer_append(out, "}", 1));
}

static void encode_fields(lua_State *L, struct ai95_buffer *out) {
    ai95_check(L, ai95_buffer_append(out, "{", 1));
    encode_members(L, out, true, 0, 0);
}

/* core.canonical(fields) → the bytes that are hashed */
static int canonical(lua_State *L) {
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    encode_fields(L, buffer);
    return ai95_pushcontent(L, buffer);
}

/* core.sign(fields) → the eight characters of the parameter url */
static int sign(lua_State *L) {
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    char signature[AI95_SIGNATURE_LENGTH];
    encode_fields(L, buffer);
    ai95_check(L, ai95_sign(buffer->data, buffer->length, signature));
    lua_pushlstring(L, signature, sizeof signature);
    return 1;
}

/* The common parameters (公共参数) if there are any, and the fields. */
static void encode_request(lua_State *L, struct ai95_buffer *out, bool strip, int left_out,
                           int encrypted) {
    size_t length;
    if (!lua_isnil(L, 3)) {
        const char *user_sn = lua_tolstring(L, 3, &length);
        separate(L, out);
        ai95_check(L, ai95_buffer_append(out, "\"user_sn\":", 10));
        encode_string(L, out, user_sn, length, strip, "value", "user_sn");
        const char *api_key = lua_tolstring(L, 4, &length);
        ai95_check(L, ai95_buffer_append(out, ",\"api_key\":", 11));
        encode_string(L, out, api_key, length, strip, "value", "api_key");
    }
    encode_members(L, out, strip, left_out, encrypted);
}

/* The index of a set, a table keyed by names; 0 for nil. */
static int check_set(lua_State *L, int index) {
    if (lua_isnil(L, index))
        return 0;
    luaL_checktype(L, index, LUA_TTABLE);
    return index;
}

/* core.body(fields, unsigned, user_sn, api_key, encrypted) → a buffer with the JSON of a request:
 * its signature, the common parameters (if there is a user_sn), and the fields, whose strings may
 * be buffers. Names in the table
 * `unsigned` (or nil) are not hashed, those in the table `encrypted` (or nil) are encrypted with
 * the account's key. */
static int body(lua_State *L) {
    lua_settop(L, 5);
    int unsigned_set = check_set(L, 2), encrypted = check_set(L, 5);
    if (!lua_isnil(L, 3)) {
        luaL_checktype(L, 3, LUA_TSTRING);
        luaL_checktype(L, 4, LUA_TSTRING);
    }
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    char signature[AI95_SIGNATURE_LENGTH];
    ai95_check(L, ai95_buffer_append(buffer, "{", 1));
    encode_request(L, buffer, true, unsigned_set, encrypted);
    ai95_check(L, ai95_sign(buffer->data, buffer->length, signature));
    ai95_buffer_clear(buffer, SIZE_MAX);
    ai95_check(L, ai95_buffer_append(buffer, "{\"url\":\"", 8));
    ai95_check(L, ai95_buffer_append(buffer, signature, sizeof signature));
    ai95_check(L, ai95_buffer_append(buffer, "\"", 1));
    encode_request(L, buffer, false, 0, encrypted);
    return 1;
}

/* core.number(value) → its text, as PHP writes it */
static int number(lua_State *L) {
    luaL_checktype(L, 1, LUA_TNUMBER);
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    lua_pushvalue(L, 1);
    encode_value(L, buffer, LUA_TNUMBER, false, "number");
    return ai95_pushcontent(L, buffer);
}

static bool is_unreserved(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           memchr("-._~", c, 4) != NULL;
}

/* The string on the top, and pops it. */
static void escape(lua_State *L, struct ai95_buffer *out) {
    static const char hex[] = "0123456789ABCDEF";
    size_t length;
    const unsigned char *text = (const unsigned char *)lua_tolstring(L, -1, &length);
    ai95_check(L, length > INT_MAX / 4 ? AI95_NO_MEMORY : ai95_buffer_reserve(out, length * 3));
    for (size_t i = 0; i < length; i++) {
        unsigned char c = text[i];
        if (is_unreserved(c)) {
            out->data[out->length++] = c;
        } else {
            out->data[out->length++] = '%';
            out->data[out->length++] = (unsigned char)hex[c >> 4];
            out->data[out->length++] = (unsigned char)hex[c & 15];
        }
    }
    lua_pop(L, 1);
}

/* core.query(fields) → "name=value&name=value", with all but letters, digits and -._~ as %XX; the
 * values are strings */
static int query(lua_State *L) {
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t count = ai95_rawlen(L, 1);
    luaL_argcheck(L, count % 2 == 0 && count <= INT_MAX, 1, "expected a name and a value each");
    for (int i = 1; i <= (int)count; i++) {
        if (i > 1)
            ai95_check(L, ai95_buffer_append(buffer, i % 2 == 0 ? "=" : "&", 1));
        int type = ai95_rawgeti(L, 1, i);
        if (type != LUA_TSTRING)
            luaL_error(L, "ai95: item %d of a query is a %s; expected a string", i,
                       lua_typename(L, type));
        escape(L, buffer);
    }
    return ai95_pushcontent(L, buffer);
}

void ai95_open_signing(lua_State *L) {
    static const luaL_Reg functions[] = {{"canonical", canonical}, {"sign", sign},   {"body", body},
                                         {"number", number},       {"query", query}, {NULL, NULL}};
    ai95_setfunctions(L, functions, 0);
}
