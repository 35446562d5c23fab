/* core.decode_answer: from an answer's bytes to its code, its text and its data, in one pass. */
#include "lua/object_lua.h"
#include <limits.h>
#include "lua/http_lua.h"
#include "lua/shape_lua.h"

enum {
    MAX_BEGINNING = 16 * 1024, /* bytes of what is not the platform's JSON */
    LARGE = 1024 * 1024        /* a text that the collector must know of */
};

static const char answer_name[] = "ai95.answer";

/* An answer that is being read. The rows of a page may be read one by one, while the caller works:
 * the text stays here until then. */
struct answer {
    struct ai95_scanner scanner;
    struct ai95_buffer body; /* of a transfer, which gave it away */
    const unsigned char *data;
    int64_t code;
    bool has_code, has_msg, is_read;
    bool has_list;
    bool expects_rows; /* the total is not 0 */
    bool one_by_one;   /* wanted */
    bool in_list;      /* the next row is read from the text */
    bool at_end;       /* the text behind the data was read already */
    bool ended;
    size_t row;
};

/* Its table. ROWS is a list that could not be read one by one; VALUES and REPEATS are of
 * ai95_push_repeats. */
enum { TEXT = 1, SHAPE, METATABLE, TOTAL, ROWS, VALUES, REPEATS };

/* The stack while it is read. */
enum { AT_ANSWER = 1, AT_TABLE, AT_SHAPE, AT_METATABLE, AT_MSG, AT_DATA, AT_VALUES, AT_REPEATS };

static int metatable_index(lua_State *L) {
    return lua_isnil(L, AT_METATABLE) ? 0 : AT_METATABLE;
}

static bool is_named(const struct ai95_json_value *name, const char *expected) {
    return name->length == strlen(expected) && memcmp(name->text, expected, name->length) == 0;
}

static enum ai95_status skip_value(struct ai95_reader *reader) {
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    return status == AI95_OK ? ai95_scan_rest(reader->scanner, &value) : status;
}

static enum ai95_status read_total(struct ai95_reader *reader, struct answer *answer,
                                   const struct ai95_json_value *value) {
    static const struct ai95_field field = {.name = "total", .type = AI95_INT};
    enum ai95_status status = ai95_push_field(reader, &field, value, 0);
    if (status != AI95_OK)
        return status;
    bool is_number = lua_type(reader->L, -1) == LUA_TNUMBER; /* it is text if it is too large */
    answer->expects_rows = is_number ? lua_tonumber(reader->L, -1) > 0 : !lua_isnil(reader->L, -1);
    if (is_number)
        lua_pushvalue(reader->L, -1);
    else
        lua_pushnil(reader->L);
    lua_rawseti(reader->L, AT_TABLE, TOTAL);
    return AI95_OK;
}

/* The members of a page from the next one on: into the table on the top, or, if its rows are read
 * one by one, up to its list. */
static enum ai95_status read_page_members(struct ai95_reader *reader, struct answer *answer,
                                          bool first) {
    lua_State *L = reader->L;
    struct ai95_json_value name, value;
    bool more, others = false;
    for (;; first = false) {
        enum ai95_status status = ai95_scan_member(reader->scanner, first, &more, &name);
        if (status != AI95_OK)
            return status;
        if (!more)
            break;
        bool is_list = is_named(&name, "list"), is_total = is_named(&name, "total");
        if (is_list && answer->has_list)
            return ai95_twice(reader, "list");
        lua_pushlstring(L, name.text, name.length);
        status = ai95_scan_value(reader->scanner, &value);
        if (status != AI95_OK)
            return status;
        if (is_list && answer->one_by_one && value.kind == AI95_JSON_ARRAY) {
            answer->in_list = answer->has_list = true;
            (void)ai95_push_repeats(L, ai95_checkshape(L, AT_SHAPE)->count);
            lua_rawseti(L, AT_TABLE, REPEATS);
            lua_rawseti(L, AT_TABLE, VALUES);
            return AI95_OK;
        }
        if (is_list)
            status = ai95_push_rows(reader, "list", &value, AT_SHAPE, metatable_index(L));
        else if (is_total)
            status = read_total(reader, answer, &value);
        else
            status = ai95_push_any(reader, &value);
        if (status != AI95_OK)
            return status;
        answer->has_list = answer->has_list || is_list;
        others = others || (!is_list && !is_total);
        lua_rawset(L, -3);
    }
    if (answer->has_list)
        return AI95_OK;
    return others || answer->expects_rows ? ai95_missing(reader, "list") : AI95_OK;
}

