/* core.rows: the row encoder. */
#include "file/file.h"
#include "json/php_json.h"
#include "lua/checker_lua.h"
#include "lua/reader_lua.h"

static const char class_name[] = "ai95.rows";

enum {
    MAX_JSON = 8 << 20, /* bytes, of the rows in one request */
    MAX_DIGITS = 256
};

struct encoder {
    struct ai95_rows rows;
    struct ai95_buffer digits;    /* a number's text */
    struct ai95_buffer phones;    /* the rows' keys, if the checker has a campaign */
    struct ai95_checker *checker; /* anchored */
    char phone[AI95_PHONE_MAX];   /* of the current row, as it is sent */
    bool released;
    bool closed; /* finished, or a row was left half written, and the rest would not be JSON */
    struct ai95_value values[]; /* of the current row, one for each column */
};

/* encoder:close() frees what it holds. */
static int release(lua_State *L) {
    struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    encoder->closed = encoder->released = true;
    ai95_rows_free(&encoder->rows);
    ai95_buffer_free(&encoder->digits);
    ai95_buffer_free(&encoder->phones);
    return 0;
}

static struct encoder *check(lua_State *L) {
    struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    if (encoder->closed)
        luaL_error(L, "ai95: this row encoder has failed or is finished");
    return encoder;
}

/* Pushes nil and a message about the current row, and closes the encoder. */
static int refuse(lua_State *L, struct encoder *encoder, const char *format, ...) {
    va_list arguments;
    encoder->closed = true;
    lua_pushnil(L);
    lua_pushfstring(L, "row %d", (int)encoder->rows.count + 1);
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

/* Replaces the number on the top by its text: phone numbers may be given as numbers. False if it is
 * not finite. */
static bool number_to_string(lua_State *L, struct encoder *encoder) {
    enum ai95_status status;
    char digits[MAX_DIGITS];
    ai95_buffer_clear(&encoder->digits, MAX_DIGITS);
#if LUA_VERSION_NUM >= 503
    if (lua_isinteger(L, -1))
        status = ai95_php_integer(&encoder->digits, lua_tointeger(L, -1));
    else
#endif
        status = ai95_php_number(&encoder->digits, lua_tonumber(L, -1));
    if (status == AI95_BAD_DATA)
        return false;
    ai95_check(L, status);
    size_t length = encoder->digits.length;
    memcpy(digits, encoder->digits.data, length); /* a finalizer may close the encoder */
    lua_pushlstring(L, digits, length);
    lua_replace(L, -2);
    return true;
}

/* Takes the value on the top, which is not a string. Returns 0, or the number of values that
 * refuse() pushed. */
static int take_other(lua_State *L, struct encoder *encoder, int columns, int column, int type) {
    struct ai95_value *value = &encoder->values[column - 1];
    switch (type) {
    case LUA_TNUMBER:
        if (!number_to_string(L, encoder))
            return refuse(L, encoder, ", column %s: the number is not finite",
                          column_name(L, columns, column));
        value->text = lua_tolstring(L, -1, &value->length);
        return 0;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, -1) != NULL)
            break;
        *value = (struct ai95_value){NULL, 0};
        return 0;
    case LUA_TNIL:
        if (column <= 2) { /* the checker refuses it */
            *value = (struct ai95_value){"", 0};
            return 0;
        }
        return refuse(L, encoder, ", column %s: missing; give \"\" for an empty one",
                      column_name(L, columns, column));
    default:
        break;
    }
    return refuse(L, encoder, ", column %s: expected a string, got a %s",
                  column_name(L, columns, column), lua_typename(L, type));
}

/* Takes the value on the top, which stays there: it may be all that holds the string. */
static inline int take_value(lua_State *L, struct encoder *encoder, int columns, int column,
                             int type) {
    struct ai95_value *value = &encoder->values[column - 1];
    if (type != LUA_TSTRING)
        return take_other(L, encoder, columns, column, type);
    value->text = lua_tolstring(L, -1, &value->length);
    return 0;
}

/* Refuses the first key of a keyed row that is not a column. */
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

/* Takes the values of the row at that index, which is keyed by column names. */
static int take_named(lua_State *L, struct encoder *encoder, int columns, int row) {
    int count = (int)encoder->rows.columns, size = 0;
    for (int column = 1; column <= count; column++) {
        lua_rawgeti(L, columns, column);
        lua_rawget(L, row);
        int refused = take_value(L, encoder, columns, column, lua_type(L, -1));
        if (refused != 0)
            return refused;
    }
    for (lua_pushnil(L); lua_next(L, row); lua_pop(L, 1))
        size++;
    return size > count ? refuse_unknown_key(L, encoder, row, columns) : 0;
}

/* Takes the values of the row above the columns: a list in their order, or a table keyed by them.
 */
