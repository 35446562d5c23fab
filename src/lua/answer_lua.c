/* core.decode_answer: from an answer's bytes to its code, its text and its data, in one pass. */
#include "lua/answer_read_lua.h"
#include <limits.h>
#include "lua/export_lua.h"
#include "lua/http_lua.h"
#include "lua/shape_lua.h"

enum {
    MAX_BEGINNING = 16 * 1024, /* bytes of what is not the platform's JSON */
    LARGE = 1024 * 1024        /* a text that the collector must know of */
};

static const char answer_name[] = "ai95.answer";

static void release(lua_State *L, struct ai95_answer *answer) {
    ai95_scanner_free(&answer->scanner);
    ai95_buffer_free(&answer->body);
    lua_pushnil(L);
    lua_rawseti(L, AT_TABLE, TEXT);
}

/* The text that is read: a string, or the body of a transfer, which is taken from it. */
static void set_text(lua_State *L, struct ai95_answer *answer, int source) {
    size_t length;
    if (lua_type(L, source) == LUA_TSTRING) {
        const char *text = lua_tolstring(L, source, &length);
        lua_pushvalue(L, source);
        lua_rawseti(L, AT_TABLE, TEXT);
        ai95_scanner_init(&answer->scanner, text, length);
    } else {
        struct ai95_transfer *transfer = ai95_checktransfer(L, source);
        if (transfer->read)
            luaL_error(L, "ai95: the answer was read before");
        transfer->read = true;
        answer->body = transfer->body;
        ai95_buffer_init(&transfer->body, answer->body.maximum);
        ai95_scanner_init(&answer->scanner, answer->body.data, answer->body.length);
    }
}

/* After AI95_BAD_SHAPE, which ended the reading: AI95_BAD_DATA if the text is not even JSON, such
 * as an answer that was cut off. */
static enum ai95_status check_syntax(struct ai95_scanner *scanner) {
    struct ai95_json_value value;
    const unsigned char *text = scanner->start;
    size_t length = (size_t)(scanner->end - text);
    ai95_scanner_free(scanner);
    ai95_scanner_init(scanner, text, length);
    enum ai95_status status = ai95_scan_value(scanner, &value);
    if (status == AI95_OK)
        status = ai95_scan_rest(scanner, &value);
    if (status == AI95_OK)
        status = ai95_scan_end(scanner);
    return status == AI95_OK ? AI95_BAD_SHAPE : status;
}

/* Lets the collector work as for so many bytes: it does not see the text, which stays in memory
 * until the answer is collected if the caller leaves the loop over its rows. */
static void charge(lua_State *L, size_t bytes) {
#ifdef LUA_GCISRUNNING /* a step would start a collector that the program has stopped */
    if (bytes >= LARGE && lua_gc(L, LUA_GCISRUNNING, 0))
        lua_gc(L, LUA_GCSTEP, (int)(bytes < INT_MAX ? bytes / 1024 : INT_MAX / 1024));
#else
    (void)L, (void)bytes;
#endif
}

/* core.decode_answer(source, shape, metatable, one_by_one) → code, msg, data; or code, msg, nil,
 * and what is wrong with the data; or nil, what is wrong, and the beginning of the text, if it is
 * not the platform's JSON.
 *
 * source: a string, or a transfer, whose body it takes. shape: of core.shape. metatable: of the
 * rows, or nil. one_by_one: a page's data is an object with next() → a row, or nil, or nil and what
 * is wrong; write(writer); and total(). */
static int decode_answer(lua_State *L) {
    bool one_by_one = lua_toboolean(L, 4);
    if (lua_type(L, 1) != LUA_TSTRING)
        ai95_checktransfer(L, 1);
    ai95_checkshape(L, 2);
    if (!lua_isnoneornil(L, 3))
        luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, 3);
    struct ai95_answer *answer = ai95_pushobject(L, sizeof *answer, answer_name);
    answer->one_by_one = one_by_one;
    lua_insert(L, 1);
    lua_createtable(L, one_by_one ? REPEATS : TOTAL, 0);
    lua_pushvalue(L, -1);
    ai95_setanchor(L, 1);
    lua_insert(L, AT_TABLE); /* the answer, its table, the source, the shape, the metatable */
    set_text(L, answer, 3);
    if (one_by_one)
        charge(L, answer->body.length);
    lua_remove(L, 3);
    lua_pushvalue(L, AT_SHAPE);
    lua_rawseti(L, AT_TABLE, SHAPE);
    lua_pushvalue(L, AT_METATABLE);
    lua_rawseti(L, AT_TABLE, METATABLE);
    lua_settop(L, AT_DATA);

    struct ai95_reader reader = {.L = L, .scanner = &answer->scanner};
    enum ai95_status status = ai95_read_answer(&reader, answer);
    if (status == AI95_BAD_SHAPE)
        status = check_syntax(&answer->scanner);
    if (status == AI95_BAD_DATA) {
        size_t length = (size_t)(answer->scanner.end - answer->scanner.start);
        lua_pushnil(L);
        ai95_push_syntax_problem(L, &answer->scanner);
        lua_pushlstring(L, (const char *)answer->scanner.start,
                        length < MAX_BEGINNING ? length : MAX_BEGINNING);
        release(L, answer);
        return 3;
    }
    if (status != AI95_OK && status != AI95_BAD_SHAPE)
        ai95_raise(L, status);
    if (!answer->in_list || status != AI95_OK)
        release(L, answer);
    ai95_pushint64(L, answer->code);
    lua_pushvalue(L, AT_MSG);
    if (status == AI95_BAD_SHAPE) {
        lua_pushnil(L);
        lua_pushstring(L, reader.problem);
        return 4;
    }
    lua_pushvalue(L,
                  answer->is_read && one_by_one && ai95_checkshape(L, AT_SHAPE)->data == AI95_PAGE
                      ? AT_ANSWER
                      : AT_DATA);
    return 3;
}

