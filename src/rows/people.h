/* A set of people, by a keyed hash of their phone numbers: as a ledger has them, which keeps no
 * numbers. */
#ifndef AI95_PEOPLE_H
#define AI95_PEOPLE_H

#include "crypto/crypto.h"
#include "rows/phones.h"

enum { AI95_PERSON_LENGTH = 16 }; /* characters of a hash, in hex */

struct ai95_people {
    EVP_CIPHER_CTX *cipher;
    struct ai95_phones hashes;
};

/* `people` is zeroed memory. */
enum ai95_status ai95_people_open(struct ai95_people *people,
                                  const unsigned char key[AI95_HASH_KEY_LENGTH]);
void ai95_people_free(struct ai95_people *people);

/* The hashes of phone numbers, from their keys in `struct ai95_phone`; up to AI95_MAX_HASHES. */
enum ai95_status ai95_people_hash(struct ai95_people *people, const uint64_t *phones, size_t count,
                                  uint64_t *hashes);
enum ai95_status ai95_people_add(struct ai95_people *people, uint64_t hash);
/* Whether the set has a phone number. */
enum ai95_status ai95_people_find(struct ai95_people *people, uint64_t phone, bool *found);

/* A hash as text, and back; false if it is none. */
void ai95_person_write(uint64_t hash, char text[AI95_PERSON_LENGTH]);
bool ai95_person_read(const char text[AI95_PERSON_LENGTH], uint64_t *hash);

#endif
