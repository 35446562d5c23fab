#include "crypto/crypto.h"
#include <limits.h>
#include <stdlib.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rand.h>

static const char hex_digits[] = "0123456789abcdef";

void ai95_hex(const unsigned char *bytes, size_t length, char *hex) {
    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = hex_digits[bytes[i] >> 4];
        hex[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
}

enum ai95_status ai95_sign(const void *data, size_t length, char signature[AI95_SIGNATURE_LENGTH]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (EVP_Digest(data, length, digest, NULL, EVP_md5(), NULL) != 1)
        return AI95_CRYPTO;
    char hex[10];
    ai95_hex(digest, 5, hex);
    memcpy(signature, hex + 1, AI95_SIGNATURE_LENGTH);
    return AI95_OK;
}

enum ai95_status ai95_random(unsigned char *bytes, size_t length) {
    return length <= INT_MAX && RAND_bytes(bytes, (int)length) == 1 ? AI95_OK : AI95_CRYPTO;
}

enum ai95_status ai95_sha256(const void *data, size_t length, char hex[AI95_SHA256_LENGTH]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL) != 1)
        return AI95_CRYPTO;
    ai95_hex(digest, AI95_SHA256_LENGTH / 2, hex);
    return AI95_OK;
}

enum ai95_status ai95_keyed_hash_open(EVP_CIPHER_CTX **cipher,
                                      const unsigned char key[AI95_HASH_KEY_LENGTH]) {
    *cipher = EVP_CIPHER_CTX_new();
    if (*cipher == NULL)
        return AI95_NO_MEMORY;
    if (EVP_EncryptInit_ex(*cipher, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
        EVP_CIPHER_CTX_set_padding(*cipher, 0) == 1)
        return AI95_OK;
    EVP_CIPHER_CTX_free(*cipher);
    *cipher = NULL;
    return AI95_CRYPTO;
}

enum ai95_status ai95_keyed_hash(EVP_CIPHER_CTX *cipher, const uint64_t *values, size_t count,
                                 uint64_t *hashes) {
    unsigned char blocks[AI95_MAX_HASHES][16] = {{0}}, encrypted[AI95_MAX_HASHES + 1][16];
    int length = 0, size = (int)(count * sizeof blocks[0]);
    if (count > AI95_MAX_HASHES)
        return AI95_BAD_DATA;
    for (size_t i = 0; i < count; i++)
        for (int byte = 0; byte < 8; byte++)
            blocks[i][8 + byte] = (unsigned char)(values[i] >> (56 - 8 * byte));
    if (EVP_EncryptUpdate(cipher, encrypted[0], &length, blocks[0], size) != 1 || length != size)
        return AI95_CRYPTO;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = 0;
        for (int byte = 0; byte < 8; byte++)
            hashes[i] = hashes[i] << 8 | encrypted[i][byte];
    }
    return AI95_OK;
}

enum ai95_status ai95_derive_key(const char *password, size_t length, const char *salt,
                                 size_t salt_length, unsigned char key[AI95_KEY_LENGTH]) {
    if (length > INT_MAX || salt_length > INT_MAX)
        return AI95_BAD_DATA;
    return PKCS5_PBKDF2_HMAC(password, (int)length, (const unsigned char *)salt, (int)salt_length,
                             AI95_KEY_ROUNDS, EVP_sha256(), AI95_KEY_LENGTH, key) == 1
               ? AI95_OK
               : AI95_CRYPTO;
}

/* A context for AES-128-CBC with PKCS#7, the key taken from `user_sn`
 * (添加营销任务接口（json方式）). */
static enum ai95_status open_aes(EVP_CIPHER_CTX **cipher, const char *user_sn, size_t length,
                                 int encrypt) {
    static const char prefix[] = "SYSUSER|";
    static const unsigned char iv[16] = {'1', '2', '3', '4', '5', '6', '7', '8',
                                         '9', '0', '1', '2', '3', '4', '5', '6'};
    size_t skip = sizeof prefix - 1;
    if (length < skip + 16 || memcmp(user_sn, prefix, skip) != 0)
        return AI95_BAD_KEY;
    *cipher = EVP_CIPHER_CTX_new();
    if (*cipher == NULL)
        return AI95_NO_MEMORY;
    if (EVP_CipherInit_ex(*cipher, EVP_aes_128_cbc(), NULL, (const unsigned char *)user_sn + skip,
                          iv, encrypt) == 1)
        return AI95_OK;
    EVP_CIPHER_CTX_free(*cipher);
    *cipher = NULL;
    return AI95_CRYPTO;
}

