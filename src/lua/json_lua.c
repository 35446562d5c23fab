/* core.decode_json, and the reader that it shares with core.decode_answer. */
#include "lua/json_lua.h"
#include <stdio.h>
#include <stdlib.h>
#include "lua/shape_lua.h"

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

/* The value of the field with that index, of the shape whose table is at `names`. */
static enum ai95_status push_declared(struct ai95_reader *reader, const struct ai95_shape *shape,
                                      int index, int names, const struct ai95_json_value *value) {
    const struct ai95_field *field = &shape->fields[index];
    if (field->type != AI95_ROWS)
        return ai95_push_field(reader, field, value, 0);
    lua_State *L = reader->L;
    lua_rawgeti(L, names, -(index + 1));
    enum ai95_status status = ai95_push_field(reader, field, value, lua_gettop(L));
    if (status == AI95_OK)
        lua_remove(L, -2);
    return status;
}

enum { MAX_MISSES = 16 /* then a field's values differ in this list */ };

/* Pushes the value of a field, if it is the string that the row before has. */
static bool push_repeated(struct ai95_reader *reader, int index) {
    struct ai95_scanner *scanner = reader->scanner;
    if (reader->repeats == NULL)
        return false;
    const unsigned char *text = reader->repeats->last[index].text;
    size_t length = reader->repeats->last[index].length;
    if (text == NULL || (size_t)(scanner->end - scanner->at) < length ||
        memcmp(scanner->at, text, length) != 0)
        return false;
    scanner->at += length;
    lua_rawgeti(reader->L, reader->values, index + 1);
    reader->repeats->last[index].misses = 0;
    return true;
}

/* Keeps the value on the top, of the text from `text` on. */
static void keep_repeat(struct ai95_reader *reader, int index, const unsigned char *text) {
    if (reader->repeats == NULL || *text != '"' || lua_istable(reader->L, -1) ||
        reader->repeats->last[index].misses == MAX_MISSES)
        return; /* a list is each row's own */
    if (++reader->repeats->last[index].misses == MAX_MISSES) {
        reader->repeats->last[index].text = NULL;
        return;
    }
    reader->repeats->last[index].text = text;
    reader->repeats->last[index].length = (size_t)(reader->scanner->at - text);
    lua_pushvalue(reader->L, -1);
    lua_rawseti(reader->L, reader->values, index + 1);
}

/* The value of a member, on the top: a field of the shape with that index, or another one. */
static enum ai95_status push_member(struct ai95_reader *reader, const struct ai95_shape *shape,
                                    int index, int names) {
    struct ai95_json_value value;
    if (index >= 0 && push_repeated(reader, index))
        return AI95_OK;
    const unsigned char *text = reader->scanner->at;
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    if (status != AI95_OK)
        return status;
    if (index < 0)
        return ai95_push_any(reader, &value);
    status = push_declared(reader, shape, index, names, &value);
    if (status == AI95_OK)
        keep_repeat(reader, index, text);
    return status;
}

/* The members of an object into the table at `table`; `seen` has a bit for each declared one. */
static enum ai95_status read_members(struct ai95_reader *reader, const struct ai95_shape *shape,
                                     int names, int table, uint64_t *seen) {
    lua_State *L = reader->L;
    struct ai95_json_value name;
    int guess = 0, count = 0;
    bool more;
    for (;; count++) {
        enum ai95_status status = ai95_scan_member(reader->scanner, count == 0, &more, &name);
        if (status != AI95_OK || !more) {
            reader->members = count;
            return status;
        }
        int index = ai95_shape_find(shape, guess, name.text, name.length);
        if (index < 0)
            lua_pushlstring(L, name.text, name.length);
        else
            lua_rawgeti(L, names, index + 1);
        status = push_member(reader, shape, index, names);
        if (status != AI95_OK)
            return status;
        uint64_t bit = index < 0 ? 0 : (uint64_t)1 << index;
        if (index >= 0) {
            guess = index + 1;
            if (lua_isnil(L, -1) && (*seen & bit) == 0) {
                lua_pop(L, 2);
                continue;
            }
            *seen = lua_isnil(L, -1) ? *seen & ~bit : *seen | bit;
        }
        lua_rawset(L, table);
    }
}

static enum ai95_status check_required(struct ai95_reader *reader, const struct ai95_shape *shape,
                                       uint64_t seen) {
    for (int i = 0; i < shape->count; i++)
        if ((shape->required & ~seen) >> i & 1)
            return ai95_missing(reader, shape->fields[i].name);
    return AI95_OK;
}

enum ai95_status ai95_push_object(struct ai95_reader *reader, int shape_index) {
    lua_State *L = reader->L;
    const struct ai95_shape *shape = ai95_checkshape(L, shape_index);
    uint64_t seen = 0;
    luaL_checkstack(L, 8, deep);
    lua_createtable(L, 0, reader->members > shape->count ? reader->members : shape->count);
    int table = lua_gettop(L);
    ai95_getanchor(L, shape_index);
    enum ai95_status status = read_members(reader, shape, table + 1, table, &seen);
    if (status != AI95_OK)
        return status;
    lua_settop(L, table);
    return check_required(reader, shape, seen);
}

enum ai95_status ai95_push_data(struct ai95_reader *reader, const struct ai95_json_value *value,
                                int shape) {
    if (value->kind == AI95_JSON_OBJECT)
        return ai95_push_object(reader, shape);
    if (!ai95_is_nothing(reader->scanner, value))
        return ai95_wrong(reader, "data", "an object", value);
    lua_newtable(reader->L);
    return check_required(reader, ai95_checkshape(reader->L, shape), 0);
}

