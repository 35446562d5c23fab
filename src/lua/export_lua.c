/* core.writer: rows of Lua as CSV and as JSON lines. */
#include "export/csv.h"
#include "json/json_string.h"
#include "json/time.h"
#include "lua/export_lua.h"
#include "lua/value_lua.h"
#include "rows/characters.h"

static const char writer_name[] = "ai95.writer";

/* The stack while a row is written. AT_NAMES has the columns' names, and the same names as keys. */
enum { AT_WRITER = 1, AT_ROW, AT_NAMES, AT_VALUE };

const char *ai95_column_text(const struct ai95_writer *writer, const struct ai95_column *column,
                             const char *text, size_t *length, char zoned[25]) {
    if (column->is_time && writer->has_zone && ai95_time_with_zone(text, *length, zoned)) {
        *length = 25;
        return zoned;
    }
    bool may_be_blank =
        *length > 0 && ((unsigned char)text[0] <= ' ' || (unsigned char)text[0] >= 0x80);
    if (may_be_blank && ai95_is_blank(text, *length))
        *length = 0;
    return text;
}

static const char *text_of(lua_State *L, const struct ai95_writer *writer,
                           const struct ai95_column *column, size_t *length, char zoned[25]) {
    const char *text = lua_tolstring(L, AT_VALUE, length);
    return ai95_column_text(writer, column, text, length, zoned);
}

static enum ai95_status write_member(lua_State *L, struct ai95_writer *writer, int number,
                                     struct ai95_problem *problem) {
    const struct ai95_column *column = &writer->columns[number];
    size_t skipped = number == 0, length; /* the first comma */
    char zoned[25];
    enum ai95_status status = ai95_buffer_append(
        &writer->out, writer->names.data + column->start + skipped, column->length - skipped);
    if (status != AI95_OK)
        return status;
    if (lua_type(L, AT_VALUE) != LUA_TSTRING)
        return ai95_write_value(L, &writer->out, AT_VALUE, problem);
    const char *text = text_of(L, writer, column, &length, zoned);
    return ai95_json_text(&writer->out, text, length);
}

enum ai95_status ai95_append_field(struct ai95_writer *writer, struct ai95_buffer *out,
                                   const char *text, size_t length) {
    return writer->is_excel ? ai95_csv_cell(out, text, length) : ai95_csv_text(out, text, length);
}

static enum ai95_status write_field(lua_State *L, struct ai95_writer *writer, int number,
                                    struct ai95_problem *problem) {
    size_t length;
    char zoned[25];
    enum ai95_status status = ai95_buffer_append(&writer->out, ",", number > 0);
    if (status != AI95_OK || ai95_is_null(L, AT_VALUE))
        return status;
    if (lua_type(L, AT_VALUE) == LUA_TSTRING) {
        const char *text = text_of(L, writer, &writer->columns[number], &length, zoned);
        return ai95_append_field(writer, &writer->out, text, length);
    }
    if (lua_type(L, AT_VALUE) == LUA_TNUMBER && !ai95_is_finite(L, AT_VALUE))
        return AI95_OK;
    writer->value.length = 0;
    status = ai95_write_value(L, &writer->value, AT_VALUE, problem);
    return status == AI95_OK
               ? ai95_append_field(writer, &writer->out, (const char *)writer->value.data,
                                   writer->value.length)
               : status;
}

static enum ai95_status write_columns(lua_State *L, struct ai95_writer *writer, int *filled,
                                      struct ai95_problem *problem) {
    for (int i = 0; i < writer->count; i++) {
        lua_rawgeti(L, AT_NAMES, i + 1);
        lua_rawget(L, AT_ROW);
        *filled += !writer->columns[i].is_again && !lua_isnil(L, AT_VALUE);
        problem->column = i + 1;
        enum ai95_status status = writer->is_json ? write_member(L, writer, i, problem)
                                                  : write_field(L, writer, i, problem);
        if (status != AI95_OK)
            return status;
        lua_settop(L, AT_NAMES);
    }
    problem->column = 0;
    return AI95_OK;
}