static size_t base64_length(size_t length) {
    return (length + 2) / 3 * 4;
}

static enum ai95_status append_base64(struct ai95_buffer *out, const unsigned char *data,
                                      size_t length) {
    if (length > INT_MAX)
        return AI95_NO_MEMORY;
    enum ai95_status status = ai95_buffer_reserve(out, base64_length(length) + 1);
    if (status == AI95_OK)
        out->length += (size_t)EVP_EncodeBlock(out->data + out->length, data, (int)length);
    return status;
}

enum { MAX_TEXT = 1 << 28 };

enum { AES_BLOCK = 16, PIECE = 128 * 3 * AES_BLOCK }; /* whole blocks, and whole groups of base64 */

/* Encrypts a piece, with the padding if it is the last. */
static enum ai95_status encrypt_piece(EVP_CIPHER_CTX *cipher, struct ai95_buffer *out,
                                      const char *plaintext, size_t length, bool is_last) {
    unsigned char encrypted[PIECE + AES_BLOCK];
    int first = 0, last = 0;
    if (EVP_EncryptUpdate(cipher, encrypted, &first, (const unsigned char *)plaintext,
                          (int)length) != 1 ||
        (is_last && EVP_EncryptFinal_ex(cipher, encrypted + first, &last) != 1))
        return AI95_CRYPTO;
    return append_base64(out, encrypted, (size_t)first + (size_t)last);
}

enum ai95_status ai95_aes_encrypt(struct ai95_buffer *out, const char *plaintext, size_t length,
                                  const char *user_sn, size_t user_sn_length) {
    if (length > MAX_TEXT)
        return AI95_NO_MEMORY;
    EVP_CIPHER_CTX *cipher = NULL;
    enum ai95_status status = open_aes(&cipher, user_sn, user_sn_length, 1);
    status = status ? status : ai95_buffer_reserve(out, base64_length(length + AES_BLOCK) + 1);
    for (; status == AI95_OK && length >= PIECE; plaintext += PIECE, length -= PIECE)
        status = encrypt_piece(cipher, out, plaintext, PIECE, false);
    status = status ? status : encrypt_piece(cipher, out, plaintext, length, true);
    EVP_CIPHER_CTX_free(cipher);
    return status;
}

static enum ai95_status decrypt(EVP_CIPHER_CTX *cipher, struct ai95_buffer *data) {
    int first = 0, last = 0;
    /* In place: CBC never writes ahead of what it has read. */
    if (EVP_DecryptUpdate(cipher, data->data, &first, data->data, (int)data->length) != 1 ||
        EVP_DecryptFinal_ex(cipher, data->data + first, &last) != 1)
        return AI95_BAD_DATA;
    data->length = (size_t)first + (size_t)last;
    return AI95_OK;
}

static enum ai95_status decode_base64(struct ai95_buffer *out, const char *base64, size_t length) {
    if (length == 0 || length % 4 != 0 || length > INT_MAX)
        return AI95_BAD_DATA;
    enum ai95_status status = ai95_buffer_reserve(out, length / 4 * 3 + EVP_MAX_BLOCK_LENGTH);
    if (status != AI95_OK)
        return status;
    int decoded = EVP_DecodeBlock(out->data, (const unsigned char *)base64, (int)length);
    /* EVP_DecodeBlock counts the padding as zero bytes, and skips blanks around the text. */
    if (decoded < 0 || (size_t)decoded != length / 4 * 3)
        return AI95_BAD_DATA;
    size_t padding = (size_t)(base64[length - 1] == '=') + (base64[length - 2] == '=');
    out->length = (size_t)decoded - padding;
    /* It also takes "=" for "A", and ignores the last bits before the padding: then several texts
     * would mean the same bytes, and a changed one would pass for authentic. */
    unsigned char last[5];
    EVP_EncodeBlock(last, out->data + (size_t)decoded - 3, 3 - (int)padding);
    bool canonical =
        memchr(base64, '=', length - padding) == NULL && memcmp(last, base64 + length - 4, 4) == 0;
    return canonical ? AI95_OK : AI95_BAD_DATA;
}

