#include "crypto/crypto.h"
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include "crypto/base64.h"

static const char hex_digits[] = "0123456789abcdef";

void ai95_hex(const unsigned char *bytes, size_t length, char *hex) {
    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = hex_digits[bytes[i] >> 4];
        hex[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
}

enum ai95_status ai95_signer_init(struct ai95_signer *signer) {
    signer->fresh = EVP_MD_CTX_new();
    signer->context = EVP_MD_CTX_new();
    if (signer->fresh == NULL || signer->context == NULL)
        return AI95_NO_MEMORY;
    return EVP_DigestInit_ex(signer->fresh, EVP_md5(), NULL) == 1 ? AI95_OK : AI95_CRYPTO;
}

void ai95_signer_free(struct ai95_signer *signer) {
    EVP_MD_CTX_free(signer->fresh);
    EVP_MD_CTX_free(signer->context);
    signer->fresh = signer->context = NULL;
}

enum ai95_status ai95_signer_sign(struct ai95_signer *signer, const void *data, size_t length,
                                  char signature[AI95_SIGNATURE_LENGTH]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (signer->context == NULL || EVP_MD_CTX_copy_ex(signer->context, signer->fresh) != 1 ||
        EVP_DigestUpdate(signer->context, data, length) != 1 || EVP_DigestFinal_ex(signer->context, digest, NULL) != 1)
        return AI95_CRYPTO;
    char hex[10];
    ai95_hex(digest, 5, hex);
    memcpy(signature, hex + 1, AI95_SIGNATURE_LENGTH);
    return AI95_OK;
}

enum ai95_status ai95_sha256(const void *data, size_t length, char hex[AI95_SHA256_LENGTH]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL) != 1)
        return AI95_CRYPTO;
    ai95_hex(digest, AI95_SHA256_LENGTH / 2, hex);
    return AI95_OK;
}

enum ai95_status ai95_derive_key(const char *password, size_t length, const char *salt, size_t salt_length,
                                 unsigned char key[AI95_KEY_LENGTH]) {
    if (length > INT_MAX || salt_length > INT_MAX)
        return AI95_BAD_DATA;
    return PKCS5_PBKDF2_HMAC(password, (int)length, (const unsigned char *)salt, (int)salt_length, AI95_KEY_ROUNDS,
                             EVP_sha256(), AI95_KEY_LENGTH, key) == 1
               ? AI95_OK
               : AI95_CRYPTO;
}

enum ai95_status ai95_aes_open(EVP_CIPHER_CTX **cipher, const char *user_sn, size_t length, int encrypt) {
    static const char prefix[] = "SYSUSER|";
    static const unsigned char iv[16] = {'1', '2', '3', '4', '5', '6', '7', '8',
                                         '9', '0', '1', '2', '3', '4', '5', '6'};
    size_t skip = sizeof prefix - 1;
    if (length < skip + 16 || memcmp(user_sn, prefix, skip) != 0)
        return AI95_BAD_KEY;
    *cipher = EVP_CIPHER_CTX_new();
    if (*cipher == NULL)
        return AI95_NO_MEMORY;
    if (EVP_CipherInit_ex(*cipher, EVP_aes_128_cbc(), NULL, (const unsigned char *)user_sn + skip, iv, encrypt) == 1)
        return AI95_OK;
    EVP_CIPHER_CTX_free(*cipher);
    *cipher = NULL;
    return AI95_CRYPTO;
}

enum ai95_status ai95_aes_update(EVP_CIPHER_CTX *cipher, struct ai95_buffer *out, const void *data, size_t length,
                                 bool last) {
    unsigned char encrypted[AI95_AES_LONGEST + EVP_MAX_BLOCK_LENGTH];
    int first = 0, rest = 0;
    if (length > AI95_AES_LONGEST || (!last && length % AI95_AES_PIECE != 0))
        return AI95_BAD_DATA;
    if (EVP_EncryptUpdate(cipher, encrypted, &first, data, (int)length) != 1 ||
        (last && EVP_EncryptFinal_ex(cipher, encrypted + first, &rest) != 1))
        return AI95_CRYPTO;
    size_t total = (size_t)first + (size_t)rest;
    enum ai95_status status = ai95_buffer_reserve(out, (total + 2) / 3 * 4 + 16);
    if (status == AI95_OK && total > 0)
        out->length += ai95_base64_encode(out->data + out->length, encrypted, total);
    return status;
}

enum ai95_status ai95_aes_encrypt(struct ai95_buffer *out, const char *plaintext, size_t length, const char *user_sn,
                                  size_t user_sn_length) {
    enum { PIECE = AI95_AES_LONGEST / AI95_AES_PIECE * AI95_AES_PIECE };
    EVP_CIPHER_CTX *cipher = NULL;
    enum ai95_status status = ai95_aes_open(&cipher, user_sn, user_sn_length, 1);
    for (; status == AI95_OK && length > PIECE; plaintext += PIECE, length -= PIECE)
        status = ai95_aes_update(cipher, out, plaintext, PIECE, false);
    if (status == AI95_OK)
        status = ai95_aes_update(cipher, out, plaintext, length, true);
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

enum ai95_status ai95_aes_decrypt(struct ai95_buffer *out, const char *base64, size_t length, const char *user_sn,
                                  size_t user_sn_length) {
    if (length == 0 || length % 4 != 0 || length > INT_MAX)
        return AI95_BAD_DATA;
    enum ai95_status status = ai95_buffer_reserve(out, length / 4 * 3 + EVP_MAX_BLOCK_LENGTH);
    if (status != AI95_OK)
        return status;
    int decoded = EVP_DecodeBlock(out->data, (const unsigned char *)base64, (int)length);
    /* EVP_DecodeBlock counts the padding as zero bytes, and passes over blanks around the text. */
    if (decoded < 0 || (size_t)decoded != length / 4 * 3)
        return AI95_BAD_DATA;
    out->length = (size_t)decoded - (base64[length - 1] == '=') - (base64[length - 2] == '=');
    EVP_CIPHER_CTX *cipher = NULL;
    status = ai95_aes_open(&cipher, user_sn, user_sn_length, 0);
    if (status != AI95_OK)
        return status;
    /* A failure is an answer here, and must not stay in the thread's queue for others to find. */
    ERR_set_mark();
    status = decrypt(cipher, out);
    ERR_pop_to_mark();
    EVP_CIPHER_CTX_free(cipher);
    return status;
}
