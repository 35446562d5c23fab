/* core.rows(columns, form, user_sn, first_row) → the row encoder. */
#include "binding.h"
#include <limits.h>
#include <stdio.h>
#include "php_json.h"
#include "rows.h"

static const char class_name[] = "ai95.rows";

struct encoder {
    struct ai95_rows rows;
    struct ai95_buffer digits; /* a number's text */
    lua_Integer first_row;     /* what the first row is called in messages */
    bool closed;               /* finished, or a row was left half written: what followed would not be JSON */
};

static int collect(lua_State *L) {
    struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    encoder->closed = true;
    ai95_rows_free(&encoder->rows);
    ai95_buffer_free(&encoder->digits);
    return 0;
}

static struct encoder *check(lua_State *L) {
    struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    if (encoder->closed)
        luaL_error(L, "ai95: this row encoder has failed or is finished");
    return encoder;
}

/* Pushes nil and the message that the format makes of the row at hand, and lets the encoder end there. */
static int refuse(lua_State *L, struct encoder *encoder, const char *format, ...) {
    va_list arguments;
    encoder->closed = true;
    lua_pushnil(L);
    lua_pushfstring(L, "row %d", (int)(encoder->first_row + (lua_Integer)encoder->rows.count - 1));
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    return 2;
}

static const char *column_name(lua_State *L, int columns, int column) {
    lua_rawgeti(L, columns, column);
    return lua_tostring(L, -1); /* anchored by the columns' table */
}

/* The value on the top as a JSON string: a phone number given as a number is the same phone number. Returns 0, or the
 * number of values that refuse() pushed. */
static int put_value(lua_State *L, struct encoder *encoder, int columns, int column) {
    size_t length, bad = 0;
    const char *text;
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER: {
        ai95_buffer_clear(&encoder->digits, 256);
#if LUA_VERSION_NUM >= 503
        enum ai95_status status = lua_isinteger(L, -1) ? ai95_php_integer(&encoder->digits, lua_tointeger(L, -1))
                                                       : ai95_php_number(&encoder->digits, lua_tonumber(L, -1));
#else
        enum ai95_status status = ai95_php_number(&encoder->digits, lua_tonumber(L, -1));
#endif
        if (status == AI95_BAD_DATA)
            return refuse(L, encoder, ", column %s: the number is not finite", column_name(L, columns, column));
        ai95_check(L, status);
        ai95_check(L,
                   ai95_rows_string(&encoder->rows, (const char *)encoder->digits.data, encoder->digits.length, &bad));
        return 0;
    }
    case LUA_TSTRING: {
        text = lua_tolstring(L, -1, &length);
        enum ai95_status status = ai95_rows_string(&encoder->rows, text, length, &bad);
        if (status == AI95_BAD_UTF8)
            return refuse(L, encoder, ", column %s: not valid UTF-8 (byte %d)", column_name(L, columns, column),
                          (int)(bad + 1));
        ai95_check(L, status);
        return 0;
    }
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, -1) == NULL) {
            ai95_check(L, ai95_rows_literal(&encoder->rows, "null", 4));
            return 0;
        }
        break;
    case LUA_TNIL:
        return refuse(L, encoder, ", column %s: missing; give \"\" for an empty one", column_name(L, columns, column));
    default:
        break;
    }
    const char *type = luaL_typename(L, -1);
    return refuse(L, encoder, ", column %s: expected a string, got a %s", column_name(L, columns, column), type);
}

/* The first key of a keyed row that is no column. */
static int refuse_unknown_key(lua_State *L, struct encoder *encoder, int row, int columns) {
    for (lua_pushnil(L); lua_next(L, row); lua_pop(L, 1)) {
        bool known = false;
        for (int column = 1; column <= (int)encoder->rows.columns && !known; column++) {
            lua_rawgeti(L, columns, column);
            known = lua_rawequal(L, -1, -3);
            lua_pop(L, 1);
        }
        if (!known && lua_type(L, -2) == LUA_TSTRING)
            return refuse(L, encoder, ": \"%s\" is not among the columns", lua_tostring(L, -2));
        if (!known)
            return refuse(L, encoder, ": mixes a list with named columns");
    }
    return 0;
}

/* Encodes the row on the top: a list in the columns' order, or a table keyed by them. */
static int put_row(lua_State *L, struct encoder *encoder, int columns) {
    int row = lua_gettop(L);
    int count = (int)encoder->rows.columns;
    ai95_check(L, ai95_rows_begin(&encoder->rows));
    if (lua_type(L, row) != LUA_TTABLE)
        return refuse(L, encoder, ": expected a table, got a %s", luaL_typename(L, row));
    lua_rawgeti(L, row, 1);
    bool keyed = lua_isnil(L, -1);
    lua_pop(L, 1);
    int given = (int)ai95_rawlen(L, row);
    if (!keyed && given > count)
        return refuse(L, encoder, " has %d values for %d columns", given, count);
    for (int column = 1; column <= count; column++) {
        ai95_check(L, ai95_rows_key(&encoder->rows, (size_t)column - 1));
        if (keyed) {
            lua_rawgeti(L, columns, column);
            lua_rawget(L, row);
        } else {
            lua_rawgeti(L, row, column);
        }
        int refused = put_value(L, encoder, columns, column);
        if (refused != 0)
            return refused;
        lua_pop(L, 1);
    }
    if (keyed) {
        int size = 0;
        for (lua_pushnil(L); lua_next(L, row); lua_pop(L, 1))
            size++;
        if (size > count)
            return refuse_unknown_key(L, encoder, row, columns);
    }
    ai95_check(L, ai95_rows_end(&encoder->rows));
    return 0;
}

