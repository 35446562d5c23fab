/* The platform's signature and its AES, over OpenSSL. */
#ifndef AI95_CRYPTO_H
#define AI95_CRYPTO_H

#include <stdbool.h>
#include <stdint.h>
#include <openssl/evp.h>
#include "util/buffer.h"

#if OPENSSL_VERSION_NUMBER < 0x10101000L
#error "ai95 needs OpenSSL 1.1.1 or newer (a forked process gets its own random bytes)"
#endif

enum { AI95_SIGNATURE_LENGTH = 8, AI95_SHA256_LENGTH = 64 }; /* in characters */

void ai95_hex(const unsigned char *bytes, size_t length, char *hex);

/* Characters 2 to 9 of the hex MD5 of `data` (接口细则, "参数url说明"). */
enum ai95_status ai95_sign(const void *data, size_t length, char signature[AI95_SIGNATURE_LENGTH]);

enum ai95_status ai95_random(unsigned char *bytes, size_t length);
enum ai95_status ai95_sha256(const void *data, size_t length, char hex[AI95_SHA256_LENGTH]);

/* Keyed hashes of numbers: AES-128 of each, cut to 64 bits. `*cipher` holds the key. Many at once
 * cost less. */
enum { AI95_HASH_KEY_LENGTH = 16, AI95_MAX_HASHES = 64 };
enum ai95_status ai95_keyed_hash_open(EVP_CIPHER_CTX **cipher,
                                      const unsigned char key[AI95_HASH_KEY_LENGTH]);
enum ai95_status ai95_keyed_hash(EVP_CIPHER_CTX *cipher, const uint64_t *values, size_t count,
                                 uint64_t *hashes);

/* A key for AES-256 from a password: PBKDF2 with HMAC-SHA-256. Slow on purpose: whoever finds a
 * text that it encrypted may try passwords on it. */
enum { AI95_KEY_LENGTH = 32, AI95_KEY_ROUNDS = 200000 };
enum ai95_status ai95_derive_key(const char *password, size_t length, const char *salt,
                                 size_t salt_length, unsigned char key[AI95_KEY_LENGTH]);

/* AES-256-GCM, for data in a store that others can read: a random nonce, the text and a tag, as
 * base64. */
enum ai95_status ai95_gcm_encrypt(struct ai95_buffer *out, const char *plaintext, size_t length,
                                  const unsigned char key[AI95_KEY_LENGTH]);
/* AI95_BAD_DATA if it was encrypted with another key, or changed. */
enum ai95_status ai95_gcm_decrypt(struct ai95_buffer *out, const char *base64, size_t length,
                                  const unsigned char key[AI95_KEY_LENGTH]);

/* AES-128-CBC with the account's key, as base64 (添加营销任务接口（json方式）). AI95_BAD_KEY if
 * `user_sn` has none. */
enum ai95_status ai95_aes_encrypt(struct ai95_buffer *out, const char *plaintext, size_t length,
                                  const char *user_sn, size_t user_sn_length);
enum ai95_status ai95_aes_decrypt(struct ai95_buffer *out, const char *base64, size_t length,
                                  const char *user_sn, size_t user_sn_length);

#endif