/* rows:next() → a row, or nil after the last one, or nil and what is wrong */
static int next_row(lua_State *L) {
    struct ai95_answer *answer = luaL_checkudata(L, 1, answer_name);
    if (answer->ended)
        return 0;
    if (answer->is_reading)
        return luaL_error(L, "ai95: the rows cannot be read further: there was not enough memory");
    answer->is_reading = true; /* if an error is raised; and for a finalizer that calls this */
    lua_settop(L, 1);
    ai95_getanchor(L, 1);
    lua_rawgeti(L, AT_TABLE, SHAPE);
    lua_rawgeti(L, AT_TABLE, METATABLE);
    lua_settop(L, AT_DATA);
    answer->row++;
    if (!answer->in_list) {
        lua_rawgeti(L, AT_TABLE, ROWS);
        lua_rawgeti(L, -1, (int)answer->row);
        answer->ended = lua_isnil(L, -1);
        answer->is_reading = false;
        return 1;
    }
    lua_rawgeti(L, AT_TABLE, VALUES);
    lua_rawgeti(L, AT_TABLE, REPEATS);
    struct ai95_reader reader = {.L = L,
                                 .scanner = &answer->scanner,
                                 .list = "list",
                                 .row = answer->row,
                                 .repeats = lua_touserdata(L, AT_REPEATS),
                                 .values = AT_VALUES};
    bool more;
    enum ai95_status status = ai95_scan_element(&answer->scanner, answer->row == 1, &more);
    if (status == AI95_OK && more) {
        status = ai95_push_row(&reader, AT_SHAPE, ai95_answer_metatable(L));
        if (status == AI95_OK) {
            answer->is_reading = false;
            return 1;
        }
    } else if (status == AI95_OK) {
        reader.list = NULL;
        status = ai95_finish_answer(&reader, answer);
        if (status == AI95_OK) {
            answer->ended = true;
            release(L, answer);
            return 0;
        }
    }
    lua_pushnil(L);
    if (status == AI95_BAD_SHAPE)
        lua_pushstring(L, reader.problem);
    else if (status == AI95_BAD_DATA)
        ai95_push_syntax_problem(L, &answer->scanner);
    else
        ai95_raise(L, status);
    answer->ended = true;
    release(L, answer);
    return 2;
}

/* rows:write(writer) → how many rows it has written, and how many bytes wait in the writer. It
 * stops before a row that must go the long way, at the end, and when enough waits. */
static int write_rows(lua_State *L) {
    enum { ENOUGH = 64 * 1024 };
    struct ai95_answer *answer = luaL_checkudata(L, 1, answer_name);
    struct ai95_writer *writer = ai95_checkwriter(L, 2);
    struct ai95_bulk bulk;
    size_t before = answer->row;
    enum ai95_status status = AI95_OK;
    lua_settop(L, 2);
    ai95_getanchor(L, 1);
    lua_rawgeti(L, -1, SHAPE);
    bool can_write = answer->in_list && !answer->ended && !answer->is_reading &&
                     ai95_bulk_open(&bulk, writer, ai95_checkshape(L, -1));
    while (can_write && writer->whole < ENOUGH) { /* without Lua: nothing can run meanwhile */
        struct ai95_scanner *scanner = &answer->scanner;
        const unsigned char *at = scanner->at;
        int depth = scanner->depth;
        bool more = false;
        status = ai95_scan_element(scanner, answer->row == 0, &more);
        if (status == AI95_OK && more)
            status = ai95_bulk_write(&bulk, scanner);
        if (status != AI95_OK || !more) {
            scanner->at = at;
            scanner->depth = depth;
            break;
        }
        answer->row++;
    }
    if (status == AI95_NO_MEMORY)
        ai95_raise(L, status);
    lua_pushinteger(L, (lua_Integer)(answer->row - before));
    lua_pushnumber(L, (lua_Number)writer->whole);
    return 2;
}

/* rows:total() → the page's `total`, or nil if it has none or it is not read yet */
static int total(lua_State *L) {
    luaL_checkudata(L, 1, answer_name);
    ai95_getanchor(L, 1);
    lua_rawgeti(L, -1, TOTAL);
    return 1;
}

static int collect_answer(lua_State *L) {
    struct ai95_answer *answer = luaL_checkudata(L, 1, answer_name);
    ai95_scanner_free(&answer->scanner);
    ai95_buffer_free(&answer->body);
    answer->ended = true;
    return 0;
}

void ai95_open_answer(lua_State *L) {
    static const luaL_Reg methods[] = {{"next", next_row},
                                       {"write", write_rows},
                                       {"total", total},
                                       {"__gc", collect_answer},
                                       {NULL, NULL}};
    static const luaL_Reg functions[] = {{"decode_answer", decode_answer}, {NULL, NULL}};
    ai95_newclass(L, answer_name, methods);
    ai95_setfunctions(L, functions, 0);
}