static enum ai95_status read_page(struct ai95_reader *reader, struct answer *answer,
                                  const struct ai95_json_value *value) {
    lua_State *L = reader->L;
    enum ai95_status status = AI95_OK;
    lua_createtable(L, 0, 2);
    if (value->kind == AI95_JSON_OBJECT)
        status = read_page_members(reader, answer, true);
    else if (!ai95_is_nothing(reader->scanner, value))
        status = ai95_wrong(reader, "data", "an object with a list", value);
    if (status != AI95_OK || answer->in_list)
        return status;
    lua_getfield(L, -1, "list");
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "list");
    }
    if (answer->one_by_one)
        lua_rawseti(L, AT_TABLE, ROWS);
    else
        lua_pop(L, 1);
    return AI95_OK;
}

static enum ai95_status read_data(struct ai95_reader *reader, struct answer *answer) {
    lua_State *L = reader->L;
    const struct ai95_shape *shape = ai95_checkshape(L, AT_SHAPE);
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    if (status != AI95_OK)
        return status;
    answer->is_read = true;
    if (shape->data == AI95_PAGE)
        status = read_page(reader, answer, &value);
    else if (shape->data == AI95_LIST)
        status = ai95_push_rows(reader, "data", &value, AT_SHAPE, metatable_index(L));
    else
        status = ai95_push_data(reader, &value, AT_SHAPE);
    if (status == AI95_OK) {
        lua_replace(L, AT_DATA);
        lua_settop(L, AT_DATA);
    }
    return status;
}

/* Without a code it is not the platform's answer. */
static enum ai95_status read_code(struct ai95_reader *reader, struct answer *answer) {
    struct ai95_json_value value;
    struct ai95_scalar scalar = {.kind = AI95_IS_WRONG};
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    if (status == AI95_OK && value.kind < AI95_JSON_ARRAY)
        status = ai95_scalar_convert(AI95_INT, &value, &scalar);
    if (status != AI95_OK)
        return status;
    if (scalar.kind != AI95_IS_INTEGER || value.kind < AI95_JSON_NUMBER) {
        reader->scanner->problem = "a `code` that is no whole number";
        return AI95_BAD_DATA;
    }
    answer->has_code = true;
    answer->code = scalar.integer;
    return AI95_OK;
}

static enum ai95_status read_msg(struct ai95_reader *reader, struct answer *answer) {
    answer->has_msg = true;
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    if (status != AI95_OK || value.kind != AI95_JSON_STRING)
        return status == AI95_OK ? ai95_scan_rest(reader->scanner, &value) : status;
    lua_pushlstring(reader->L, value.text, value.length);
    lua_replace(reader->L, AT_MSG);
    return AI95_OK;
}

/* `data`, if it is known that it is wanted: `code` comes first, as a rule. Otherwise it is passed
 * over, and may be read at the end. */
static enum ai95_status read_data_or_skip(struct ai95_reader *reader, struct answer *answer) {
    bool is_wanted = ai95_checkshape(reader->L, AT_SHAPE)->data != AI95_NO_DATA;
    answer->data = reader->scanner->at;
    return is_wanted && answer->has_code && answer->code == 0 ? read_data(reader, answer)
                                                              : skip_value(reader);
}

/* What a member that is there twice says cannot be known, nor what the answer says. */
static enum ai95_status refuse_second(struct ai95_reader *reader, const char *problem) {
    reader->scanner->problem = problem;
    return AI95_BAD_DATA;
}

/* The members of the answer from the next one on. */
static enum ai95_status read_members(struct ai95_reader *reader, struct answer *answer,
                                     bool first) {
    struct ai95_json_value name;
    bool more;
    for (;; first = false) {
        enum ai95_status status = ai95_scan_member(reader->scanner, first, &more, &name);
        if (status != AI95_OK || !more)
            return status == AI95_OK ? ai95_scan_end(reader->scanner) : status;
        if (is_named(&name, "code"))
            status = answer->has_code ? refuse_second(reader, "a second `code`")
                                      : read_code(reader, answer);
        else if (is_named(&name, "msg"))
            status = answer->has_msg ? refuse_second(reader, "a second `msg`")
                                     : read_msg(reader, answer);
        else if (is_named(&name, "data"))
            status = answer->data != NULL ? refuse_second(reader, "a second `data`")
                                          : read_data_or_skip(reader, answer);
        else
            status = skip_value(reader);
        if (status != AI95_OK || answer->in_list)
            return status;
    }
}