/* An empty line would be no row: a single empty field is in quotes. */
enum ai95_status ai95_end_line(struct ai95_writer *writer) {
    enum ai95_status status = AI95_OK;
    if (writer->out.length == writer->whole)
        status = ai95_buffer_append(&writer->out, "\"\"", 2);
    if (status == AI95_OK && writer->is_excel)
        status = ai95_buffer_append(&writer->out, "\r", 1);
    return status == AI95_OK ? ai95_buffer_append(&writer->out, "\n", 1) : status;
}

static enum ai95_status write_row(lua_State *L, struct ai95_writer *writer,
                                  struct ai95_problem *problem) {
    int filled = 0;
    enum ai95_status status = writer->is_json ? ai95_buffer_append(&writer->out, "{", 1) : AI95_OK;
    if (status == AI95_OK)
        status = write_columns(L, writer, &filled, problem);
    if (status != AI95_OK)
        return status;
    if (!writer->is_json)
        return ai95_end_line(writer);
    if (writer->has_others)
        status = ai95_write_others(L, &writer->out, AT_ROW, AT_NAMES, filled, writer->count == 0,
                                   problem);
    return status == AI95_OK ? ai95_buffer_append(&writer->out, "}\n", 2) : status;
}

struct ai95_writer *ai95_checkwriter(lua_State *L, int index) {
    struct ai95_writer *writer = luaL_checkudata(L, index, writer_name);
    if (writer->is_writing)
        luaL_error(L, "ai95: nothing more can be written: there was not enough memory");
    return writer;
}

/* writer:add(row) → how many bytes wait to be taken; or nil and what is wrong with the row, of
 * which nothing is written then */
static int add_row(lua_State *L) {
    struct ai95_problem problem = {0, ""};
    struct ai95_writer *writer = ai95_checkwriter(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    ai95_getanchor(L, 1);
    writer->is_writing = true; /* if an error is raised; and for a finalizer that calls this */
    enum ai95_status status = write_row(L, writer, &problem);
    writer->is_writing = false;
    if (status != AI95_OK)
        writer->out.length = writer->whole;
    if (status == AI95_BAD_DATA) {
        lua_rawgeti(L, AT_NAMES, problem.column); /* nil if it is of none */
        lua_pushnil(L);
        if (problem.column > 0)
            lua_pushfstring(L, "`%s` %s", lua_tostring(L, -2), problem.text);
        else
            lua_pushfstring(L, "it %s", problem.text);
        return 2;
    }
    ai95_check(L, status);
    writer->whole = writer->out.length;
    lua_pushnumber(L, (lua_Number)writer->whole);
    return 1;
}

/* writer:header() writes the names as a line of CSV, after a mark (BOM) if it is for Excel. */
static int add_header(lua_State *L) {
    struct ai95_writer *writer = ai95_checkwriter(L, 1);
    lua_settop(L, 1);
    ai95_getanchor(L, 1);
    enum ai95_status status = AI95_OK;
    if (writer->is_excel)
        status = ai95_buffer_append(&writer->out, "\xEF\xBB\xBF", 3);
    writer->whole = writer->out.length;
    for (int i = 0; i < writer->count && status == AI95_OK; i++) {
        size_t length;
        lua_rawgeti(L, 2, i + 1);
        const char *name = lua_tolstring(L, -1, &length);
        status = ai95_buffer_append(&writer->out, ",", i > 0);
        if (status == AI95_OK)
            status = ai95_append_field(writer, &writer->out, name, length);
        lua_pop(L, 1);
    }
    if (status == AI95_OK)
        status = ai95_end_line(writer);
    if (status != AI95_OK)
        writer->out.length = writer->whole;
    ai95_check(L, status);
    writer->whole = writer->out.length;
    return 0;
}

/* writer:take() → what was written since the last time */
static int take(lua_State *L) {
    struct ai95_writer *writer = ai95_checkwriter(L, 1);
    ai95_pushtaker(L);
    struct ai95_buffer content = writer->out; /* a finalizer that runs meanwhile finds it empty */
    size_t whole = writer->whole;
    ai95_buffer_init(&writer->out, content.maximum);
    writer->whole = 0;
    int failure = ai95_trypush(L, &content);
    if (writer->out.data != NULL) {
        ai95_buffer_free(&content); /* the finalizer has written something */
    } else {
        writer->out = content;
        writer->whole = failure == 0 ? 0 : whole;
        writer->out.length = writer->whole;
    }
    return failure == 0 ? 1 : lua_error(L);
}

static int collect_writer(lua_State *L) {
    struct ai95_writer *writer = luaL_checkudata(L, 1, writer_name);
    ai95_buffer_free(&writer->out);
    ai95_buffer_free(&writer->names);
    ai95_buffer_free(&writer->value);
    return 0;
}

/* The field at index 4, as a column of the writer at 1, whose table is at 2. */
static void read_column(lua_State *L, struct ai95_writer *writer) {
    struct ai95_column *column = &writer->columns[writer->count];
    size_t length;
    luaL_checktype(L, 4, LUA_TTABLE);
    lua_getfield(L, 4, "type");
    column->is_time = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "time") == 0;
    lua_getfield(L, 4, "name");
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 2, "a field has no name");
    const char *name = lua_tolstring(L, -1, &length);
    column->start = writer->names.length;
    ai95_check(L, ai95_buffer_append(&writer->names, ",", 1));
    ai95_check(L, ai95_json_text(&writer->names, name, length));
    ai95_check(L, ai95_buffer_append(&writer->names, ":", 1));
    column->length = writer->names.length - column->start;
    lua_pushvalue(L, -1);
    lua_rawget(L, 2);
    column->is_again = !lua_isnil(L, -1);
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, 2, ++writer->count);
    lua_pushboolean(L, 1);
    lua_rawset(L, 2);
    lua_settop(L, 3);
}

