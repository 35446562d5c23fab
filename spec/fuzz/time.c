/* Times: what is read has the platform's form, and is read as it is the next time. */
#include "fuzz.h"
#include "json/time.h"

static void check_form(const char *text, size_t length) {
    static const char form[] = "0000-00-00 00:00:00";
    CHECK(length == 10 || length == 19);
    for (size_t i = 0; i < length; i++)
        CHECK(form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i]);
    CHECK(memcmp(text, "1971", 4) >= 0);
}

static void read_time(const char *text, size_t length, bool is_number) {
    char out[20], again[20];
    memset(out, 0x5A, sizeof out);
    enum ai95_time_kind kind = ai95_time_read(text, length, is_number, out);
    if (kind == AI95_TIME_AS_IS) {
        CHECK(!is_number);
        check_form(text, length);
    } else if (kind == AI95_TIME_REWRITTEN) {
        check_form(out, strlen(out));
        CHECK(ai95_time_read(out, strlen(out), false, again) == AI95_TIME_AS_IS);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    read_time((const char *)data, size, false);
    read_time((const char *)data, size, true);
    return 0;
}