static int push_columns(lua_State *L) {
    ai95_getanchor(L, 1);
    return lua_gettop(L);
}

/* encoder:add(row) → true; nil and what is wrong with the row */
static int add(lua_State *L) {
    struct encoder *encoder = check(L);
    lua_settop(L, 2);
    int columns = push_columns(L);
    lua_pushvalue(L, 2);
    encoder->closed = true; /* in case something raises in the middle of the row */
    int refused = put_row(L, encoder, columns);
    if (refused != 0)
        return refused;
    encoder->closed = false;
    lua_pushboolean(L, 1);
    return 1;
}

/* encoder:add_list(rows, first, last) → true; nil and what is wrong with a row */
static int add_list(lua_State *L) {
    struct encoder *encoder = check(L);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_Integer first = luaL_checkinteger(L, 3), last = luaL_checkinteger(L, 4);
    luaL_argcheck(L, first >= 1 && last <= INT_MAX, 3, "out of range");
    int columns = push_columns(L);
    encoder->closed = true;
    for (lua_Integer i = first; i <= last; i++) {
        lua_rawgeti(L, 2, (int)i);
        int refused = put_row(L, encoder, columns);
        if (refused != 0)
            return refused;
        lua_pop(L, 1);
    }
    encoder->closed = false;
    lua_pushboolean(L, 1);
    return 1;
}

/* #encoder → the number of rows */
static int count(lua_State *L) {
    struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    lua_pushinteger(L, (lua_Integer)encoder->rows.count);
    return 1;
}

/* encoder:prefix(text): puts a text before the result, which is yet to come */
static int prefix(lua_State *L) {
    struct encoder *encoder = check(L);
    size_t length;
    const char *text = luaL_checklstring(L, 2, &length);
    luaL_argcheck(L, encoder->rows.out.length == 0, 1, "there is a result already");
    ai95_check(L, ai95_buffer_append(&encoder->rows.out, text, length));
    return 0;
}

/* encoder:finish(suffix) → the JSON, the base64, or the hash, with a text behind it */
static int finish(lua_State *L) {
    struct encoder *encoder = check(L);
    size_t length;
    const char *suffix = luaL_optlstring(L, 2, "", &length);
    encoder->closed = true;
    ai95_check(L, ai95_rows_finish(&encoder->rows));
    ai95_check(L, ai95_buffer_append(&encoder->rows.out, suffix, length));
    lua_pushlstring(L, (const char *)encoder->rows.out.data, encoder->rows.out.length);
    ai95_buffer_free(&encoder->rows.out);
    return 1;
}

/* core.rows(columns, form, user_sn, first_row): form is "json", "aes" (needs the user_sn) or "sha256"; first_row (1) is
 * what the first row is called in messages. */
static int rows(lua_State *L) {
    static const char *const forms[] = {"json", "aes", "sha256", NULL};
    luaL_checktype(L, 1, LUA_TTABLE);
    int form = luaL_checkoption(L, 2, "json", forms);
    size_t user_sn_length = 0, bad = 0;
    const char *user_sn = form == AI95_ROWS_AES ? luaL_checklstring(L, 3, &user_sn_length) : NULL;
    lua_Integer first_row = luaL_optinteger(L, 4, 1);
    luaL_argcheck(L, first_row >= 1 && first_row <= INT_MAX / 2, 4, "out of range");
    size_t columns = ai95_rawlen(L, 1);
    luaL_argcheck(L, columns >= 1 && columns <= 1000, 1, "expected 1 to 1000 columns");

    struct encoder *encoder = ai95_pushobject(L, sizeof *encoder, class_name);
    int result = lua_gettop(L);
    encoder->first_row = first_row;
    ai95_buffer_init(&encoder->digits, 256);
    ai95_check(L, ai95_rows_open(&encoder->rows, (enum ai95_rows_form)form, user_sn, user_sn_length));
    lua_createtable(L, (int)columns, 0); /* a copy, which nobody else can change */
    for (int column = 1; column <= (int)columns; column++) {
        size_t length;
        lua_rawgeti(L, 1, column);
        if (lua_type(L, -1) != LUA_TSTRING)
            return luaL_error(L, "ai95: column %d is a %s; expected a name", column, luaL_typename(L, -1));
        const char *name = lua_tolstring(L, -1, &length);
        enum ai95_status status = ai95_rows_column(&encoder->rows, name, length, &bad);
        if (status == AI95_BAD_UTF8)
            return luaL_error(L, "ai95: the name of column %d is not valid UTF-8", column);
        if (status == AI95_BAD_DATA)
            return luaL_error(L, "ai95: the name of column %d is too long", column);
        ai95_check(L, status);
        lua_rawseti(L, -2, column);
    }
    ai95_setanchor(L, result);
    return 1;
}

void ai95_open_rows(lua_State *L) {
    static const luaL_Reg methods[] = {{"add", add},       {"add_list", add_list}, {"__len", count}, {"prefix", prefix},
                                       {"finish", finish}, {"__gc", collect},      {NULL, NULL}};
    static const luaL_Reg functions[] = {{"rows", rows}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
