/* core.decode_json; single values, for it and for core.decode_answer; and what is wrong with them.
 */
#include "lua/json_lua.h"
#include <stdio.h>
#include "lua/object_lua.h"

static const char scanner_name[] = "ai95.scanner", deep[] = "JSON nested too deeply";

static const char *kind_of(const struct ai95_json_value *value) {
    static const char *const kinds[] = {"null", "false",  "true",     "a number",
                                        "text", "a list", "an object"};
    return kinds[value->kind];
}

/* Puts where it is in front: "row 3 of `list`: ". */
static size_t begin_problem(struct ai95_reader *reader) {
    reader->problem[0] = '\0';
    if (reader->list == NULL)
        return 0;
    int length = snprintf(reader->problem, sizeof reader->problem, "row %zu of `%s`: ", reader->row,
                          reader->list);
    return length < 0 || (size_t)length >= sizeof reader->problem ? 0 : (size_t)length;
}

enum ai95_status ai95_wrong(struct ai95_reader *reader, const char *name, const char *expected,
                            const struct ai95_json_value *value) {
    size_t at = begin_problem(reader);
    snprintf(reader->problem + at, sizeof reader->problem - at, "`%s` must be %s, got %s", name,
             expected, kind_of(value));
    return AI95_BAD_SHAPE;
}

enum ai95_status ai95_missing(struct ai95_reader *reader, const char *name) {
    size_t at = begin_problem(reader);
    snprintf(reader->problem + at, sizeof reader->problem - at, "`%s` is missing", name);
    return AI95_BAD_SHAPE;
}

enum ai95_status ai95_twice(struct ai95_reader *reader, const char *name) {
    size_t at = begin_problem(reader);
    snprintf(reader->problem + at, sizeof reader->problem - at, "`%s` is there twice", name);
    return AI95_BAD_SHAPE;
}

enum ai95_status ai95_no_object(struct ai95_reader *reader, const struct ai95_json_value *value) {
    size_t at = begin_problem(reader);
    snprintf(reader->problem + at, sizeof reader->problem - at, "it must be an object, got %s",
             kind_of(value));
    return AI95_BAD_SHAPE;
}

static const char *expected_of(enum ai95_type type) {
    static const char *const names[] = {
        [AI95_ANY] = "anything",       [AI95_SCALAR] = "text or a number",
        [AI95_STRING] = "text",        [AI95_ID] = "text without NUL",
        [AI95_INT] = "a whole number", [AI95_NUMBER] = "a number",
        [AI95_TIME] = "a time",        [AI95_ROWS] = "a list of objects"};
    return names[type];
}

static void push_integer(lua_State *L, const struct ai95_scalar *scalar) {
#if LUA_VERSION_NUM < 503
    const int64_t exact = INT64_C(1) << 53; /* a double has no more digits */
    if (scalar->integer > exact || scalar->integer < -exact) {
        lua_pushlstring(L, scalar->text, scalar->length);
        return;
    }
#endif
    ai95_pushint64(L, scalar->integer);
}

static enum ai95_status push_scalar(struct ai95_reader *reader, enum ai95_type type,
                                    const char *name, const struct ai95_json_value *value) {
    lua_State *L = reader->L;
    struct ai95_scalar scalar;
    enum ai95_status status = ai95_scalar_convert(type, value, &scalar);
    if (status != AI95_OK)
        return status;
    switch (scalar.kind) {
    case AI95_IS_MISSING:
        lua_pushnil(L);
        break;
    case AI95_IS_FALSE:
    case AI95_IS_TRUE:
        lua_pushboolean(L, scalar.kind == AI95_IS_TRUE);
        break;
    case AI95_IS_INTEGER:
        push_integer(L, &scalar);
        break;
    case AI95_IS_NUMBER:
        lua_pushnumber(L, scalar.number);
        break;
    case AI95_IS_TEXT:
        lua_pushlstring(L, scalar.text, scalar.length);
        break;
    case AI95_IS_WRONG:
        return ai95_wrong(reader, name, expected_of(type), value);
    }
    return AI95_OK;
}

