#include "lua/shape_lua.h"

static const char shape_name[] = "ai95.shape";

const struct ai95_shape *ai95_checkshape(lua_State *L, int index) {
    return luaL_checkudata(L, index, shape_name);
}

/* The field at index 4, as field `number` of the shape at 2, whose table is at 3. */
static void read_field(lua_State *L, struct ai95_shape *shape, int number) {
    static const char *const types[] = {"any",    "scalar", "string", "id", "int",
                                        "number", "time",   "rows",   NULL};
    struct ai95_field *field = &shape->fields[number - 1];
    luaL_checktype(L, 4, LUA_TTABLE);
    lua_getfield(L, 4, "type");
    field->type = (enum ai95_type)luaL_checkoption(L, -1, NULL, types);
    lua_getfield(L, 4, "required");
    if (lua_toboolean(L, -1))
        shape->required |= (uint64_t)1 << (number - 1);
    if (field->type == AI95_ROWS) {
        lua_getfield(L, 4, "shape");
        ai95_checkshape(L, -1);
        lua_rawseti(L, 3, -number);
    }
    lua_getfield(L, 4, "name");
    field->name = luaL_checklstring(L, -1, &field->length);
    lua_rawseti(L, 3, number);
    lua_settop(L, 3);
}

/* core.shape(data, fields) → a shape. data: "object", "list", "page" or "nothing". fields: a list
 * of { name =, type =, required =, shape = of a list's objects } */
static int new_shape(lua_State *L) {
    static const char *const kinds[] = {"object", "list", "page", "nothing", NULL};
    enum ai95_data data = (enum ai95_data)luaL_checkoption(L, 1, NULL, kinds);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    lua_insert(L, 1);
    struct ai95_shape *shape = ai95_pushobject(L, sizeof *shape, shape_name);
    lua_replace(L, 2);
    int count = (int)ai95_rawlen(L, 1);
    luaL_argcheck(L, count <= AI95_MAX_FIELDS, 2, "too many fields");
    shape->data = data;
    lua_createtable(L, count, 0);
    lua_pushvalue(L, 3);
    ai95_setanchor(L, 2);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        read_field(L, shape, i);
        shape->count = i;
    }
    lua_settop(L, 2);
    return 1;
}

void ai95_open_shape(lua_State *L) {
    static const luaL_Reg methods[] = {{NULL, NULL}};
    static const luaL_Reg functions[] = {{"shape", new_shape}, {NULL, NULL}};
    ai95_newclass(L, shape_name, methods);
    ai95_setfunctions(L, functions, 0);
}
