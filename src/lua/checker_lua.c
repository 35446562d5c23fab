/* core.checker: which rows can be sent. */
#include "lua/checker_lua.h"
#include <stdio.h>
#include "lua/people_lua.h"
#include "rows/characters.h"

static const char class_name[] = "ai95.checker";

struct ai95_checker *ai95_checkchecker(lua_State *L, int index) {
    return luaL_checkudata(L, index, class_name);
}

/* core.checker(strict, campaign) → a checker that has seen nothing. `campaign`: who is in it
 * already, a set of people, or nil */
static int open_checker(lua_State *L) {
    bool strict = lua_toboolean(L, 1);
    struct ai95_people *campaign = lua_isnoneornil(L, 2) ? NULL : ai95_checkpeople(L, 2);
    lua_settop(L, 2);
    struct ai95_checker *checker = ai95_pushobject(L, sizeof *checker, class_name);
    lua_createtable(L, 1, 0); /* keeps the sets alive */
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, 1);
    ai95_setanchor(L, 3);
    checker->strict = strict;
    checker->campaign = campaign;
    return 1;
}

/* checker:exclude_people(people) */
static int exclude_people(lua_State *L) {
    struct ai95_checker *checker = ai95_checkchecker(L, 1);
    struct ai95_people *people = ai95_checkpeople(L, 2);
    if (checker->ledger_count == AI95_MAX_LEDGERS)
        return luaL_error(L, "ai95: more than %d ledgers to exclude", AI95_MAX_LEDGERS);
    ai95_getanchor(L, 1);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (int)checker->ledger_count + 2);
    checker->ledgers[checker->ledger_count++] = people;
    return 0;
}

static int collect(lua_State *L) {
    ai95_checker_free(ai95_checkchecker(L, 1));
    return 0;
}

/* Copies the offending character, or the U+… of one that cannot be seen; returns its length. */
static size_t copy_character(char name[16], const struct ai95_value *phone, size_t bad) {
    uint32_t point;
    size_t width = ai95_character(phone->text + bad, phone->length - bad, &point);
    if (point == 0xFFFD || ai95_is_blank_character(point))
        return (size_t)snprintf(name, 16, "U+%04X", (unsigned)point);
    memcpy(name, phone->text + bad, width);
    return width;
}

static int push_phone_problem(lua_State *L, const struct ai95_value *phone,
                              const struct ai95_row_check *check) {
    static const char *const codes[] = {
        [AI95_PHONE_EMPTY] = "empty",         [AI95_PHONE_SCIENTIFIC] = "scientific",
        [AI95_PHONE_CHARACTER] = "character", [AI95_PHONE_PREFIX] = "prefix",
        [AI95_PHONE_MOBILE] = "mobile",       [AI95_PHONE_MOBILE_LENGTH] = "mobile_length",
        [AI95_PHONE_SERVICE] = "service",     [AI95_PHONE_NO_AREA] = "no_area",
        [AI95_PHONE_LOST_ZERO] = "lost_zero", [AI95_PHONE_AREA] = "area",
        [AI95_PHONE_EXTENSION] = "extension", [AI95_PHONE_FOREIGN] = "foreign",
        [AI95_PHONE_LENGTH] = "length",       [AI95_PHONE_FRACTION] = "fraction",
        [AI95_PHONE_LOCAL] = "local",
    };
    char name[16];
    size_t length = 0;
    if (check->problem == AI95_PHONE_CHARACTER) /* first: a finalizer may change the text */
        length = copy_character(name, phone, check->phone.bad);
    lua_pushboolean(L, 0);
    lua_pushstring(L, codes[check->problem]);
    if (length > 0)
        lua_pushlstring(L, name, length);
    else
        lua_pushinteger(L, (lua_Integer)check->phone.digits);
    return 3;
}

int ai95_pushrefusal(lua_State *L, const struct ai95_value *phone,
                     const struct ai95_row_check *check) {
    static const char *const codes[] = {
        [AI95_ROW_NAME] = "name",
        [AI95_ROW_REPEATED] = "repeated",
        [AI95_ROW_EXCLUDED] = "excluded",
        [AI95_ROW_ALREADY_IN] = "already_in",
    };
    if (check->row == AI95_ROW_PHONE)
        return push_phone_problem(L, phone, check);
    lua_pushboolean(L, 0);
    lua_pushstring(L, codes[check->row]);
    lua_pushinteger(L, (lua_Integer)check->earlier);
    return 3;
}

/* checker:exclude(phone) → true; false, code, detail if it is not a number */
static int exclude(lua_State *L) {
    struct ai95_checker *checker = ai95_checkchecker(L, 1);
    struct ai95_value phone;
    struct ai95_row_check check;
    phone.text = luaL_checklstring(L, 2, &phone.length);
    ai95_check(L, ai95_checker_exclude(checker, &phone, &check));
    if (check.problem != AI95_PHONE_OK)
        return push_phone_problem(L, &phone, &check);
    lua_pushboolean(L, 1);
    return 1;
}

/* core.is_phone(text) → whether it is a phone number that can be called */
static int is_phone(lua_State *L) {
    size_t length;
    struct ai95_phone phone;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_pushboolean(L, ai95_phone_read(text, length, false, &phone) == AI95_PHONE_OK);
    return 1;
}

/* checker:counts() → cleaned, excluded, already in: rows; and how many people are to be excluded */
static int counts(lua_State *L) {
    const struct ai95_checker *checker = ai95_checkchecker(L, 1);
    lua_pushinteger(L, (lua_Integer)checker->cleaned_count);
    lua_pushinteger(L, (lua_Integer)checker->excluded_count);
    lua_pushinteger(L, (lua_Integer)checker->already_in_count);
    size_t people = checker->excluded.count;
    for (size_t i = 0; i < checker->ledger_count; i++)
        people += checker->ledgers[i]->hashes.count;
    lua_pushinteger(L, (lua_Integer)people);
    return 4;
}

void ai95_open_checker(lua_State *L) {
    static const luaL_Reg methods[] = {{"exclude", exclude},
                                       {"exclude_people", exclude_people},
                                       {"counts", counts},
                                       {"__gc", collect},
                                       {NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"checker", open_checker}, {"is_phone", is_phone}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