static enum ai95_status read_answer(struct ai95_reader *reader, struct answer *answer) {
    struct ai95_scanner *scanner = reader->scanner;
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(scanner, &value);
    if (status == AI95_OK && value.kind != AI95_JSON_OBJECT) {
        scanner->problem = "no object";
        return AI95_BAD_DATA;
    }
    if (status == AI95_OK)
        status = read_members(reader, answer, true);
    if (status != AI95_OK)
        return status;
    if (!answer->has_code) {
        scanner->problem = "an object without a `code`";
        return AI95_BAD_DATA;
    }
    if (answer->code != 0 || answer->is_read ||
        ai95_checkshape(reader->L, AT_SHAPE)->data == AI95_NO_DATA)
        return AI95_OK;
    if (answer->data == NULL)
        return ai95_missing(reader, "data");
    scanner->at = answer->data;
    scanner->depth = 1;
    answer->at_end = true;
    return read_data(reader, answer);
}

static void release(lua_State *L, struct answer *answer) {
    ai95_scanner_free(&answer->scanner);
    ai95_buffer_free(&answer->body);
    lua_pushnil(L);
    lua_rawseti(L, AT_TABLE, TEXT);
}

/* The text that is read: a string, or the body of a transfer, which is taken from it. */
static void set_text(lua_State *L, struct answer *answer, int source) {
    size_t length;
    if (lua_type(L, source) == LUA_TSTRING) {
        const char *text = lua_tolstring(L, source, &length);
        lua_pushvalue(L, source);
        lua_rawseti(L, AT_TABLE, TEXT);
        ai95_scanner_init(&answer->scanner, text, length);
    } else {
        struct ai95_transfer *transfer = ai95_checktransfer(L, source);
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
 * is wrong; and total(). */
static int decode_answer(lua_State *L) {
    bool one_by_one = lua_toboolean(L, 4);
    if (lua_type(L, 1) != LUA_TSTRING)
        ai95_checktransfer(L, 1);
    ai95_checkshape(L, 2);
    if (!lua_isnoneornil(L, 3))
        luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, 3);
    struct answer *answer = ai95_pushobject(L, sizeof *answer, answer_name);
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
    enum ai95_status status = read_answer(&reader, answer);
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

/* After the last row: the rest of the text. */
static enum ai95_status finish(struct ai95_reader *reader, struct answer *answer) {
    lua_newtable(reader->L);
    answer->one_by_one = answer->in_list = false;
    enum ai95_status status = read_page_members(reader, answer, false);
    if (status == AI95_OK && !answer->at_end)
        status = read_members(reader, answer, false);
    return status;
}

/* rows:next() → a row, or nil after the last one, or nil and what is wrong */
static int next_row(lua_State *L) {
    struct answer *answer = luaL_checkudata(L, 1, answer_name);
    if (answer->ended)
        return 0;
    answer->ended = true; /* if an error is raised; and for a finalizer that calls this meanwhile */
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
        status = ai95_push_row(&reader, AT_SHAPE, metatable_index(L));
        if (status == AI95_OK) {
            answer->ended = false;
            return 1;
        }
    } else if (status == AI95_OK) {
        reader.list = NULL;
        status = finish(&reader, answer);
        if (status == AI95_OK) {
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
    release(L, answer);
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
    struct answer *answer = luaL_checkudata(L, 1, answer_name);
    ai95_scanner_free(&answer->scanner);
    ai95_buffer_free(&answer->body);
    answer->ended = true;
    return 0;
}

void ai95_open_answer(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"next", next_row}, {"total", total}, {"__gc", collect_answer}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"decode_answer", decode_answer}, {NULL, NULL}};
    ai95_newclass(L, answer_name, methods);
    ai95_setfunctions(L, functions, 0);
}
