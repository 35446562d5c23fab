/* The platform's signature and its AES, over OpenSSL. */
#ifndef AI95_CRYPTO_H
#define AI95_CRYPTO_H

#include <stdbool.h>
#include <openssl/evp.h>
#include "util/buffer.h"

enum {
    AI95_AES_PIECE = 48, /* of AES's block (16) and of base64's (3) a multiple: nothing has to be carried over */
    AI95_AES_LONGEST = 16384
};

enum { AI95_SIGNATURE_LENGTH = 8, AI95_SHA256_LENGTH = 64 }; /* in characters */

void ai95_hex(const unsigned char *bytes, size_t length, char *hex);

/* Keeps its contexts, since setting one up costs more than hashing a short text. */
struct ai95_signer {
    EVP_MD_CTX *fresh, *context; /* set up and left so, to be copied; at work */
};

enum ai95_status ai95_signer_init(struct ai95_signer *signer);
void ai95_signer_free(struct ai95_signer *signer);
/* Characters 2 to 9 of the hex MD5 of `data` (接口细则, "参数url说明"). */
enum ai95_status ai95_signer_sign(struct ai95_signer *signer, const void *data, size_t length,
                                  char signature[AI95_SIGNATURE_LENGTH]);

enum ai95_status ai95_sha256(const void *data, size_t length, char hex[AI95_SHA256_LENGTH]);

/* A key for AES-128 from a password: PBKDF2 with HMAC-SHA-256. Slow on purpose, since whoever finds what it encrypted
 * may try passwords on it. */
enum { AI95_KEY_LENGTH = 16, AI95_KEY_ROUNDS = 200000 };
enum ai95_status ai95_derive_key(const char *password, size_t length, const char *salt, size_t salt_length,
                                 unsigned char key[AI95_KEY_LENGTH]);

/* A cipher context for AES-128-CBC with PKCS#7, the key taken from `user_sn` (添加营销任务接口（json方式）). */
enum ai95_status ai95_aes_open(EVP_CIPHER_CTX **cipher, const char *user_sn, size_t length, int encrypt);
/* Encrypts, and appends as base64. Unless it is the last, a piece is a multiple of AI95_AES_PIECE bytes long, and at
 * most AI95_AES_LONGEST. */
enum ai95_status ai95_aes_update(EVP_CIPHER_CTX *cipher, struct ai95_buffer *out, const void *data, size_t length,
                                 bool last);
enum ai95_status ai95_aes_encrypt(struct ai95_buffer *out, const char *plaintext, size_t length, const char *user_sn,
                                  size_t user_sn_length);
enum ai95_status ai95_aes_decrypt(struct ai95_buffer *out, const char *base64, size_t length, const char *user_sn,
                                  size_t user_sn_length);

#endif
