/* core.people: sets of people, by a keyed hash of their phone numbers. */
#include "lua/people_lua.h"
#include "rows/phone.h"

static const char class_name[] = "ai95.people";

struct ai95_people *ai95_checkpeople(lua_State *L, int index) {
    struct ai95_people *people = luaL_checkudata(L, index, class_name);
    luaL_argcheck(L, people->cipher != NULL, index, "the set is closed");
    return people;
}

static int collect(lua_State *L) {
    ai95_people_free(luaL_checkudata(L, 1, class_name));
    return 0;
}

/* core.people(key) → an empty set. The key: 32 hexadecimal digits, half of which are not all 0. */
static int open_people(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    uint64_t halves[2] = {0};
    unsigned char key[AI95_HASH_KEY_LENGTH];
    bool is_key = length == 2 * AI95_PERSON_LENGTH && ai95_person_read(text, &halves[0]) &&
                  ai95_person_read(text + AI95_PERSON_LENGTH, &halves[1]);
    luaL_argcheck(L, is_key, 1, "expected 32 hexadecimal digits");
    for (int i = 0; i < AI95_HASH_KEY_LENGTH; i++)
        key[i] = (unsigned char)(halves[i / 8] >> (56 - 8 * (i % 8)));
    struct ai95_people *people = ai95_pushobject(L, sizeof *people, class_name);
    ai95_check(L, ai95_people_open(people, key));
    return 1;
}

/* people:add(hashes) → whether they are hashes: as encoder:people() writes them */
static int add(lua_State *L) {
    struct ai95_people *people = ai95_checkpeople(L, 1);
    size_t length;
    const char *text = luaL_checklstring(L, 2, &length);
    bool valid = length % AI95_PERSON_LENGTH == 0;
    for (size_t i = 0; valid && i < length; i += AI95_PERSON_LENGTH) {
        uint64_t hash;
        valid = ai95_person_read(text + i, &hash);
        if (valid)
            ai95_check(L, ai95_people_add(people, hash));
    }
    lua_pushboolean(L, valid);
    return 1;
}

/* Reads the phone number at index 2; false if it is none. */
static bool read_phone(lua_State *L, struct ai95_phone *phone) {
    size_t length;
    const char *text = luaL_checklstring(L, 2, &length);
    return ai95_phone_read(text, length, false, phone) == AI95_PHONE_OK;
}

/* people:add_phone(text) → whether it is a phone number, and now in the set */
static int add_phone(lua_State *L) {
    struct ai95_people *people = ai95_checkpeople(L, 1);
    struct ai95_phone phone;
    uint64_t hash;
    bool is_phone = read_phone(L, &phone);
    if (is_phone) {
        ai95_check(L, ai95_people_hash(people, &phone.key, 1, &hash));
        ai95_check(L, ai95_people_add(people, hash));
    }
    lua_pushboolean(L, is_phone);
    return 1;
}

/* people:hash(text) → the hash of the phone number, as `add` takes it; nil if it is none */
static int hash_phone(lua_State *L) {
    struct ai95_people *people = ai95_checkpeople(L, 1);
    struct ai95_phone phone;
    uint64_t hash;
    char text[AI95_PERSON_LENGTH];
    if (!read_phone(L, &phone))
        return 0;
    ai95_check(L, ai95_people_hash(people, &phone.key, 1, &hash));
    ai95_person_write(hash, text);
    lua_pushlstring(L, text, sizeof text);
    return 1;
}

/* people:has_phone(text) → whether the set has that phone number */
static int has_phone(lua_State *L) {
    struct ai95_people *people = ai95_checkpeople(L, 1);
    struct ai95_phone phone;
    bool found = false;
    if (read_phone(L, &phone))
        ai95_check(L, ai95_people_find(people, phone.key, &found));
    lua_pushboolean(L, found);
    return 1;
}

/* #people → how many they are */
static int count(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)ai95_checkpeople(L, 1)->hashes.count);
    return 1;
}

void ai95_open_people(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"add", add},         {"add_phone", add_phone}, {"has_phone", has_phone},
        {"hash", hash_phone}, {"__len", count},         {"__gc", collect},
        {NULL, NULL}};
    static const luaL_Reg functions[] = {{"people", open_people}, {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
