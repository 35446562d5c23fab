/* core.random, sha256, derive_key, encrypt, decrypt, aes_encrypt, aes_decrypt. */
#include "lua/binding.h"
#include <openssl/crypto.h>
#include "crypto/crypto.h"

/* core.random(n) → n random bytes, n at most 64 */
static int random_bytes(lua_State *L) {
    lua_Integer count = luaL_checkinteger(L, 1);
    unsigned char bytes[64];
    luaL_argcheck(L, count > 0 && count <= (lua_Integer)sizeof bytes, 1, "expected 1 to 64");
    ai95_check(L, ai95_random(bytes, (size_t)count));
    lua_pushlstring(L, (const char *)bytes, (size_t)count);
    return 1;
}

/* core.sha256(data) → hex, of a string or a buffer */
static int sha256(lua_State *L) {
    size_t length;
    const char *data = ai95_tobytes(L, 1, &length);
    luaL_argcheck(L, data != NULL, 1, "expected a string or a buffer");
    char hex[AI95_SHA256_LENGTH];
    ai95_check(L, ai95_sha256(data, length, hex));
    lua_pushlstring(L, hex, sizeof hex);
    return 1;
}

/* core.derive_key(password, salt) → a key for core.encrypt; takes about a tenth of a second */
static int derive_key(lua_State *L) {
    size_t length, salt_length;
    const char *password = luaL_checklstring(L, 1, &length);
    const char *salt = luaL_checklstring(L, 2, &salt_length);
    unsigned char key[AI95_KEY_LENGTH];
    ai95_check(L, ai95_derive_key(password, length, salt, salt_length, key));
    lua_pushlstring(L, (const char *)key, sizeof key);
    OPENSSL_cleanse(key, sizeof key);
    return 1;
}

static const unsigned char *check_key(lua_State *L, int index) {
    size_t length;
    const char *key = luaL_checklstring(L, index, &length);
    luaL_argcheck(L, length == AI95_KEY_LENGTH, index, "expected a key of core.derive_key");
    return (const unsigned char *)key;
}

/* core.encrypt(plaintext, key) → base64, authenticated */
static int encrypt(lua_State *L) {
    size_t length;
    const char *plaintext = luaL_checklstring(L, 1, &length);
    const unsigned char *key = check_key(L, 2);
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    ai95_check(L, ai95_gcm_encrypt(buffer, plaintext, length, key));
    return ai95_pushcontent(L, buffer);
}

/* core.decrypt(base64, key) → plaintext; nil if it was encrypted with another key, or changed */
static int decrypt(lua_State *L) {
    size_t length;
    const char *base64 = luaL_checklstring(L, 1, &length);
    const unsigned char *key = check_key(L, 2);
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    enum ai95_status status = ai95_gcm_decrypt(buffer, base64, length, key);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    return ai95_pushcontent(L, buffer);
}

/* core.aes_encrypt(plaintext, user_sn) → base64 */
static int aes_encrypt(lua_State *L) {
    size_t length, user_sn_length;
    const char *plaintext = luaL_checklstring(L, 1, &length);
    const char *user_sn = luaL_checklstring(L, 2, &user_sn_length);
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    ai95_check(L, ai95_aes_encrypt(buffer, plaintext, length, user_sn, user_sn_length));
    return ai95_pushcontent(L, buffer);
}

/* core.aes_decrypt(base64, user_sn) → plaintext, or nil and a message */
static int aes_decrypt(lua_State *L) {
    size_t length, user_sn_length;
    const char *base64 = luaL_checklstring(L, 1, &length);
    const char *user_sn = luaL_checklstring(L, 2, &user_sn_length);
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    enum ai95_status status = ai95_aes_decrypt(buffer, base64, length, user_sn, user_sn_length);
    if (status == AI95_BAD_DATA) {
        lua_pushnil(L);
        lua_pushliteral(L, "not base64 of AES-128-CBC under this user_sn's key");
        return 2;
    }
    ai95_check(L, status);
    return ai95_pushcontent(L, buffer);
}

void ai95_open_crypto(lua_State *L) {
    static const luaL_Reg functions[] = {{"random", random_bytes},     {"sha256", sha256},
                                         {"derive_key", derive_key},   {"encrypt", encrypt},
                                         {"decrypt", decrypt},         {"aes_encrypt", aes_encrypt},
                                         {"aes_decrypt", aes_decrypt}, {NULL, NULL}};
    ai95_setfunctions(L, functions, 0);
}
