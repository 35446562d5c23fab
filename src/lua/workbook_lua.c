/* The module ai95.workbook. Its library has no other objects of the core than binding.c and
 * buffer.c, and does not define the core's classes. */
#include "lua/binding.h"
#include "workbook/book.h"

static const char class_name[] = "ai95.workbook", text_name[] = "ai95.workbook.text";

/* The userdata's table: */
enum { BYTES = 1 /* of the workbook, if it is in memory */, SHEETS /* names and hidden, flat */ };

static struct ai95_book *check_open(lua_State *L) {
    struct ai95_book *book = luaL_checkudata(L, 1, class_name);
    if (book->archive.zip == NULL)
        luaL_error(L, "ai95: the workbook is closed");
    return book;
}

/* nil and the problem; raises if there was not enough memory. */
static int push_problem(lua_State *L, const struct ai95_book *book, enum ai95_status status) {
    if (status != AI95_BAD_DATA)
        ai95_raise(L, status);
    lua_pushnil(L);
    lua_pushstring(L, book->problem.text);
    return 2;
}

/* Puts the names into the userdata's table: a finalizer may close the book while Lua allocates, but
 * now only this function has it. */
static void keep_sheets(lua_State *L, struct ai95_book *book, int table) {
    int count = (int)ai95_book_count(book);
    lua_createtable(L, count * 2, 0);
    for (int i = 0; i < count; i++) {
        struct ai95_book_sheet sheet = ai95_book_get(book, (size_t)i);
        lua_pushstring(L, ai95_names_get(&book->names, sheet.name));
        lua_rawseti(L, -2, i * 2 + 1);
        lua_pushboolean(L, sheet.hidden);
        lua_rawseti(L, -2, i * 2 + 2);
    }
    lua_rawseti(L, table, SHEETS);
}

/* Pushes a closed book, with a table that keeps `bytes`, an index of the stack or 0. */
static struct ai95_book *push_book(lua_State *L, int bytes) {
    struct ai95_book *book = ai95_pushobject(L, sizeof *book, class_name);
    lua_createtable(L, 2, 0);
    if (bytes != 0) {
        lua_pushvalue(L, bytes);
        lua_rawseti(L, -2, BYTES);
    }
    lua_pushvalue(L, -1);
    ai95_setanchor(L, -3);
    return book;
}

static int finish_open(lua_State *L, struct ai95_book *book, enum ai95_status status) {
    if (status != AI95_OK) {
        ai95_book_free(book);
        return push_problem(L, book, status);
    }
    keep_sheets(L, book, lua_gettop(L));
    lua_pop(L, 1);
    return 1;
}

/* workbook.open(path) → a workbook, or nil and the problem */
static int open_path(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    struct ai95_book *book = push_book(L, 0);
    return finish_open(L, book, ai95_book_open(book, path));
}

/* workbook.open_bytes(content) → a workbook, or nil and the problem */
static int open_bytes(lua_State *L) {
    size_t length;
    const char *bytes = luaL_checklstring(L, 1, &length);
    struct ai95_book *book = push_book(L, 1);
    return finish_open(L, book, ai95_book_open_bytes(book, bytes, length));
}

/* book:sheets() → { { name =, hidden = }, … } */
static int list_sheets(lua_State *L) {
    check_open(L);
    ai95_getanchor(L, 1);
    ai95_rawgeti(L, -1, SHEETS);
    int kept = lua_gettop(L), count = (int)ai95_rawlen(L, kept) / 2;
    lua_createtable(L, count, 0);
    for (int i = 1; i <= count; i++) {
        lua_createtable(L, 0, 2);
        ai95_rawgeti(L, kept, i * 2 - 1);
        lua_setfield(L, -2, "name");
        ai95_rawgeti(L, kept, i * 2);
        lua_setfield(L, -2, "hidden");
        lua_rawseti(L, -2, i);
    }
    return 1;
}

/* book:sheet(n) → true, or nil and the problem */
static int begin_sheet(lua_State *L) {
    lua_Integer number = luaL_checkinteger(L, 2);
    struct ai95_book *book = check_open(L);
    luaL_argcheck(L, number >= 1 && (size_t)number <= ai95_book_count(book), 2,
                  "the workbook has no sheet of that number");
    enum ai95_status status = ai95_book_begin(book, (size_t)number - 1);
    if (status != AI95_OK)
        return push_problem(L, book, status);
    lua_pushboolean(L, 1);
    return 1;
}

static int free_text(lua_State *L) {
    ai95_buffer_free(luaL_checkudata(L, 1, text_name));
    return 0;
}

/* book:read() → the next block of CSV; nil at the end; or nil and the problem. The block moves to a
 * userdata of its own, which no finalizer can reach while Lua copies it. */
static int read_block(lua_State *L) {
    lua_settop(L, 1);
    struct ai95_buffer *text = ai95_pushobject(L, sizeof *text, text_name);
    struct ai95_book *book = check_open(L);
    if (!book->has_begun)
        return luaL_error(L, "ai95: book:sheet(n) must choose a sheet before book:read()");
    enum ai95_status status = ai95_book_read(book);
    if (status != AI95_OK)
        return push_problem(L, book, status);
    *text = book->sheet.out;
    ai95_buffer_init(&book->sheet.out, text->maximum);
    if (text->length == 0)
        return 0;
    /* If Lua has no memory for the block, the next call must not go on behind it. */
    book->failed = AI95_NO_MEMORY;
    lua_pushlstring(L, (const char *)text->data, text->length);
    book->failed = AI95_OK;
    ai95_buffer_free(text);
    return 1;
}

static int close_book(lua_State *L) {
    ai95_book_free(luaL_checkudata(L, 1, class_name));
    return 0;
}

AI95_EXPORT int luaopen_ai95_workbook(lua_State *L);

int luaopen_ai95_workbook(lua_State *L) {
    static const luaL_Reg methods[] = {{"sheets", list_sheets}, {"sheet", begin_sheet},
                                       {"read", read_block},    {"close", close_book},
                                       {"__gc", close_book},    {NULL, NULL}};
    static const luaL_Reg text_methods[] = {{"__gc", free_text}, {NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"open", open_path}, {"open_bytes", open_bytes}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_newclass(L, text_name, text_methods);
    lua_newtable(L);
    ai95_setfunctions(L, functions, 0);
    return 1;
}
