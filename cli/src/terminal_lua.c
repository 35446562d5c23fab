/* core.terminal, width, ask_secret, on_interrupt, become, sleep: for programs that talk to a person. */
#include "lua/binding.h"
#include <stdint.h>
#include <openssl/crypto.h>
#include "terminal.h"

static const char class_name[] = "ai95.locale";

struct locale {
    locale_t value;
    bool open;
};

static int collect(lua_State *L) {
    struct locale *locale = luaL_checkudata(L, 1, class_name);
    if (locale->value != (locale_t)0)
        freelocale(locale->value);
    locale->value = (locale_t)0;
    return 0;
}

/* core.terminal(fd) → columns, rows where that descriptor is a terminal; nil where it is none */
static int terminal(lua_State *L) {
    int columns, rows;
    if (!ai95_terminal_size((int)luaL_checkinteger(L, 1), &columns, &rows))
        return 0;
    lua_pushinteger(L, columns);
    lua_pushinteger(L, rows);
    return 2;
}

/* core.width(text) → the cells that it takes on a terminal: two for a Chinese character */
static int width(lua_State *L) {
    struct locale *locale = lua_touserdata(L, lua_upvalueindex(1));
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    if (!locale->open) {
        locale->value = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        if (locale->value == (locale_t)0)
            locale->value = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
        locale->open = true;
    }
    lua_pushinteger(L, (lua_Integer)ai95_terminal_width(locale->value, text, length));
    return 1;
}

/* core.ask_secret(prompt) → what was typed at the terminal without being shown; nil where nothing could be */
static int ask_secret(lua_State *L) {
    char answer[AI95_SECRET];
    const char *prompt = luaL_checkstring(L, 1);
    if (ai95_terminal_ask(prompt, answer) != 0) {
        OPENSSL_cleanse(answer, sizeof answer);
        return 0;
    }
    lua_pushstring(L, answer);
    OPENSSL_cleanse(answer, sizeof answer);
    return 1;
}

/* core.on_interrupt(text): what SIGINT, SIGTERM and SIGHUP say before they end the process */
static int on_interrupt(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    luaL_argcheck(L, length <= AI95_FAREWELL, 1, "too long");
    ai95_terminal_farewell(text, length);
    return 0;
}

/* core.become(path, …): this process is that program from now on; nil, message where it cannot be */
static int become(lua_State *L) {
    enum { MOST = 16 };
    char *arguments[MOST + 1] = {NULL};
    int count = lua_gettop(L);
    luaL_argcheck(L, count >= 1 && count <= MOST, 1, "expected a path and a few arguments");
    for (int i = 1; i <= count; i++)
        arguments[i - 1] = (char *)(uintptr_t)ai95_checkpath(L, i); /* execv's interface lacks the const */
    return ai95_pushfailure(L, ai95_terminal_become(arguments), arguments[0]);
}

/* core.sleep(seconds) */
static int sleep_for(lua_State *L) {
    lua_Number seconds = luaL_checknumber(L, 1);
    luaL_argcheck(L, seconds >= 0 && seconds < 1e6, 1, "expected seconds, 0 or more");
    ai95_terminal_sleep(seconds);
    return 0;
}

void ai95_open_terminal(lua_State *L) {
    static const luaL_Reg methods[] = {{"__gc", collect}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"terminal", terminal},
                                         {"width", width},
                                         {"ask_secret", ask_secret},
                                         {"on_interrupt", on_interrupt},
                                         {"become", become},
                                         {"sleep", sleep_for},
                                         {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_pushobject(L, sizeof(struct locale), class_name);
    ai95_setfunctions(L, functions, 1);
}