enum ai95_status ai95_aes_decrypt(struct ai95_buffer *out, const char *base64, size_t length,
                                  const char *user_sn, size_t user_sn_length) {
    enum ai95_status status = decode_base64(out, base64, length);
    EVP_CIPHER_CTX *cipher = NULL;
    if (status == AI95_OK)
        status = open_aes(&cipher, user_sn, user_sn_length, 0);
    if (status != AI95_OK)
        return status;
    /* A failure here is a normal result: it must not stay in the thread's queue of errors. */
    ERR_set_mark();
    status = decrypt(cipher, out);
    ERR_pop_to_mark();
    EVP_CIPHER_CTX_free(cipher);
    return status;
}

enum { NONCE = 12, TAG = 16 };

static enum ai95_status gcm_encrypt(EVP_CIPHER_CTX *cipher, unsigned char *sealed,
                                    const char *plaintext, size_t length,
                                    const unsigned char *key) {
    int first = 0, last = 0;
    if (RAND_bytes(sealed, NONCE) != 1 ||
        EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, sealed) != 1 ||
        EVP_EncryptUpdate(cipher, sealed + NONCE, &first, (const unsigned char *)plaintext,
                          (int)length) != 1 ||
        EVP_EncryptFinal_ex(cipher, sealed + NONCE + first, &last) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, TAG, sealed + NONCE + length) != 1)
        return AI95_CRYPTO;
    return AI95_OK;
}

enum ai95_status ai95_gcm_encrypt(struct ai95_buffer *out, const char *plaintext, size_t length,
                                  const unsigned char key[AI95_KEY_LENGTH]) {
    if (length > MAX_TEXT)
        return AI95_NO_MEMORY;
    size_t total = NONCE + length + TAG;
    unsigned char *sealed = malloc(total);
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    enum ai95_status status = sealed == NULL || cipher == NULL ? AI95_NO_MEMORY : AI95_OK;
    if (status == AI95_OK)
        status = gcm_encrypt(cipher, sealed, plaintext, length, key);
    if (status == AI95_OK)
        status = append_base64(out, sealed, total);
    EVP_CIPHER_CTX_free(cipher);
    free(sealed);
    return status;
}

/* In place: the text moves to the beginning, over the nonce. */
static enum ai95_status gcm_decrypt(EVP_CIPHER_CTX *cipher, struct ai95_buffer *data,
                                    const unsigned char *key) {
    int first = 0, last = 0;
    if (data->length < NONCE + TAG)
        return AI95_BAD_DATA;
    size_t length = data->length - NONCE - TAG;
    unsigned char *text = data->data + NONCE;
    if (EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, data->data) != 1)
        return AI95_CRYPTO;
    if (EVP_DecryptUpdate(cipher, text, &first, text, (int)length) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, TAG, text + length) != 1 ||
        EVP_DecryptFinal_ex(cipher, text + first, &last) != 1)
        return AI95_BAD_DATA;
    memmove(data->data, text, length);
    data->length = length;
    return AI95_OK;
}

enum ai95_status ai95_gcm_decrypt(struct ai95_buffer *out, const char *base64, size_t length,
                                  const unsigned char key[AI95_KEY_LENGTH]) {
    enum ai95_status status = decode_base64(out, base64, length);
    if (status != AI95_OK)
        return status;
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (cipher == NULL)
        return AI95_NO_MEMORY;
    ERR_set_mark(); /* as in ai95_aes_decrypt */
    status = gcm_decrypt(cipher, out, key);
    ERR_pop_to_mark();
    EVP_CIPHER_CTX_free(cipher);
    return status;
}
