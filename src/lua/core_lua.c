/* The module ai95.core, and what the other binding files share. */
#include "lua/binding.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>
#include <curl/curl.h>
#include <openssl/crypto.h>

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
    lua_newtable(L); /* without the finalizer: called by hand it would free what a call has at hand */
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
        luaL_error(L, "ai95: the data cannot be decoded");
        return;
    case AI95_CRYPTO:
        luaL_error(L,
                   "ai95: OpenSSL refused the operation (MD5 and AES-128-CBC must be allowed; FIPS mode forbids MD5)");
        return;
    }
}

const char *ai95_checkpath(lua_State *L, int index) {
    size_t length;
    const char *path = luaL_checklstring(L, index, &length);
    luaL_argcheck(L, strlen(path) == length, index, "a path cannot contain a NUL byte");
    return path;
}

int ai95_pushfailure(lua_State *L, int failure, const char *path) {
    if (failure == 0) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushnil(L);
    lua_pushfstring(L, "%s: %s", path, strerror(failure));
    return 2;
}

/* core.now() → seconds on a clock that is never set */
static int now(lua_State *L) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    lua_pushnumber(L, (lua_Number)time.tv_sec + (lua_Number)time.tv_nsec / 1e9);
    return 1;
}

/* core.random(n) → n bytes from the operating system, n at most 64 */
static int random_bytes(lua_State *L) {
    lua_Integer count = luaL_checkinteger(L, 1);
    unsigned char bytes[64];
    luaL_argcheck(L, count > 0 && count <= (lua_Integer)sizeof bytes, 1, "expected 1 to 64");
    if (getentropy(bytes, (size_t)count) != 0)
        return luaL_error(L, "ai95: no random bytes: %s", strerror(errno));
    lua_pushlstring(L, (const char *)bytes, (size_t)count);
    return 1;
}

#if LUA_VERSION_NUM >= 503 || (LUA_VERSION_NUM == 501 && defined LUA_OK) /* LuaJIT has both */
/* core.can_yield() → whether the running coroutine may; not where a C function, such as string.gsub, called it */
static int can_yield(lua_State *L) {
    lua_pushboolean(L, lua_isyieldable(L));
    return 1;
}
#endif

/* core.versions() → { libcurl =, openssl =, ca_file = where libcurl looks for the authorities, if it tells } */
static int versions(lua_State *L) {
    lua_newtable(L);
    lua_pushstring(L, curl_version());
    lua_setfield(L, -2, "libcurl");
    lua_pushstring(L, OpenSSL_version(OPENSSL_VERSION));
    lua_setfield(L, -2, "openssl");
#if LIBCURL_VERSION_NUM >= 0x074600 /* 7.70.0 */
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    if (info->age >= CURLVERSION_SEVENTH && info->cainfo != NULL) {
        lua_pushstring(L, info->cainfo);
        lua_setfield(L, -2, "ca_file");
    }
#endif
    return 1;
}

AI95_EXPORT int luaopen_ai95_core(lua_State *L);

/* Closing a Lua state unloads its libraries; a thread of libcurl's that still asks a name server would be left without
 * code. */
static void keep_loaded(void) {
    Dl_info info;
    if (dladdr((void *)(uintptr_t)luaopen_ai95_core, &info) != 0)
        dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

int luaopen_ai95_core(lua_State *L) {
    keep_loaded();
    static const luaL_Reg functions[] = {
        {"now", now},
        {"random", random_bytes},
        {"versions", versions},
#if LUA_VERSION_NUM >= 503 || (LUA_VERSION_NUM == 501 && defined LUA_OK)
        {"can_yield", can_yield},
#endif
        {NULL, NULL}
    };
    lua_newtable(L);
    ai95_setfunctions(L, functions, 0);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    ai95_open_signing(L);
    ai95_open_rows(L);
    ai95_open_file(L);
    ai95_open_http(L);
    ai95_open_decoded(L);
    ai95_open_text(L);
    return 1;
}
