/* core.reader: the reader of lists. */
#include "lua/reader_lua.h"
#include <string.h>

static const char class_name[] = "ai95.reader";

struct ai95_reader *ai95_checkreader(lua_State *L, int index) {
    return luaL_checkudata(L, index, class_name);
}

static int collect(lua_State *L) {
    ai95_reader_free(ai95_checkreader(L, 1));
    return 0;
}

static bool flag(lua_State *L, const char *name) {
    lua_getfield(L, 1, name);
    bool is_set = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is_set;
}

/* core.reader { delimiter =, encoding =, cr_ends =, is_sheet =, with_hidden = } → a reader; nil if
 * the system does not know the encoding. Without `encoding`, it is found. */
static int open_reader(lua_State *L) {
    size_t length;
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_getfield(L, 1, "delimiter");
    const char *delimiter = luaL_checklstring(L, 2, &length);
    luaL_argcheck(L, length == 1 && strchr("\"\r\n", delimiter[0]) == NULL, 1,
                  "expected one character as delimiter");
    lua_getfield(L, 1, "encoding");
    const char *encoding = luaL_optstring(L, 3, NULL);
    struct ai95_reader *reader = ai95_pushobject(L, sizeof *reader, class_name);
    ai95_tokenizer_open(&reader->tokenizer, delimiter[0]);
    reader->tokenizer.cr_ends = flag(L, "cr_ends");
    reader->tokenizer.is_sheet = flag(L, "is_sheet");
    reader->with_hidden = flag(L, "with_hidden");
    if (encoding == NULL)
        return 1;
    enum ai95_status status = ai95_decoder_open(&reader->decoder, encoding);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    return 1;
}

/* reader:feed(text) appends a piece of the file; reader:feed() says that nothing follows. Returns
 * true, or nil if the system does not know the encoding that was found. */
static int feed(lua_State *L) {
    struct ai95_reader *reader = ai95_checkreader(L, 1);
    size_t length = 0;
    const char *text = luaL_optlstring(L, 2, "", &length);
    enum ai95_status status = ai95_reader_feed(reader, text, length, lua_isnoneornil(L, 2));
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    lua_pushboolean(L, 1);
    return 1;
}

int ai95_pushstop(lua_State *L, struct ai95_reader *reader, enum ai95_reading reading) {
    static const char *const codes[] = {
        [AI95_READING_TOO_MANY_VALUES] = "values",
        [AI95_READING_TEXT_AFTER_QUOTE] = "text_after_quote",
        [AI95_READING_UNDECODABLE] = "undecodable",
        [AI95_READING_SWALLOWED] = "swallowed",
        [AI95_READING_CELL_ERROR] = "cell_error",
        [AI95_READING_NO_VALUE] = "no_value",
        [AI95_READING_REPEATS] = "repeats",
        [AI95_READING_OPEN_QUOTE] = "open_quote",
        [AI95_READING_TOO_LONG] = "too_long",
        [AI95_READING_TOO_MANY_CELLS] = "cells",
    };
    if (reading == AI95_READING_MORE || reading == AI95_READING_END)
        return 0;
    if (reading == AI95_READING_NO_MEMORY) {
        ai95_raise(L, AI95_NO_MEMORY);
        return 0; /* it never comes here, but cppcheck does not know that */
    }
    reader->failed = AI95_NO_MEMORY; /* in case Lua has none for the row's problem */
    lua_pushboolean(L, 0);
    lua_pushstring(L, codes[reading]);
    reader->failed = AI95_OK;
    lua_pushinteger(L, reading == AI95_READING_TOO_MANY_VALUES ? (lua_Integer)reader->filled
                                                               : (lua_Integer)reader->bad + 1);
    return 3;
}

static int push_values(lua_State *L, struct ai95_reader *reader) {
    reader->failed = AI95_NO_MEMORY; /* in case Lua has none for the row */
    lua_createtable(L, (int)reader->count, 0);
    for (size_t i = 0; i < reader->count; i++) {
        lua_pushlstring(L, reader->values[i].text, reader->values[i].length);
        lua_rawseti(L, -2, (int)i + 1);
    }
    reader->failed = AI95_OK;
    return 1;
}

