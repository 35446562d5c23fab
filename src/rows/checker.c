#include "rows/checker.h"
#include "rows/characters.h"

void ai95_checker_free(struct ai95_checker *checker) {
    ai95_phones_free(&checker->seen);
    ai95_phones_free(&checker->excluded);
}

enum ai95_status ai95_checker_exclude(struct ai95_checker *checker, const struct ai95_value *phone,
                                      struct ai95_verdict *verdict) {
    uint32_t earlier;
    verdict->problem = ai95_phone_read(phone->text, phone->length, false, &verdict->phone);
    return verdict->problem == AI95_PHONE_OK
               ? ai95_phones_add(&checker->excluded, verdict->phone.key, 1, &earlier)
               : AI95_OK;
}

/* Whether a ledger among those to exclude has the number. */
static enum ai95_status find_in_ledgers(const struct ai95_checker *checker, uint64_t key,
                                        bool *found) {
    enum ai95_status status = AI95_OK;
    for (size_t i = 0; i < checker->ledger_count && status == AI95_OK && !*found; i++) {
        uint64_t hash;
        status = ai95_people_hash(checker->ledgers[i], key, &hash);
        *found = status == AI95_OK && ai95_people_has(checker->ledgers[i], hash);
    }
    return status;
}

enum ai95_status ai95_checker_check(struct ai95_checker *checker, const struct ai95_value *name,
                                    const struct ai95_value *phone, uint32_t number,
                                    struct ai95_verdict *verdict) {
    verdict->earlier = 0;
    verdict->row = AI95_ROW_NAME;
    if (name->text == NULL || ai95_is_blank(name->text, name->length))
        return AI95_OK;
    verdict->row = AI95_ROW_PHONE;
    verdict->problem =
        ai95_phone_read(phone->text, phone->length, checker->strict, &verdict->phone);
    if (verdict->problem != AI95_PHONE_OK)
        return AI95_OK;
    bool excluded = ai95_phones_find(&checker->excluded, verdict->phone.key) != 0;
    enum ai95_status status = find_in_ledgers(checker, verdict->phone.key, &excluded);
    if (status != AI95_OK)
        return status;
    if (excluded) {
        verdict->row = AI95_ROW_EXCLUDED;
        checker->excluded_count++;
        return AI95_OK;
    }
    if (checker->campaign != NULL) {
        status = ai95_people_hash(checker->campaign, verdict->phone.key, &verdict->person);
        if (status != AI95_OK)
            return status;
        if (ai95_people_has(checker->campaign, verdict->person)) {
            verdict->row = AI95_ROW_ALREADY_IN;
            checker->already_in_count++;
            return AI95_OK;
        }
    }
    status = ai95_phones_add(&checker->seen, verdict->phone.key, number, &verdict->earlier);
    verdict->row = status == AI95_OK && verdict->earlier == 0 ? AI95_ROW_OK : AI95_ROW_REPEATED;
    if (verdict->row == AI95_ROW_OK && verdict->phone.cleaned)
        checker->cleaned_count++;
    return status;
}