static int take_row(lua_State *L, struct encoder *encoder, int columns, int type) {
    int row = columns + 1, count = (int)encoder->rows.columns, refused = 0;
    if (type != LUA_TTABLE)
        return refuse(L, encoder, ": expected a table, got a %s", lua_typename(L, type));
    int given = (int)ai95_rawlen(L, row);
    if (given > count)
        return refuse(L, encoder, " has %d values for %d columns", given, count);
    if (given == 0)
        refused = take_named(L, encoder, columns, row);
    else
        for (int column = 1; column <= count && refused == 0; column++)
            refused = take_value(L, encoder, columns, column, ai95_rawgeti(L, row, column));
    return refused;
}

/* Asks the checker about the row. Returns 0 if it takes it, or the number of values that say why
 * not. */
static int check_row(lua_State *L, struct encoder *encoder, uint32_t number) {
    struct ai95_row_check result;
    struct ai95_value *phone = &encoder->values[1];
    if (phone->text == NULL) /* JSON's null */
        *phone = (struct ai95_value){"", 0};
    ai95_check(L,
               ai95_checker_check(encoder->checker, &encoder->values[0], phone, number, &result));
    if (result.row != AI95_ROW_OK)
        return ai95_pushrefusal(L, phone, &result);
    if (encoder->checker->campaign != NULL)
        ai95_check(
            L, ai95_buffer_append(&encoder->phones, &result.phone.key, sizeof result.phone.key));
    memcpy(encoder->phone, result.phone.text, result.phone.length);
    *phone = (struct ai95_value){encoder->phone, result.phone.length};
    return 0;
}

/* Writes the row. Returns 0, or the number of values that refuse() pushed. */
static int write_row(lua_State *L, struct encoder *encoder, int columns) {
    size_t column = 0, bad = 0;
    enum ai95_status status = ai95_rows_add(&encoder->rows, encoder->values, &column, &bad);
    if (status == AI95_BAD_UTF8)
        return refuse(L, encoder, ", column %s: not valid UTF-8 (byte %d)",
                      column_name(L, columns, (int)column + 1), (int)(bad + 1));
    ai95_check(L, status);
    return 0;
}

/* Pushes the columns' names, and makes room on the stack for a row's values. */
static int push_columns(lua_State *L, const struct encoder *encoder) {
    luaL_checkstack(L, (int)encoder->rows.columns + LUA_MINSTACK, "a row");
    ai95_getanchor(L, 1);
    return lua_gettop(L);
}

/* Whether its JSON is so long that another request should begin. */
static bool is_full(const struct encoder *encoder) {
    return encoder->rows.out.length >= MAX_JSON;
}

/* encoder:is_full() */
static int push_is_full(lua_State *L) {
    lua_pushboolean(L, is_full(luaL_checkudata(L, 1, class_name)));
    return 1;
}

/* encoder:add(row, number) → the number of rows; nil and a message if it is no row; false, a code
 * and what belongs to it if the checker refuses it. `number` is the row's own, for the checker. */
static int add(lua_State *L) {
    struct encoder *encoder = check(L);
    lua_Integer number = luaL_checkinteger(L, 3);
    luaL_argcheck(L, number > 0 && number <= INT32_MAX, 3, "expected a row's number");
    lua_settop(L, 2);
    int columns = push_columns(L, encoder);
    lua_pushvalue(L, 2);
    encoder->closed = true; /* in case something raises in the middle of the row */
    int pushed = take_row(L, encoder, columns, lua_type(L, 2));
    if (pushed != 0)
        return pushed;
    if (encoder->released)
        return luaL_error(L, "ai95: the row encoder was closed while it took a row");
    pushed = check_row(L, encoder, (uint32_t)number);
    if (pushed == 0) {
        pushed = write_row(L, encoder, columns);
        if (pushed != 0)
            return pushed;
        lua_pushinteger(L, (lua_Integer)encoder->rows.count);
        pushed = 1;
    }
    encoder->closed = encoder->released;
    return pushed;
}

/* encoder:read(reader, most) → the number of rows, once there are so many; nil if the reader must
 * be fed or is at its end; false, a code and what belongs to it if the checker refuses a row, or it
 * cannot be read */