/* reader:next() → the next row, a list; nil if more must be fed, or at the end; false and a code
 * for what cannot be read */
static int next(lua_State *L) {
    struct ai95_reader *reader = ai95_checkreader(L, 1);
    enum ai95_reading reading = ai95_reader_next(reader);
    return reading == AI95_READING_ROW ? push_values(L, reader) : ai95_pushstop(L, reader, reading);
}

/* reader:cells() → the cells of the current row as they stand in the file */
static int cells(lua_State *L) {
    struct ai95_reader *reader = ai95_checkreader(L, 1);
    const struct ai95_tokenizer *tokenizer = &reader->tokenizer;
    enum ai95_status before = reader->failed;
    reader->failed = AI95_NO_MEMORY; /* as in push_values; and a finalizer cannot go on meanwhile */
    lua_createtable(L, (int)tokenizer->count, 0);
    for (size_t i = 0; i < tokenizer->count; i++) {
        const struct ai95_cell *cell = ai95_tokenizer_cell(tokenizer, i);
        lua_pushlstring(L, ai95_tokenizer_text(tokenizer, cell), cell->length);
        lua_rawseti(L, -2, (int)i + 1);
    }
    reader->failed = before;
    return 1;
}

/* reader:line() → the line on which the current row begins, from 1 */
static int line(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)ai95_checkreader(L, 1)->tokenizer.line);
    return 1;
}

/* reader:encoding() → its name; nil as long as all is ASCII */
static int encoding(lua_State *L) {
    const char *name = ai95_checkreader(L, 1)->decoder.encoding;
    if (name[0] == '\0')
        return 0;
    lua_pushstring(L, name);
    return 1;
}

/* reader:hidden() → the number of rows that were left out because they are hidden */
static int hidden(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)ai95_checkreader(L, 1)->hidden_count);
    return 1;
}

/* reader:select(indexes, width, reason, repeats): column i is the cell indexes[i]; a row has
 * `width` cells. If there is a `reason`, rows are refused whose cell of this index has the text
 * `repeats`. */
static int select_columns(lua_State *L) {
    struct ai95_reader *reader = ai95_checkreader(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    size_t columns = ai95_rawlen(L, 2);
    lua_Integer width = luaL_checkinteger(L, 3);
    luaL_argcheck(L, columns >= 1 && columns <= AI95_MAX_CELLS, 2, "too many columns");
    luaL_argcheck(L, width >= 1 && width <= AI95_MAX_CELLS, 3, "out of range");
    lua_Integer reason = luaL_optinteger(L, 4, 0);
    size_t length = 0;
    const char *repeats = luaL_optlstring(L, 5, "", &length);
    luaL_argcheck(L, reason >= 0 && reason <= width, 4, "out of range");
    luaL_argcheck(L, length <= AI95_MAX_REPEATS && (length > 0 || reason == 0), 5, "too long");
    for (size_t i = 0; i < columns; i++) {
        lua_rawgeti(L, 2, (int)i + 1);
        lua_Integer index = luaL_checkinteger(L, -1);
        luaL_argcheck(L, index >= 1 && index <= width, 2, "a cell's index is out of range");
        reader->order[i] = (uint16_t)(index - 1);
        lua_pop(L, 1);
    }
    reader->reason = (size_t)reason;
    reader->repeats_length = length;
    memcpy(reader->repeats, repeats, length);
    reader->columns = columns;
    reader->width = (size_t)width;
    return 0;
}

void ai95_open_reader(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"feed", feed},     {"next", next},         {"cells", cells},
        {"line", line},     {"encoding", encoding}, {"select", select_columns},
        {"hidden", hidden}, {"__gc", collect},      {NULL, NULL},
    };
    static const luaL_Reg functions[] = {{"reader", open_reader}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
