/* core.pool: the connections, and what waits for them. */
#include "lua/http_lua.h"
#include "http/date.h"

static const char pool_name[] = "ai95.pool";

struct ai95_pool *ai95_checkpool(lua_State *L) {
    struct ai95_pool *pool = luaL_checkudata(L, 1, pool_name);
    if (pool->multi == NULL)
        luaL_error(L, "ai95: the connection pool is closed");
    return pool;
}

/* core.pool(watched) → a pool of connections. One that is `watched` by a loop of the host works
 * when its descriptor is readable. */
static int open_pool(lua_State *L) {
    bool watched = lua_toboolean(L, 1);
    if (watched && !ai95_events_supported())
        return luaL_error(L, "ai95: other programs' event loops are supported on Linux only");
    CURLcode code = ai95_http_init();
    if (code != CURLE_OK)
        return luaL_error(L, "ai95: libcurl: %s", curl_easy_strerror(code));
    struct ai95_pool *pool = ai95_pushobject(L, sizeof *pool, pool_name);
    ai95_check(L, ai95_pool_open(pool, watched));
    /* The pool's anchor, which its transfers share, keeps the pool alive. */
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 1);
    ai95_setanchor(L, -2);
    return 1;
}

static int close_pool(lua_State *L) {
    ai95_pool_close(luaL_checkudata(L, 1, pool_name));
    return 0;
}

/* pool:run(seconds): lets libcurl work, and waits up to that long for the network. At most a second
 * at a time, so that a signal handler in Lua can run. */
static int run(lua_State *L) {
    lua_Number seconds = luaL_checknumber(L, 2);
    struct ai95_pool *pool = ai95_checkpool(L);
    int milliseconds = seconds >= 1 ? 1000 : seconds > 0 ? (int)(seconds * 1000) + 1 : 0;
    CURLMcode code = ai95_pool_run(pool, milliseconds);
    if (code != CURLM_OK)
        return luaL_error(L, "ai95: libcurl: %s", curl_multi_strerror(code));
    return 0;
}

static struct ai95_pool *check_watched(lua_State *L) {
    struct ai95_pool *pool = ai95_checkpool(L);
    luaL_argcheck(L, pool->watched, 1, "the pool is not watched");
    return pool;
}

/* pool:descriptor() → of a pool that is watched: readable when pool:run(0) has work */
static int descriptor(lua_State *L) {
    int fd = ai95_pool_descriptor(check_watched(L));
    ai95_check(L, fd < 0 ? AI95_NO_MEMORY : AI95_OK);
    lua_pushinteger(L, fd);
    return 1;
}

/* pool:notifier() → a port and a token: whoever sends the token to that port of 127.0.0.1 gets a
 * datagram back when pool:run(0) has work: one, and the next one after pool:arm() */
static int notifier(lua_State *L) {
    struct ai95_notifier *own;
    ai95_check(L, ai95_pool_notifier(check_watched(L), &own));
    lua_pushinteger(L, own->port);
    lua_pushlstring(L, (const char *)own->token, sizeof own->token);
    return 2;
}

/* pool:arm(): asks the notifier for a datagram when pool:run(0) has work */
static int arm(lua_State *L) {
    struct ai95_notifier *own;
    ai95_check(L, ai95_pool_notifier(check_watched(L), &own));
    ai95_notifier_arm(own);
    return 0;
}

/* pool:next_ready() → the id of a transfer that ended, or has a new piece to take; nil if there is
 * none */
static int next_ready(lua_State *L) {
    struct ai95_transfer *transfer = ai95_pool_next_ready(check_watched(L));
    if (transfer == NULL)
        return 0;
    lua_pushinteger(L, (lua_Integer)transfer->id);
    return 1;
}

/* pool:alarm(seconds): the descriptor becomes readable by then */
static int alarm_after(lua_State *L) {
    lua_Number seconds = luaL_checknumber(L, 2);
    luaL_argcheck(L, seconds >= 0 && seconds <= 86400, 2, "out of range");
    struct ai95_pool *pool = check_watched(L);
    ai95_check(L, ai95_pool_own(pool));
    ai95_events_alarm(&pool->events, (int64_t)(seconds * 1000));
    return 0;
}

/* core.parse_http_date(text) → the Unix time of a date in a header, or nil */
static int parse_http_date(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    int64_t time;
    if (!ai95_http_date(text, length, &time))
        return 0;
    lua_pushinteger(L, (lua_Integer)time);
    return 1;
}

void ai95_open_http(lua_State *L) {
    static const luaL_Reg methods[] = {{"start", ai95_start_transfer},
                                       {"run", run},
                                       {"commit", ai95_start_commit},
                                       {"descriptor", descriptor},
                                       {"notifier", notifier},
                                       {"arm", arm},
                                       {"next_ready", next_ready},
                                       {"alarm", alarm_after},
                                       {"close", close_pool},
                                       {"__gc", close_pool},
                                       {NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"pool", open_pool}, {"parse_http_date", parse_http_date}, {NULL, NULL}};
    ai95_newclass(L, pool_name, methods);
    ai95_open_transfer(L);
    ai95_open_profile(L);
    ai95_open_commit(L);
    ai95_setfunctions(L, functions, 0);
}