static enum ai95_status push_any_array(struct ai95_reader *reader) {
    lua_State *L = reader->L;
    struct ai95_json_value value;
    enum ai95_status status;
    bool more;
    lua_newtable(L);
    for (int i = 1;; i++) {
        status = ai95_scan_element(reader->scanner, i == 1, &more);
        if (status != AI95_OK || !more)
            return status;
        status = ai95_scan_value(reader->scanner, &value);
        if (status == AI95_OK)
            status = ai95_push_any(reader, &value);
        if (status != AI95_OK)
            return status;
        lua_rawseti(L, -2, i);
    }
}

static enum ai95_status push_any_object(struct ai95_reader *reader) {
    lua_State *L = reader->L;
    struct ai95_json_value name, value;
    enum ai95_status status;
    bool more;
    lua_newtable(L);
    for (bool first = true;; first = false) {
        status = ai95_scan_member(reader->scanner, first, &more, &name);
        if (status != AI95_OK || !more)
            return status;
        lua_pushlstring(L, name.text, name.length);
        status = ai95_scan_value(reader->scanner, &value);
        if (status == AI95_OK)
            status = ai95_push_any(reader, &value);
        if (status != AI95_OK)
            return status;
        lua_rawset(L, -3);
    }
}

enum ai95_status ai95_push_any(struct ai95_reader *reader, const struct ai95_json_value *value) {
    luaL_checkstack(reader->L, 4, deep);
    if (value->kind == AI95_JSON_ARRAY)
        return push_any_array(reader);
    if (value->kind == AI95_JSON_OBJECT)
        return push_any_object(reader);
    return push_scalar(reader, AI95_ANY, "", value);
}

bool ai95_is_nothing(struct ai95_scanner *scanner, const struct ai95_json_value *value) {
    switch (value->kind) {
    case AI95_JSON_NULL:
    case AI95_JSON_FALSE:
        return true;
    case AI95_JSON_STRING:
        return value->length == 0;
    case AI95_JSON_ARRAY:
    case AI95_JSON_OBJECT:
        return ai95_scan_empty(scanner, value);
    default:
        return false;
    }
}

enum ai95_status ai95_push_field(struct ai95_reader *reader, const struct ai95_field *field,
                                 const struct ai95_json_value *value, int shape) {
    if (field->type == AI95_ROWS)
        return ai95_push_rows(reader, field->name, value, shape, 0);
    if (field->type == AI95_ANY)
        return ai95_push_any(reader, value);
    if (value->kind != AI95_JSON_ARRAY && value->kind != AI95_JSON_OBJECT)
        return push_scalar(reader, field->type, field->name, value);
    if (!ai95_is_nothing(reader->scanner, value))
        return ai95_wrong(reader, field->name, expected_of(field->type), value);
    lua_pushnil(reader->L); /* PHP's empty array, for nothing */
    return AI95_OK;
}

void ai95_push_syntax_problem(lua_State *L, const struct ai95_scanner *scanner) {
    char text[128]; /* %d of lua_pushfstring takes an int, and a text may be longer */
    snprintf(text, sizeof text, "%s (byte %zu)", scanner->problem,
             (size_t)(scanner->at - scanner->start) + 1);
    lua_pushstring(L, text);
}

static int collect_scanner(lua_State *L) {
    ai95_scanner_free(luaL_checkudata(L, 1, scanner_name));
    return 0;
}

/* core.decode_json(text) → the value, with null as nil and whole numbers as integers; or nil and
 * what is wrong */
static int decode_json(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_settop(L, 1);
    struct ai95_scanner *scanner = ai95_pushobject(L, sizeof *scanner, scanner_name);
    ai95_scanner_init(scanner, text, length);
    struct ai95_reader reader = {.L = L, .scanner = scanner};
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(scanner, &value);
    if (status == AI95_OK)
        status = ai95_push_any(&reader, &value);
    if (status == AI95_OK)
        status = ai95_scan_end(scanner);
    ai95_scanner_free(scanner); /* now: the collector does not know how large it is */
    if (status == AI95_BAD_DATA) {
        lua_pushnil(L);
        ai95_push_syntax_problem(L, scanner);
        return 2;
    }
    ai95_check(L, status);
    return 1;
}

void ai95_open_json(lua_State *L) {
    static const luaL_Reg methods[] = {{"__gc", collect_scanner}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"decode_json", decode_json}, {NULL, NULL}};
    ai95_newclass(L, scanner_name, methods);
    ai95_setfunctions(L, functions, 0);
}
