#include "rows/people.h"

enum ai95_status ai95_people_open(struct ai95_people *people,
                                  const unsigned char key[AI95_HASH_KEY_LENGTH]) {
    return ai95_keyed_hash_open(&people->cipher, key);
}

void ai95_people_free(struct ai95_people *people) {
    EVP_CIPHER_CTX_free(people->cipher);
    people->cipher = NULL;
    ai95_phones_free(&people->hashes);
}

enum ai95_status ai95_people_hash(struct ai95_people *people, const uint64_t *phones, size_t count,
                                  uint64_t *hashes) {
    if (people->cipher == NULL)
        return AI95_CRYPTO; /* freed: Lua may finalize a set before what uses it */
    enum ai95_status status = ai95_keyed_hash(people->cipher, phones, count, hashes);
    for (size_t i = 0; status == AI95_OK && i < count; i++)
        if (hashes[i] == 0)
            hashes[i] = 1; /* the set has no place for 0 */
    return status;
}

enum ai95_status ai95_people_find(struct ai95_people *people, uint64_t phone, bool *found) {
    uint64_t hash;
    *found = false;
    if (people->cipher != NULL && people->hashes.count == 0)
        return AI95_OK;
    enum ai95_status status = ai95_people_hash(people, &phone, 1, &hash);
    if (status == AI95_OK)
        *found = ai95_phones_find(&people->hashes, hash) != 0;
    return status;
}

enum ai95_status ai95_people_add(struct ai95_people *people, uint64_t hash) {
    uint32_t earlier;
    return ai95_phones_add(&people->hashes, hash, 1, &earlier);
}

void ai95_person_write(uint64_t hash, char text[AI95_PERSON_LENGTH]) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(hash >> (56 - 8 * i));
    ai95_hex(bytes, sizeof bytes, text);
}

bool ai95_person_read(const char text[AI95_PERSON_LENGTH], uint64_t *hash) {
    *hash = 0;
    for (int i = 0; i < AI95_PERSON_LENGTH; i++) {
        char c = text[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
        *hash = *hash << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return *hash != 0;
}