static int read_rows(lua_State *L) {
    struct encoder *encoder = check(L);
    struct ai95_reader *reader = ai95_checkreader(L, 2);
    lua_Integer most = luaL_checkinteger(L, 3);
    luaL_argcheck(L, reader->columns == encoder->rows.columns, 2, "the reader has other columns");
    lua_settop(L, 3);
    int columns = push_columns(L, encoder), pushed = 0;
    encoder->closed = true; /* in case something raises in the middle of a row */
    while ((lua_Integer)encoder->rows.count < most && !is_full(encoder) && pushed == 0) {
        enum ai95_reading reading = ai95_reader_next(reader);
        if (reading != AI95_READING_ROW) {
            encoder->closed = false;
            return ai95_pushstop(L, reader, reading);
        }
        memcpy(encoder->values, reader->values, reader->columns * sizeof reader->values[0]);
        pushed = check_row(L, encoder, reader->tokenizer.line);
        if (pushed == 0 && write_row(L, encoder, columns) != 0)
            return luaL_error(L, "ai95: the reader's text is not UTF-8");
    }
    encoder->closed = encoder->released;
    if (pushed == 0)
        lua_pushinteger(L, (lua_Integer)encoder->rows.count);
    return pushed == 0 ? 1 : pushed;
}

/* encoder:people() → the hashes of its rows' phone numbers, under the key of the campaign */
static int people(lua_State *L) {
    const struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    const uint64_t *phones = (const uint64_t *)(const void *)encoder->phones.data;
    size_t count = encoder->phones.length / sizeof *phones;
    struct ai95_buffer *out = ai95_pushbuffer(L);
    ai95_check(L, ai95_buffer_reserve(out, count * AI95_PERSON_LENGTH));
    for (size_t from = 0; from < count; from += AI95_MAX_HASHES) {
        size_t some = count - from < AI95_MAX_HASHES ? count - from : AI95_MAX_HASHES;
        uint64_t hashes[AI95_MAX_HASHES];
        ai95_check(L, ai95_people_hash(encoder->checker->campaign, phones + from, some, hashes));
        for (size_t i = 0; i < some; i++, out->length += AI95_PERSON_LENGTH)
            ai95_person_write(hashes[i], (char *)out->data + out->length);
    }
    return ai95_pushcontent(L, out);
}

/* #encoder → the number of rows */
static int count(lua_State *L) {
    struct encoder *encoder = luaL_checkudata(L, 1, class_name);
    lua_pushinteger(L, (lua_Integer)encoder->rows.count);
    return 1;
}

/* encoder:write(file) → the length of the JSON; nil, message */
static int write_file(lua_State *L) {
    struct encoder *encoder = check(L);
    struct ai95_buffer *out = &encoder->rows.out;
    encoder->closed = true;
    ai95_check(L, ai95_rows_finish(&encoder->rows));
    int fd = ai95_checkfile(L, 2); /* last, see ai95_checkfile */
    int failure = ai95_file_write(fd, out->data, out->length);
    if (failure != 0)
        return ai95_pushfailure(L, failure, "write");
    lua_pushinteger(L, (lua_Integer)out->length);
    ai95_buffer_free(out);
    return 1;
}

/* core.rows(columns, checker) → an encoder. The checker decides which rows are taken, by the first
 * two columns, and cleans the second. */
static int rows(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    struct ai95_checker *checker = ai95_checkchecker(L, 2);
    lua_settop(L, 2);
    size_t columns = ai95_rawlen(L, 1);
    luaL_argcheck(L, columns >= 2 && columns <= 1000, 1, "expected 2 to 1000 columns");

    struct encoder *encoder =
        ai95_pushobject(L, sizeof *encoder + columns * sizeof encoder->values[0], class_name);
    int result = lua_gettop(L);
    ai95_buffer_init(&encoder->digits, MAX_DIGITS);
    ai95_buffer_init(&encoder->phones, (size_t)1 << 30);
    ai95_check(L, ai95_rows_open(&encoder->rows));
    lua_createtable(L, (int)columns, 0); /* a copy, which no other code can change */
    for (int column = 1; column <= (int)columns; column++) {
        size_t length;
        lua_rawgeti(L, 1, column);
        if (lua_type(L, -1) != LUA_TSTRING)
            return luaL_error(L, "ai95: column %d is a %s; expected a name", column,
                              luaL_typename(L, -1));
        const char *name = lua_tolstring(L, -1, &length);
        enum ai95_status status = ai95_rows_column(&encoder->rows, name, length);
        if (status == AI95_BAD_UTF8)
            return luaL_error(L, "ai95: the name of column %d is not valid UTF-8", column);
        if (status == AI95_BAD_DATA)
            return luaL_error(L, "ai95: the name of column %d is too long", column);
        ai95_check(L, status);
        lua_rawseti(L, -2, column);
    }
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, 0); /* keeps the checker alive */
    ai95_setanchor(L, result);
    encoder->checker = checker;
    return 1;
}

void ai95_open_rows(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"add", add},          {"read", read_rows},       {"people", people},
        {"write", write_file}, {"is_full", push_is_full}, {"__len", count},
        {"__gc", release},     {"close", release},        {NULL, NULL}};
    static const luaL_Reg functions[] = {{"rows", rows}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
