#include "rows/numbering_plan.h"
#include <string.h>

/* The source is the ministry's numbering plan of the telecommunication networks (工业和信息化部,
 * 《电信网编号计划（2017年版）》). The first pattern
 * that fits the start of a number decides; [3-9] is one digit. The lengths count all digits. */
struct rule {
    const char *pattern;
    size_t shortest, longest;
    enum ai95_phone_problem inside; /* if the length is one of those */
    enum ai95_phone_problem outside;
};

static const struct rule plan[] = {
    /* landlines: the area code with its zero, then 7 or 8 digits, of which the first is 2 to 8;
     * 8 digits in the largest cities */
    {"010[2-8]", 11, 11, AI95_PHONE_OK, AI95_PHONE_AREA},
    {"010", 11, 11, AI95_PHONE_LOCAL, AI95_PHONE_AREA},
    {"02[0-9][2-8]", 11, 11, AI95_PHONE_OK, AI95_PHONE_AREA},
    {"02", 11, 11, AI95_PHONE_LOCAL, AI95_PHONE_AREA},
    {"0[3-9]00", 11, 12, AI95_PHONE_AREA, AI95_PHONE_AREA}, /* no such area */
    {"0[3-9][0-9][0-9][2-8]", 11, 12, AI95_PHONE_OK, AI95_PHONE_AREA},
    {"0[3-9]", 11, 12, AI95_PHONE_LOCAL, AI95_PHONE_AREA},
    /* 400 and 800: ten digits; other landlines have an area code in front */
    {"400", 10, 10, AI95_PHONE_OK, AI95_PHONE_LENGTH},
    {"800", 10, 10, AI95_PHONE_OK, AI95_PHONE_LENGTH},
    /* mobile numbers */
    {"1[3-9]", 11, 11, AI95_PHONE_OK, AI95_PHONE_MOBILE_LENGTH},
    /* 110, 119, 120, 122; 12345, 10086 and the like; 95588, 96110: the police, banks, carriers */
    {"1", 3, 6, AI95_PHONE_SERVICE, AI95_PHONE_LENGTH},
    {"9[5-6]", 5, 8, AI95_PHONE_SERVICE, AI95_PHONE_LENGTH},
};

static bool fits(const char *pattern, const char *digits, size_t length) {
    for (size_t i = 0; *pattern != '\0'; i++, pattern++) {
        if (i == length)
            return false;
        if (*pattern != '[') {
            if (digits[i] != *pattern)
                return false;
            continue;
        }
        if (digits[i] < pattern[1] || digits[i] > pattern[3])
            return false;
        pattern += 4;
    }
    return true;
}

/* The likely mistake in a number that no rule takes. */
static enum ai95_phone_problem explain(const char *digits, size_t length) {
    if (length == 11 && digits[0] == '1')
        return AI95_PHONE_MOBILE;
    if (length == 7 || length == 8)
        return fits("[2-8]", digits, length) ? AI95_PHONE_NO_AREA : AI95_PHONE_LENGTH;
    /* Hong Kong and Macao, without + or 00 */
    if (length == 11 && (fits("852", digits, length) || fits("853", digits, length)))
        return AI95_PHONE_FOREIGN;
    if ((length == 10 || length == 11) && digits[0] != '0' && !fits("9[5-6]", digits, length)) {
        char with_zero[12] = "0";
        memcpy(with_zero + 1, digits, length);
        if (ai95_numbering_plan_check(with_zero, length + 1) == AI95_PHONE_OK)
            return AI95_PHONE_LOST_ZERO;
    }
    return AI95_PHONE_LENGTH;
}

bool ai95_numbering_plan_is_mobile(const char *digits, size_t length) {
    return length == 11 && fits("1[3-9]", digits, length);
}

enum ai95_phone_problem ai95_numbering_plan_check(const char *digits, size_t length) {
    for (size_t i = 0; i < sizeof plan / sizeof plan[0]; i++) {
        const struct rule *rule = &plan[i];
        if (!fits(rule->pattern, digits, length))
            continue;
        if (length >= rule->shortest && length <= rule->longest)
            return rule->inside;
        if (rule->outside != AI95_PHONE_LENGTH)
            return rule->outside;
        break;
    }
    return explain(digits, length);
}