enum ai95_status ai95_push_row(struct ai95_reader *reader, int shape, int metatable) {
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(reader->scanner, &value);
    if (status != AI95_OK)
        return status;
    if (value.kind != AI95_JSON_OBJECT) {
        size_t at = begin_problem(reader);
        snprintf(reader->problem + at, sizeof reader->problem - at, "it must be an object, got %s",
                 kind_of(&value));
        return AI95_BAD_SHAPE;
    }
    status = ai95_push_object(reader, shape);
    if (status == AI95_OK && metatable != 0) {
        lua_pushvalue(reader->L, metatable);
        lua_setmetatable(reader->L, -2);
    }
    return status;
}

struct ai95_repeats *ai95_push_repeats(lua_State *L, int fields) {
    lua_createtable(L, fields, 0);
    struct ai95_repeats *repeats = lua_newuserdata(L, sizeof *repeats);
    memset(repeats, 0, sizeof *repeats);
    return repeats;
}

enum { FEW = 4 /* rows for which comparing is not worth its preparation */ };

/* Into the table on the top. */
static enum ai95_status read_array(struct ai95_reader *reader, int shape, int metatable) {
    bool more;
    for (int i = 1;; i++) {
        enum ai95_status status = ai95_scan_element(reader->scanner, i == 1, &more);
        if (status != AI95_OK || !more)
            return status;
        if (i == FEW) {
            int fields = ai95_checkshape(reader->L, shape)->count;
            reader->repeats = ai95_push_repeats(reader->L, fields);
            lua_replace(reader->L, reader->values + 1);
            lua_replace(reader->L, reader->values);
        }
        reader->row = (size_t)i;
        status = ai95_push_row(reader, shape, metatable);
        if (status != AI95_OK)
            return status;
        lua_rawseti(reader->L, -2, i);
    }
}

/* Where a row of an object with numbers for names belongs. */
struct place {
    uint64_t key;
    int index;
};

static int compare(const void *a, const void *b) {
    const struct place *first = a, *second = b;
    if (first->key != second->key)
        return first->key < second->key ? -1 : 1;
    return first->index < second->index ? -1 : first->index > second->index; /* qsort is unstable */
}

static bool read_key(const struct ai95_json_value *name, uint64_t *key) {
    *key = 0;
    for (size_t i = 0; i < name->length; i++) {
        if (name->text[i] < '0' || name->text[i] > '9')
            return false;
        *key = *key * 10 + (uint64_t)(name->text[i] - '0');
    }
    return name->length > 0 && name->length <= 19;
}

/* Replaces the list on the top by one in the order of the keys. */
static void sort_rows(lua_State *L, struct ai95_buffer *places) {
    struct place *place = (struct place *)(void *)places->data;
    int count = (int)(places->length / sizeof *place);
    qsort(place, (size_t)count, sizeof *place, compare);
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        lua_rawgeti(L, -2, place[i].index);
        lua_rawseti(L, -2, i + 1);
    }
    lua_remove(L, -2);
}

/* Into the table on the top: what PHP makes of a list that does not count from 0. */
static enum ai95_status read_keyed(struct ai95_reader *reader, const char *list_name, int shape,
                                   int metatable) {
    lua_State *L = reader->L;
    struct ai95_buffer *places = ai95_pushbuffer(L);
    struct ai95_json_value name;
    struct place place = {0, 0};
    bool more, in_order = true;
    uint64_t last = 0;
    lua_insert(L, -2);
    for (int i = 1;; i++) {
        enum ai95_status status = ai95_scan_member(reader->scanner, i == 1, &more, &name);
        if (status != AI95_OK)
            return status;
        if (!more)
            break;
        if (!read_key(&name, &place.key)) {
            struct ai95_json_value object = {AI95_JSON_OBJECT, NULL, 0};
            reader->list = NULL;
            return ai95_wrong(reader, list_name, "a list of objects", &object);
        }
        place.index = i;
        in_order = in_order && place.key >= last;
        last = place.key;
        reader->row = (size_t)i;
        status = ai95_buffer_append(places, &place, sizeof place);
        if (status == AI95_OK)
            status = ai95_push_row(reader, shape, metatable);
        if (status != AI95_OK)
            return status;
        lua_rawseti(L, -2, i);
    }
    if (!in_order)
        sort_rows(L, places);
    ai95_buffer_free(places);
    lua_remove(L, -2);
    return AI95_OK;
}

enum ai95_status ai95_push_rows(struct ai95_reader *reader, const char *name,
                                const struct ai95_json_value *value, int shape, int metatable) {
    lua_State *L = reader->L;
    struct ai95_reader inner = *reader;
    enum ai95_status status;
    luaL_checkstack(L, 10, deep);
    if (value->kind != AI95_JSON_ARRAY && value->kind != AI95_JSON_OBJECT) {
        if (!ai95_is_nothing(reader->scanner, value))
            return ai95_wrong(reader, name, "a list of objects", value);
        lua_newtable(L);
        return AI95_OK;
    }
    lua_pushnil(L); /* places for ai95_push_repeats */
    lua_pushnil(L);
    inner.values = lua_gettop(L) - 1;
    inner.repeats = NULL;
    inner.list = name;
    lua_newtable(L);
    status = value->kind == AI95_JSON_ARRAY ? read_array(&inner, shape, metatable)
                                            : read_keyed(&inner, name, shape, metatable);
    if (status == AI95_OK) {
        lua_replace(L, inner.values);
        lua_settop(L, inner.values);
    } else {
        memcpy(reader->problem, inner.problem, sizeof reader->problem);
    }
    return status;
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
