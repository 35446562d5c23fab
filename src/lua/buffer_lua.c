/* core.buffer, is_buffer, and the buffer userdata. */
#include "lua/binding.h"

static const char class_name[] = "ai95.buffer";

struct ai95_buffer *ai95_checkbuffer(lua_State *L, int index) {
    return luaL_checkudata(L, index, class_name);
}

struct ai95_buffer *ai95_pushbuffer(lua_State *L) {
    struct ai95_buffer *buffer = ai95_pushobject(L, sizeof *buffer, class_name);
    ai95_buffer_init(buffer, 1 << 30);
    return buffer;
}

int ai95_pushcontent(lua_State *L, struct ai95_buffer *buffer) {
    lua_pushlstring(L, (const char *)buffer->data, buffer->length);
    ai95_buffer_free(buffer);
    return 1;
}

static int push_bytes(lua_State *L) {
    const struct ai95_buffer *bytes = lua_touserdata(L, 1);
    lua_pushlstring(L, (const char *)bytes->data, bytes->length);
    return 1;
}

void ai95_pushtaker(lua_State *L) {
    lua_pushcfunction(L, push_bytes);
}

int ai95_trypush(lua_State *L, struct ai95_buffer *content) {
    lua_pushlightuserdata(L, content);
    return lua_pcall(L, 1, 1, 0);
}

static bool is_buffer(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return false;
    luaL_getmetatable(L, class_name);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

const char *ai95_tobytes(lua_State *L, int index, size_t *length) {
    if (lua_type(L, index) == LUA_TSTRING)
        return lua_tolstring(L, index, length);
    if (!is_buffer(L, index))
        return NULL;
    const struct ai95_buffer *buffer = lua_touserdata(L, index);
    *length = buffer->length;
    return buffer->length > 0 ? (const char *)buffer->data : "";
}

/* core.buffer() → an empty buffer */
static int new_buffer(lua_State *L) {
    ai95_pushbuffer(L);
    return 1;
}

/* core.is_buffer(value) → whether it is one */
static int push_is_buffer(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, is_buffer(L, 1));
    return 1;
}

/* buffer:close() empties it and frees its memory. */
static int release(lua_State *L) {
    ai95_buffer_free(ai95_checkbuffer(L, 1));
    return 0;
}

/* tostring(buffer) → its content */
static int to_string(lua_State *L) {
    struct ai95_buffer *buffer = ai95_checkbuffer(L, 1);
    ai95_pushtaker(L);
    struct ai95_buffer content = *buffer; /* a finalizer that runs meanwhile finds it empty */
    ai95_buffer_init(buffer, content.maximum);
    int failure = ai95_trypush(L, &content);
    if (buffer->data == NULL)
        *buffer = content;
    else
        ai95_buffer_free(&content); /* the finalizer has filled it again */
    return failure == 0 ? 1 : lua_error(L);
}

void ai95_open_buffer(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"close", release}, {"__gc", release}, {"__tostring", to_string}, {NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"buffer", new_buffer}, {"is_buffer", push_is_buffer}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
