/* core.profile, and its userdata. */
#include "lua/http_lua.h"
#include <string.h>

static const char class_name[] = "ai95.profile";

struct ai95_profile *ai95_checkprofile(lua_State *L, int index) {
    struct ai95_profile **box = luaL_checkudata(L, index, class_name);
    luaL_argcheck(L, *box != NULL, index, "the profile was released");
    return *box;
}

/* The field of the table at index 1 stays on the stack, so that its text stays. */
static char *text_field(lua_State *L, const char *name) {
    size_t length;
    lua_getfield(L, 1, name);
    if (lua_isnil(L, -1))
        return NULL;
    if (lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "ai95: profile.%s is a %s; expected a string", name, luaL_typename(L, -1));
    const char *text = lua_tolstring(L, -1, &length);
    if (strlen(text) != length)
        luaL_error(L, "ai95: profile.%s contains a NUL byte", name);
    return (char *)text; /* which is only copied */
}

static lua_Number number_field(lua_State *L, const char *name, lua_Number otherwise) {
    lua_getfield(L, 1, name);
    if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "ai95: profile.%s is a %s; expected a number", name, luaL_typename(L, -1));
    lua_Number value = lua_isnil(L, -1) ? otherwise : lua_tonumber(L, -1);
    lua_pop(L, 1);
    return value;
}

static bool flag_field(lua_State *L, const char *name) {
    lua_getfield(L, 1, name);
    bool value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

long ai95_duration(lua_Number value) {
    return !(value > 0) ? 0 : value < 1 ? 1 : value > 1e9 ? 1000000000L : (long)value;
}

/* core.profile(settings) → what requests of a kind have in common: headers (lines); ca_file, proxy,
 * user_agent; connect_timeout, stall (seconds); maximum (bytes of the answer's body); insecure,
 * http2, large, once */
static int profile(lua_State *L) {
    struct ai95_profile settings = {0};
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    settings.headers = text_field(L, "headers");
    settings.ca_file = text_field(L, "ca_file");
    settings.proxy = text_field(L, "proxy");
    settings.user_agent = text_field(L, "user_agent");
    luaL_argcheck(L, settings.headers != NULL, 1, "a profile needs headers");
    settings.connect_timeout_ms = ai95_duration(number_field(L, "connect_timeout", 0) * 1000);
    settings.stall_s = ai95_duration(number_field(L, "stall", 0));
    lua_Number maximum = number_field(L, "maximum", 0x1p62);
    luaL_argcheck(L, maximum >= 0 && maximum <= 0x1p62, 1, "maximum is out of range");
    settings.maximum = (int64_t)maximum;
    settings.insecure = flag_field(L, "insecure");
    settings.http2 = flag_field(L, "http2");
    settings.large = flag_field(L, "large");
    settings.once = flag_field(L, "once");
    struct ai95_profile **box = ai95_pushobject(L, sizeof *box, class_name);
    *box = ai95_profile_new(&settings);
    ai95_check(L, *box == NULL ? AI95_NO_MEMORY : AI95_OK);
    return 1;
}

static int collect(lua_State *L) {
    struct ai95_profile **box = luaL_checkudata(L, 1, class_name);
    ai95_profile_release(*box);
    *box = NULL;
    return 0;
}

void ai95_open_profile(lua_State *L) {
    static const luaL_Reg methods[] = {{"__gc", collect}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"profile", profile}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