/* core.writer(format, fields, excel, zone, others) → a writer. format: "csv" or "jsonl". fields: a
 * list of { name =, type = }. excel: CSV for a spreadsheet. zone: times get their zone. others:
 * JSON lines have the rows' other fields too. */
static int new_writer(lua_State *L) {
    static const char *const formats[] = {"csv", "jsonl", NULL};
    bool is_json = luaL_checkoption(L, 1, NULL, formats) == 1;
    luaL_checktype(L, 2, LUA_TTABLE);
    bool is_excel = lua_toboolean(L, 3), has_zone = lua_toboolean(L, 4);
    bool has_others = lua_toboolean(L, 5);
    size_t count = ai95_rawlen(L, 2);
    luaL_argcheck(L, count <= 10000, 2, "too many fields");
    lua_settop(L, 2);
    lua_replace(L, 1);
    struct ai95_writer *writer =
        ai95_pushobject(L, sizeof *writer + count * sizeof *writer->columns, writer_name);
    writer->is_json = is_json;
    writer->is_excel = is_excel && !is_json;
    writer->has_zone = has_zone;
    writer->has_others = has_others;
    ai95_buffer_init(&writer->out, 1 << 30);
    ai95_buffer_init(&writer->names, 1 << 30);
    ai95_buffer_init(&writer->value, 1 << 30);
    lua_createtable(L, (int)count, (int)count); /* the fields, the writer, its table */
    lua_pushvalue(L, -1);
    ai95_setanchor(L, 2);
    lua_pushvalue(L, 1); /* the writer, its table, the fields */
    lua_remove(L, 1);
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, 3, (int)i);
        read_column(L, writer);
    }
    lua_settop(L, 1);
    return 1;
}

void ai95_open_export(lua_State *L) {
    static const luaL_Reg methods[] = {{"add", add_row},
                                       {"header", add_header},
                                       {"take", take},
                                       {"__gc", collect_writer},
                                       {NULL, NULL}};
    static const luaL_Reg functions[] = {{"writer", new_writer}, {NULL, NULL}};
    ai95_newclass(L, writer_name, methods);
    ai95_setfunctions(L, functions, 0);
}
