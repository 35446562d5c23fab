/* Phone numbers: what is sent has digits and a sign at most, and is the same number, which needs no
 * cleaning. */
#include "fuzz.h"
#include "rows/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ai95_phone phone, again, strict;
    const char *text = (const char *)data;
    enum ai95_phone_problem problem = ai95_phone_read(text, size, false, &phone);
    enum ai95_phone_problem strictly = ai95_phone_read(text, size, true, &strict);
    if (problem != AI95_PHONE_OK) {
        CHECK(strictly == problem && strict.bad == phone.bad && strict.digits == phone.digits);
        CHECK(problem != AI95_PHONE_CHARACTER || phone.bad < size);
        return 0;
    }
    CHECK(strictly == (!phone.cleaned                  ? AI95_PHONE_OK
                       : strictly == AI95_PHONE_PREFIX ? AI95_PHONE_PREFIX
                                                       : AI95_PHONE_CHARACTER));
    CHECK(strictly != AI95_PHONE_CHARACTER || strict.bad < size);
    CHECK(phone.length >= 3 && phone.length <= AI95_PHONE_MAX && phone.key != 0);
    for (size_t i = 0; i < phone.length; i++)
        CHECK((phone.text[i] >= '0' && phone.text[i] <= '9') || (phone.text[i] == '+' && i == 0));
    CHECK(ai95_phone_read(phone.text, phone.length, true, &again) == AI95_PHONE_OK);
    CHECK(!again.cleaned && again.key == phone.key && again.length == phone.length);
    CHECK(phone.cleaned == (size != phone.length || memcmp(text, phone.text, size) != 0));
    return 0;
}
