/* A Lua whose allocations can fail: host SCRIPT. The script gets the modules ai95.core and
 * ai95.workbook, which are linked into this program, and a module `memory`:
 *
 * memory.try(n, from_there, f, …) → whether an allocation failed, then the results of pcall(f, …):
 * the n-th allocation fails, and with from_there all after it too. Allocations are Lua's, the
 *   core's, and expat's; libcurl's, OpenSSL's and libzip's do not count.
 * memory.used() → how many blocks of memory the core has.
 * memory.transfer(text) → a transfer that has received this body.
 * memory.watch(text) → how many blocks with that text in them the core has freed since the last
 * call. memory.unsteady(on): while on, a path leads to another file each time.
 * memory.broken_pipe(pending) → the errno of a write to a closed pipe, as libcurl does it; and
 *   whether a SIGPIPE is pending then, as one was before if `pending`. */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
#include "http/guard.h"
#include "http/transfer.h"

int luaopen_ai95_core(lua_State *L);
int luaopen_ai95_workbook(lua_State *L);

/* The linker's --wrap=malloc makes __wrap_malloc of each malloc in this program. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

static struct {
    long until; /* so many allocations succeed; -1: all do */
    bool from_there, failed;
    long used;
    const char *watched;
    long found;
    bool unsteady;
} memory = {.until = -1};

static bool must_fail(void) {
    if (memory.until != 0) {
        memory.until -= memory.until > 0;
        return false;
    }
    memory.failed = true;
    if (!memory.from_there)
        memory.until = -1;
    return true;
}

static void *count(void *block) {
    memory.used += block != NULL;
    return block;
}

/* A block that is freed, or that realloc may leave. */
static void look(void *block) {
    if (block != NULL && memory.watched != NULL &&
        memmem(block, malloc_usable_size(block), memory.watched, strlen(memory.watched)) != NULL)
        memory.found++;
}

void *__wrap_malloc(size_t size) {
    return must_fail() ? NULL : count(__real_malloc(size));
}

void *__wrap_calloc(size_t number, size_t size) {
    return must_fail() ? NULL : count(__real_calloc(number, size));
}

void *__wrap_realloc(void *block, size_t size) {
    if (must_fail())
        return NULL;
    look(block);
    return block == NULL ? count(__real_realloc(NULL, size)) : __real_realloc(block, size);
}

char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);

char *__wrap_strdup(const char *text) {
    return must_fail() ? NULL : count(__real_strdup(text));
}

void __wrap_free(void *block) {
    memory.used -= block != NULL;
    look(block);
    __real_free(block);
}

int __real_stat(const char *path, struct stat *about);
int __wrap_stat(const char *path, struct stat *about);
int __real_stat64(const char *path, struct stat *about);
int __wrap_stat64(const char *path, struct stat *about);

static int change(int result, struct stat *about) {
    static ino_t turn;
    if (result == 0 && memory.unsteady)
        about->st_ino += ++turn;
    return result;
}

int __wrap_stat(const char *path, struct stat *about) {
    return change(__real_stat(path, about), about);
}

int __wrap_stat64(const char *path, struct stat *about) {
    return change(__real_stat64(path, about), about);
}

/* Lua's: to make a block smaller must not fail. */
static void *allocate(void *data, void *block, size_t old_size, size_t size) {
    (void)data;
    if (size == 0) {
        __real_free(block);
        return NULL;
    }
    if ((block == NULL || size > old_size) && must_fail())
        return NULL;
    return __real_realloc(block, size);
}

static int try(lua_State *L) {
    memory.until = (long)luaL_checkinteger(L, 1) - 1;
    memory.from_there = lua_toboolean(L, 2);
    memory.failed = false;
    int result = lua_pcall(L, lua_gettop(L) - 3, LUA_MULTRET, 0);
    memory.until = -1;
    lua_pushboolean(L, memory.failed);
    lua_replace(L, 1);
    lua_pushboolean(L, result == 0);
    lua_replace(L, 2);
    return lua_gettop(L);
}

static int used(lua_State *L) {
    lua_pushinteger(L, memory.used);
    return 1;
}

static int new_transfer(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    struct ai95_transfer **box = lua_newuserdata(L, sizeof *box);
    *box = NULL;
    luaL_getmetatable(L, "ai95.transfer");
    lua_setmetatable(L, -2);
    *box = calloc(1, sizeof **box);
    if (*box != NULL) {
        ai95_transfer_init(*box);
        if (ai95_buffer_append(&(*box)->body, text, length) == AI95_OK)
            return 1;
    }
    return luaL_error(L, "not enough memory");
}

static int watch(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)memory.found);
    memory.found = 0;
    memory.watched = luaL_optstring(L, 1, NULL); /* the script keeps it */
    return 1;
}

static int unsteady(lua_State *L) {
    memory.unsteady = lua_toboolean(L, 1);
    return 0;
}

static int broken_pipe(lua_State *L) {
    struct ai95_guard outer, inner;
    sigset_t signals, before, left;
    int ends[2], failure = 0;
    bool pending = lua_toboolean(L, 1);
    if (pipe(ends) != 0)
        return luaL_error(L, "%s", strerror(errno));
    close(ends[0]);
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    if (pending) {
        pthread_sigmask(SIG_BLOCK, &signals, &before);
        raise(SIGPIPE);
    }
    ai95_guard_init(0x074a00);
    ai95_guard_begin(&outer);
    ai95_guard_begin(&inner);
    if (write(ends[1], "x", 1) < 0)
        failure = errno;
    ai95_guard_end(&inner);
    if (write(ends[1], "x", 1) < 0)
        failure = errno;
    ai95_guard_end(&outer);
    close(ends[1]);
    sigpending(&left);
    lua_pushinteger(L, failure);
    lua_pushboolean(L, sigismember(&left, SIGPIPE) == 1);
    if (pending) {
        int number;
        sigwait(&signals, &number);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    return 2;
}

static void set_loaded(lua_State *L, const char *name) {
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "loaded");
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, name);
    lua_settop(L, 0);
}

int main(int argument_count, char **arguments) {
    static const luaL_Reg functions[] = {
        {"try", try},     {"used", used},         {"transfer", new_transfer},
        {"watch", watch}, {"unsteady", unsteady}, {"broken_pipe", broken_pipe}};
    lua_State *L = lua_newstate(allocate, NULL);
    if (L == NULL || argument_count != 2)
        return 2;
    luaL_openlibs(L);
    lua_pushcfunction(L, luaopen_ai95_core);
    lua_call(L, 0, 1);
    set_loaded(L, "ai95.core");
    lua_pushcfunction(L, luaopen_ai95_workbook);
    lua_call(L, 0, 1);
    set_loaded(L, "ai95.workbook");
    lua_newtable(L);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushcfunction(L, functions[i].func);
        lua_setfield(L, -2, functions[i].name);
    }
    set_loaded(L, "memory");
    int result = luaL_loadfile(L, arguments[1]);
    if (result == 0)
        result = lua_pcall(L, 0, 0, 0);
    if (result != 0)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    lua_close(L);
    if (memory.used != 0)
        fprintf(stderr, "%ld blocks of memory were not freed\n", memory.used);
    return result != 0 || memory.used != 0;
}
