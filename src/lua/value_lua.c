#include "lua/value_lua.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "json/json_string.h"
#include "json/php_json.h"

static const char deep[] = "nested too deeply";

enum { MAX_DEPTH = 100 /* tables in one another */ };

static enum ai95_status fail(struct ai95_problem *problem, const char *what) {
    snprintf(problem->text, sizeof problem->text, "%s", what);
    return AI95_BAD_DATA;
}

static enum ai95_status write_number(lua_State *L, struct ai95_buffer *out, int index) {
#if LUA_VERSION_NUM >= 503
    if (lua_isinteger(L, index))
        return ai95_php_integer(out, lua_tointeger(L, index));
#endif
    return ai95_php_number(out, lua_tonumber(L, index));
}

bool ai95_is_finite(lua_State *L, int index) {
    return isfinite(lua_tonumber(L, index));
}

static enum ai95_status write_json(lua_State *L, struct ai95_buffer *out, int index, int depth,
                                   struct ai95_problem *problem);

static enum ai95_status write_list(lua_State *L, struct ai95_buffer *out, int table, int depth,
                                   struct ai95_problem *problem) {
    enum ai95_status status = ai95_buffer_append(out, "[", 1);
    for (int i = 1; status == AI95_OK; i++) {
        lua_rawgeti(L, table, i);
        if (lua_isnil(L, -1))
            break;
        if (i > 1)
            status = ai95_buffer_append(out, ",", 1);
        if (status == AI95_OK)
            status = write_json(L, out, lua_gettop(L), depth + 1, problem);
        lua_pop(L, 1);
    }
    if (status != AI95_OK)
        return status;
    lua_pop(L, 1);
    return ai95_buffer_append(out, "]", 1);
}

/* A name of an object. */
struct key {
    const char *text;
    size_t length;
    int index; /* in the list of names, which keeps it alive */
};

static int compare(const void *a, const void *b) {
    const struct key *first = a, *second = b;
    size_t length = first->length < second->length ? first->length : second->length;
    int order = memcmp(first->text, second->text, length);
    return order != 0 ? order : first->length < second->length ? -1 : 1; /* none is there twice */
}

/* How many names the table has; -1 if one is no text. */
static int count_names(lua_State *L, int table) {
    int count = 0;
    for (lua_pushnil(L); lua_next(L, table); count++) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            lua_pop(L, 1);
            return -1;
        }
    }
    return count;
}

/* Pushes a list of up to `count` names of the table, but those that are keys of the table at
 * `without` (0: none), and an array that sorts them; returns how many they are. */
static int push_names(lua_State *L, int table, int count, int without, struct key **keys) {
    int found = 0;
    luaL_checkstack(L, 8, deep);
    lua_createtable(L, count, 0);
    int list = lua_gettop(L);
    *keys = lua_newuserdata(L, (size_t)(count > 0 ? count : 1) * sizeof **keys);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        if (without != 0) {
            lua_pushvalue(L, -1);
            lua_rawget(L, without);
            bool is_left_out = !lua_isnil(L, -1);
            lua_pop(L, 1);
            if (is_left_out)
                continue;
        }
        /* A finalizer that ran meanwhile may have changed the table. */
        if (found == count || lua_type(L, -1) != LUA_TSTRING) {
            lua_pop(L, 1);
            break;
        }
        struct key *key = &(*keys)[found++];
        key->text = lua_tolstring(L, -1, &key->length);
        key->index = found;
        lua_pushvalue(L, -1);
        lua_rawseti(L, list, found);
    }
    qsort(*keys, (size_t)found, sizeof **keys, compare);
    return found;
}

