#include "rows/checker.h"
#include "rows/characters.h"

void ai95_checker_free(struct ai95_checker *checker) {
    ai95_phones_free(&checker->seen);
    ai95_phones_free(&checker->excluded);
}

enum ai95_status ai95_checker_exclude(struct ai95_checker *checker, const struct ai95_value *phone,
                                      struct ai95_row_check *check) {
    uint32_t earlier;
    check->problem = ai95_phone_read(phone->text, phone->length, false, &check->phone);
    return check->problem == AI95_PHONE_OK
               ? ai95_phones_add(&checker->excluded, check->phone.key, 1, &earlier)
               : AI95_OK;
}

/* Whether a ledger among those to exclude has the number. */
static enum ai95_status find_in_ledgers(const struct ai95_checker *checker, uint64_t key,
                                        bool *found) {
    enum ai95_status status = AI95_OK;
    for (size_t i = 0; i < checker->ledger_count && status == AI95_OK && !*found; i++)
        status = ai95_people_find(checker->ledgers[i], key, found);
    return status;
}

enum ai95_status ai95_checker_check(struct ai95_checker *checker, const struct ai95_value *name,
                                    const struct ai95_value *phone, uint32_t number,
                                    struct ai95_row_check *check) {
    check->earlier = 0;
    check->row = AI95_ROW_NAME;
    if (name->text == NULL || ai95_is_blank(name->text, name->length))
        return AI95_OK;
    check->row = AI95_ROW_PHONE;
    check->problem = ai95_phone_read(phone->text, phone->length, checker->strict, &check->phone);
    if (check->problem != AI95_PHONE_OK)
        return AI95_OK;
    bool excluded = ai95_phones_find(&checker->excluded, check->phone.key) != 0;
    enum ai95_status status = find_in_ledgers(checker, check->phone.key, &excluded);
    if (status != AI95_OK)
        return status;
    if (excluded) {
        check->row = AI95_ROW_EXCLUDED;
        checker->excluded_count++;
        return AI95_OK;
    }
    bool already_in = false;
    if (checker->campaign != NULL)
        status = ai95_people_find(checker->campaign, check->phone.key, &already_in);
    if (status != AI95_OK)
        return status;
    if (already_in) {
        check->row = AI95_ROW_ALREADY_IN;
        checker->already_in_count++;
        return AI95_OK;
    }
    status = ai95_phones_add(&checker->seen, check->phone.key, number, &check->earlier);
    check->row = status == AI95_OK && check->earlier == 0 ? AI95_ROW_OK : AI95_ROW_REPEATED;
    if (check->row == AI95_ROW_OK && check->phone.cleaned)
        checker->cleaned_count++;
    return status;
}
