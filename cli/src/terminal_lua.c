/* The module ai95_cli.terminal. */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <lua.h>
#include <lauxlib.h>
#include "files.h"
#include "terminal.h"

static const char locale_class[] = "ai95_cli.locale";

struct locale {
    locale_t value;
    bool looked_up;
};

static int collect_locale(lua_State *L) {
    struct locale *locale = luaL_checkudata(L, 1, locale_class);
    if (locale->value != (locale_t)0)
        freelocale(locale->value);
    locale->value = (locale_t)0;
    return 0;
}

/* A path or an argument, which the system reads up to a NUL byte. */
static const char *check_text(lua_State *L, int index) {
    size_t length;
    const char *text = luaL_checklstring(L, index, &length);
    luaL_argcheck(L, strlen(text) == length, index, "cannot contain a NUL byte");
    return text;
}

static int push_failure(lua_State *L, const char *path, int failure) {
    lua_pushnil(L);
    lua_pushfstring(L, "%s: %s", path, strerror(failure));
    return 2;
}

/* terminal.size(fd) → columns, rows; nil if that descriptor is not a terminal */
static int size(lua_State *L) {
    int columns, rows;
    if (!cli_terminal_size((int)luaL_checkinteger(L, 1), &columns, &rows))
        return 0;
    lua_pushinteger(L, columns);
    lua_pushinteger(L, rows);
    return 2;
}

/* terminal.width(text) → the cells that it takes on a terminal: two for a Chinese character */
static int width(lua_State *L) {
    struct locale *locale = lua_touserdata(L, lua_upvalueindex(1));
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    if (!locale->looked_up) {
        locale->value = cli_utf8_locale();
        locale->looked_up = true;
    }
    lua_pushinteger(L, (lua_Integer)cli_text_width(locale->value, text, length));
    return 1;
}

/* terminal.ask_secret(prompt) → the line that was typed without echo; nil without a terminal or an
 * answer */
static int ask_secret(lua_State *L) {
    char answer[CLI_MAX_SECRET];
    const char *prompt = check_text(L, 1);
    if (cli_ask_secret(prompt, answer) == 0)
        lua_pushstring(L, answer);
    else
        lua_pushnil(L);
    cli_wipe(answer, sizeof answer);
    return 1;
}

/* terminal.on_interrupt(text): from now on SIGINT, SIGTERM and SIGHUP print this before they end
 * the process */
static int on_interrupt(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    luaL_argcheck(L, length <= CLI_MAX_MESSAGE, 1, "too long");
    cli_on_interrupt(text, length);
    return 0;
}

/* terminal.catch_interrupt(text): from now on the first such signal prints this and is kept, and
 * the second one ends the process */
static int catch_interrupt(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    luaL_argcheck(L, length <= CLI_MAX_MESSAGE, 1, "too long");
    cli_catch_interrupt(text, length);
    return 0;
}

/* terminal.caught_signal() → the number of the signal that was kept, or nil */
static int caught_signal(lua_State *L) {
    int number = cli_caught_signal();
    if (number == 0)
        return 0;
    lua_pushinteger(L, number);
    return 1;
}

/* terminal.end_by_signal(number): ends the process as that signal does by default, so that a shell
 * or a supervisor sees it */
static int end_by_signal(lua_State *L) {
    cli_end_by_signal((int)luaL_checkinteger(L, 1));
    return 0;
}

/* terminal.fill_standard_streams(): puts /dev/null where a standard stream is closed */
static int fill_standard_streams(lua_State *L) {
    (void)L;
    cli_fill_standard_streams();
    return 0;
}

/* terminal.exec(path, …): replaces this process by that program; nil, message if it cannot */
static int exec(lua_State *L) {
    enum { MAX_ARGUMENTS = 16 };
    char *arguments[MAX_ARGUMENTS + 1] = {NULL};
    int count = lua_gettop(L);
    luaL_argcheck(L, count >= 1 && count <= MAX_ARGUMENTS, 1,
                  "expected a path and at most 15 arguments");
    for (int i = 1; i <= count; i++)
        arguments[i - 1] =
            (char *)(uintptr_t)check_text(L, i); /* execv's interface lacks the const */
    return push_failure(L, arguments[0], cli_exec(arguments));
}

/* terminal.sleep(seconds) */
static int sleep_for(lua_State *L) {
    lua_Number seconds = luaL_checknumber(L, 1);
    luaL_argcheck(L, seconds >= 0 && seconds < 1e6, 1, "expected seconds, 0 or more");
    cli_sleep(seconds);
    return 0;
}

/* terminal.file_mode(path) → its permissions, as chmod takes them; nil, message */
static int file_mode(lua_State *L) {
    const char *path = check_text(L, 1);
    int mode = 0, failure = cli_file_mode(path, &mode);
    if (failure != 0)
        return push_failure(L, path, failure);
    lua_pushinteger(L, mode);
    return 1;
}

/* terminal.is_file(path) → whether it is a regular file; nil if there is nothing; nil, message */
static int is_file(lua_State *L) {
    const char *path = check_text(L, 1);
    bool is = false;
    int failure = cli_is_file(path, &is);
    if (failure == ENOENT)
        return 0;
    if (failure != 0)
        return push_failure(L, path, failure);
    lua_pushboolean(L, is);
    return 1;
}

/* terminal.make_folder(path) → true; nil, message. Makes the folders above it too. */
static int make_folder(lua_State *L) {
    const char *path = check_text(L, 1);
    int failure = cli_make_folder(path);
    if (failure != 0)
        return push_failure(L, path, failure);
    lua_pushboolean(L, 1);
    return 1;
}

__attribute__((visibility("default"))) int luaopen_ai95_cli_terminal(lua_State *L);

int luaopen_ai95_cli_terminal(lua_State *L) {
    static const luaL_Reg functions[] = {{"size", size},
                                         {"ask_secret", ask_secret},
                                         {"on_interrupt", on_interrupt},
                                         {"catch_interrupt", catch_interrupt},
                                         {"caught_signal", caught_signal},
                                         {"end_by_signal", end_by_signal},
                                         {"fill_standard_streams", fill_standard_streams},
                                         {"exec", exec},
                                         {"sleep", sleep_for},
                                         {"file_mode", file_mode},
                                         {"is_file", is_file},
                                         {"make_folder", make_folder},
                                         {NULL, NULL}};
    lua_newtable(L);
    for (const luaL_Reg *each = functions; each->name != NULL; each++) {
        lua_pushcfunction(L, each->func);
        lua_setfield(L, -2, each->name);
    }
    struct locale *locale = lua_newuserdata(L, sizeof *locale);
    memset(locale, 0, sizeof *locale);
    if (luaL_newmetatable(L, locale_class)) {
        lua_pushcfunction(L, collect_locale);
        lua_setfield(L, -2, "__gc");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
    }
    lua_setmetatable(L, -2);
    lua_pushcclosure(L, width, 1);
    lua_setfield(L, -2, "width");
    return 1;
}
