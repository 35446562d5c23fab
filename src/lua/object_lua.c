/* Objects whose fields are declared, and lists of them. */
#include "lua/object_lua.h"
#include <stdlib.h>
#include "lua/shape_lua.h"

static const char deep[] = "JSON nested too deeply";

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
    if (value.kind != AI95_JSON_OBJECT)
        return ai95_no_object(reader, &value);
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
