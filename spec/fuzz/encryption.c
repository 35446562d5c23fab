/* Encrypted texts: anything may arrive, and a text comes back as it was. */
#include "fuzz.h"
#include "crypto/crypto.h"

static const char user_sn[] = "SYSUSER|0123456789abcdef0123456789abcdef";
static const unsigned char key[AI95_KEY_LENGTH] = {1, 2, 3};

static void check_back(const char *text, size_t length, bool is_gcm) {
    struct ai95_buffer secret, back;
    ai95_buffer_init(&secret, SIZE_MAX / 4);
    ai95_buffer_init(&back, SIZE_MAX / 4);
    CHECK((is_gcm
               ? ai95_gcm_encrypt(&secret, text, length, key)
               : ai95_aes_encrypt(&secret, text, length, user_sn, sizeof user_sn - 1)) == AI95_OK);
    const char *base64 = (const char *)secret.data;
    CHECK((is_gcm ? ai95_gcm_decrypt(&back, base64, secret.length, key)
                  : ai95_aes_decrypt(&back, base64, secret.length, user_sn, sizeof user_sn - 1)) ==
          AI95_OK);
    CHECK(back.length == length && (length == 0 || memcmp(back.data, text, length) == 0));
    ai95_buffer_free(&secret);
    ai95_buffer_free(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ai95_buffer out;
    const char *text = (const char *)data;
    ai95_buffer_init(&out, SIZE_MAX / 4);
    enum ai95_status status = ai95_gcm_decrypt(&out, text, size, key);
    CHECK(status == AI95_OK || status == AI95_BAD_DATA);
    status = ai95_aes_decrypt(&out, text, size, user_sn, sizeof user_sn - 1);
    CHECK(status == AI95_OK || status == AI95_BAD_DATA);
    status = ai95_aes_decrypt(&out, text, size, text, size);
    CHECK(status == AI95_OK || status == AI95_BAD_DATA || status == AI95_BAD_KEY);
    ai95_buffer_free(&out);
    check_back(text, size, true);
    check_back(text, size, false);
    return 0;
}