/* The members of the table with those names, of which the list is at `list`. */
static enum ai95_status write_members(lua_State *L, struct ai95_buffer *out, int table, int list,
                                      const struct key *keys, int count, bool first, int depth,
                                      struct ai95_problem *problem) {
    for (int i = 0; i < count; i++) {
        enum ai95_status status = ai95_buffer_append(out, ",", i > 0 || !first);
        if (status == AI95_OK)
            status = ai95_json_text(out, keys[i].text, keys[i].length);
        if (status == AI95_OK)
            status = ai95_buffer_append(out, ":", 1);
        if (status != AI95_OK)
            return status;
        lua_rawgeti(L, list, keys[i].index);
        lua_rawget(L, table);
        status = write_json(L, out, lua_gettop(L), depth, problem);
        if (status != AI95_OK)
            return status;
        lua_pop(L, 1);
    }
    return AI95_OK;
}

static enum ai95_status write_object(lua_State *L, struct ai95_buffer *out, int table, int depth,
                                     struct ai95_problem *problem) {
    struct key *keys;
    int top = lua_gettop(L), count = count_names(L, table);
    if (count < 0)
        return fail(problem, "has a name that is no text");
    int found = push_names(L, table, count, 0, &keys);
    enum ai95_status status = ai95_buffer_append(out, "{", 1);
    if (status == AI95_OK)
        status = write_members(L, out, table, top + 1, keys, found, true, depth + 1, problem);
    lua_settop(L, top);
    return status == AI95_OK ? ai95_buffer_append(out, "}", 1) : status;
}

/* A table with an element 1 is a list, and so is an empty one. */
static enum ai95_status write_table(lua_State *L, struct ai95_buffer *out, int table, int depth,
                                    struct ai95_problem *problem) {
    if (depth > MAX_DEPTH)
        return fail(problem, "has tables that are nested too deeply");
    luaL_checkstack(L, 8, deep);
    bool is_list = ai95_rawgeti(L, table, 1) != LUA_TNIL;
    lua_pop(L, 1);
    if (!is_list) {
        lua_pushnil(L);
        is_list = !lua_next(L, table);
        if (!is_list)
            lua_pop(L, 2);
    }
    return is_list ? write_list(L, out, table, depth, problem)
                   : write_object(L, out, table, depth, problem);
}

bool ai95_is_null(lua_State *L, int index) {
    return lua_isnil(L, index) ||
           (lua_type(L, index) == LUA_TLIGHTUSERDATA && lua_touserdata(L, index) == NULL);
}

static enum ai95_status write_json(lua_State *L, struct ai95_buffer *out, int index, int depth,
                                   struct ai95_problem *problem) {
    size_t length;
    const char *text;
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &length);
        return ai95_json_text(out, text, length);
    case LUA_TNUMBER:
        return ai95_is_finite(L, index) ? write_number(L, out, index)
                                        : ai95_buffer_append(out, "null", 4);
    case LUA_TBOOLEAN:
        return lua_toboolean(L, index) ? ai95_buffer_append(out, "true", 4)
                                       : ai95_buffer_append(out, "false", 5);
    case LUA_TTABLE:
        return write_table(L, out, index, depth, problem);
    default:
        if (ai95_is_null(L, index))
            return ai95_buffer_append(out, "null", 4);
        snprintf(problem->text, sizeof problem->text, "is a %s, which cannot be written",
                 luaL_typename(L, index));
        return AI95_BAD_DATA;
    }
}

enum ai95_status ai95_write_value(lua_State *L, struct ai95_buffer *out, int index,
                                  struct ai95_problem *problem) {
    return write_json(L, out, index, 1, problem);
}

enum ai95_status ai95_write_others(lua_State *L, struct ai95_buffer *out, int table, int without,
                                   int filled, bool first, struct ai95_problem *problem) {
    struct key *keys;
    int top = lua_gettop(L), count = count_names(L, table);
    if (count < 0)
        return fail(problem, "has a name that is no text");
    if (count == filled)
        return AI95_OK;
    int found = push_names(L, table, count, without, &keys);
    enum ai95_status status = write_members(L, out, table, top + 1, keys, found, first, 1, problem);
    lua_settop(L, top);
    return status;
}
