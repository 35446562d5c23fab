#include "workbook/format.h"
#include <stdbool.h>
#include <string.h>

static bool is_one_of(char byte, const char *set) {
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* Whether a code in brackets, such as [h] or [mm], stands for elapsed time. */
static bool is_elapsed(const char *code, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!is_one_of(code[i], "hHmMsS") || (code[i] | 0x20) != (code[0] | 0x20))
            return false;
    return length > 0;
}

/* The end of the part that begins with that quote or bracket. */
static const char *skip_to(const char *code, char end) {
    const char *found = strchr(code + 1, end);
    return found != NULL ? found : code + strlen(code) - 1;
}

enum ai95_format ai95_format_of_code(const char *code) {
    enum ai95_format format = AI95_FORMAT_NUMBER;
    for (; *code != '\0'; code++) {
        if (*code == '"') {
            code = skip_to(code, '"');
        } else if (*code == '[') {
            const char *end = skip_to(code, ']');
            if (is_elapsed(code + 1, (size_t)(end - code) - (end > code)))
                return AI95_FORMAT_ELAPSED;
            code = end;
        } else if (*code == '\\' || *code == '_' || *code == '*') {
            if (*++code == '\0') /* the next character stands for itself, or its width */
                break;
        } else if (is_one_of(*code, "yYmMdDhHsS") || strncmp(code, "aaa", 3) == 0) {
            /* aaa and aaaa are the day of the week in Chinese. */
            format = AI95_FORMAT_DATE;
        }
    }
    return format;
}

enum ai95_format ai95_format_of_number(unsigned number) {
    if (number == 46)
        return AI95_FORMAT_ELAPSED;
    return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || number == 45 ||
                   number == 47 || (number >= 50 && number <= 58)
               ? AI95_FORMAT_DATE
               : AI95_FORMAT_NUMBER;
}
