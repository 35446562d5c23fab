/* The members of an answer, for core.decode_answer. */
#include "lua/answer_read_lua.h"
#include "lua/shape_lua.h"

enum { MAX_MSG = 16 * 1024 /* bytes; it is read by people */ };

int ai95_answer_metatable(lua_State *L) {
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

static enum ai95_status read_total(struct ai95_reader *reader, struct ai95_answer *answer,
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
static enum ai95_status read_page_members(struct ai95_reader *reader, struct ai95_answer *answer,
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
            status = ai95_push_rows(reader, "list", &value, AT_SHAPE, ai95_answer_metatable(L));
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

static enum ai95_status read_page(struct ai95_reader *reader, struct ai95_answer *answer,
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

static enum ai95_status read_data(struct ai95_reader *reader, struct ai95_answer *answer) {
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
        status = ai95_push_rows(reader, "data", &value, AT_SHAPE, ai95_answer_metatable(L));
    else
        status = ai95_push_data(reader, &value, AT_SHAPE);
    if (status == AI95_OK) {
        lua_replace(L, AT_DATA);
        lua_settop(L, AT_DATA);
    }
    return status;
}

/* Without a code it is not the platform's answer. */
static enum ai95_status read_code(struct ai95_reader *reader, struct ai95_answer *answer) {
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

/* How much of a text of that length Lua gets: up to MAX_MSG bytes, and no part of a character. */
static size_t shorten(const char *text, size_t length) {
    if (length <= MAX_MSG)
        return length;
    length = MAX_MSG;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

static enum ai95_status read_msg(struct ai95_reader *reader, struct ai95_answer *answer) {
    answer->has_msg = true;
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    if (status != AI95_OK || value.kind != AI95_JSON_STRING)
        return status == AI95_OK ? ai95_scan_rest(reader->scanner, &value) : status;
    lua_pushlstring(reader->L, value.text, shorten(value.text, value.length));
    lua_replace(reader->L, AT_MSG);
    return AI95_OK;
}

/* `data`, if it is known that it is wanted: `code` comes first, as a rule. Otherwise it is passed
 * over, and may be read at the end. */
static enum ai95_status read_data_or_skip(struct ai95_reader *reader, struct ai95_answer *answer) {
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
static enum ai95_status read_members(struct ai95_reader *reader, struct ai95_answer *answer,
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

enum ai95_status ai95_read_answer(struct ai95_reader *reader, struct ai95_answer *answer) {
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

enum ai95_status ai95_finish_answer(struct ai95_reader *reader, struct ai95_answer *answer) {
    lua_newtable(reader->L);
    answer->one_by_one = answer->in_list = false;
    enum ai95_status status = read_page_members(reader, answer, false);
    if (status == AI95_OK && !answer->at_end)
        status = read_members(reader, answer, false);
    return status;
}
