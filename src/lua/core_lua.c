/* The module ai95.core. */
#include "lua/binding.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>
#include <curl/curl.h>
#include <openssl/crypto.h>
#include <zlib.h>
#include "http/trust.h"
#include "http/tls_library.h"

/* core.now() → seconds on a clock that is never set */
static int now(lua_State *L) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    lua_pushnumber(L, (lua_Number)time.tv_sec + (lua_Number)time.tv_nsec / 1e9);
    return 1;
}

#if LUA_VERSION_NUM >= 503 || (LUA_VERSION_NUM == 501 && defined LUA_OK) /* LuaJIT has both */
/* core.can_yield() → whether the running code may yield; not if a C function, such as string.gsub,
 * called it */
static int can_yield(lua_State *L) {
    lua_pushboolean(L, lua_isyieldable(L));
    return 1;
}
#endif

static void set_string(lua_State *L, const char *name, const char *value) {
    lua_pushstring(L, value); /* nil for NULL */
    lua_setfield(L, -2, name);
}

/* core.versions() → { libcurl =, openssl =, zlib =, and, if libcurl says them, ca_file =, ca_path =
 * the file and the folder of authorities that are read without the option ca_file } */
static int versions(lua_State *L) {
    struct ai95_trust trust = ai95_trust_find();
    lua_newtable(L);
    set_string(L, "libcurl", curl_version());
    set_string(L, "openssl", OpenSSL_version(OPENSSL_VERSION));
    set_string(L, "zlib", zlibVersion());
    set_string(L, "ca_file", trust.file);
    set_string(L, "ca_path", trust.folder);
    return 1;
}

/* core.count_authorities(folder) → how many certificate authorities it has, by hashed links */
static int count_authorities(lua_State *L) {
    lua_pushinteger(L, ai95_trust_count(ai95_checkpath(L, 1)));
    return 1;
}

static void push_openssl(lua_State *L, unsigned long version) {
    unsigned major = (unsigned)(version >> 28), minor = (unsigned)(version >> 20 & 0xff);
    if (major >= 3)
        lua_pushfstring(L, "%d.%d", (int)major, (int)minor);
    else
        lua_pushfstring(L, "%d.%d.%d", (int)major, (int)minor, (int)(version >> 12 & 0xff));
}

/* core.replaced_openssl() → nothing if libcurl gets an OpenSSL that fits it; otherwise the versions
 * of its own and of the one that it gets */
static int replaced_openssl(lua_State *L) {
    struct ai95_tls_library library;
    if (!ai95_tls_library_replaced(&library))
        return 0;
    push_openssl(L, library.linked);
    push_openssl(L, library.used);
    return 2;
}

AI95_EXPORT int luaopen_ai95_core(lua_State *L);

/* Closing a Lua state unloads its libraries, and a thread of libcurl may still wait for a name
 * server: its code must stay. */
static void keep_loaded(void) {
#ifdef RTLD_NODELETE
    Dl_info info;
    if (dladdr((void *)(uintptr_t)luaopen_ai95_core, &info) != 0)
        dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#endif
}

int luaopen_ai95_core(lua_State *L) {
    keep_loaded();
    static const luaL_Reg functions[] = {
        {"now", now},
        {"versions", versions},
        {"count_authorities", count_authorities},
        {"replaced_openssl", replaced_openssl},
#if LUA_VERSION_NUM >= 503 || (LUA_VERSION_NUM == 501 && defined LUA_OK)
        {"can_yield", can_yield},
#endif
        {NULL, NULL},
    };
    lua_newtable(L);
    ai95_setfunctions(L, functions, 0);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    ai95_open_buffer(L);
    ai95_open_signing(L);
    ai95_open_crypto(L);
    ai95_open_text(L);
    ai95_open_rows(L);
    ai95_open_charset(L);
    ai95_open_reader(L);
    ai95_open_people(L);
    ai95_open_checker(L);
    ai95_open_file(L);
    ai95_open_http(L);
    ai95_open_json(L);
    ai95_open_shape(L);
    ai95_open_answer(L);
    ai95_open_export(L);
    return 1;
}
