#include "workbook/problem.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Removes a character of UTF-8 that was cut at the end, and control characters: names from the file
 * may be in the text. */
static void clean(char *text) {
    size_t length = strlen(text), start = length;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            text[i] = ' ';
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t width = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length - (start - 1) < width)
        text[start - 1] = '\0';
}

__attribute__((format(printf, 3, 0))) static void print(char *text, size_t size, const char *format,
                                                        va_list arguments) {
    vsnprintf(text, size, format, arguments);
    clean(text);
}

enum ai95_status ai95_refuse(struct ai95_problem *problem, const char *format, ...) {
    if (problem->kind == AI95_NO_PROBLEM) {
        va_list arguments;
        va_start(arguments, format);
        print(problem->text, sizeof problem->text, format, arguments);
        va_end(arguments);
        problem->kind = AI95_REFUSED;
    }
    return AI95_BAD_DATA;
}

enum ai95_status ai95_damaged(struct ai95_problem *problem, const char *format, ...) {
    if (problem->kind == AI95_NO_PROBLEM) {
        va_list arguments;
        va_start(arguments, format);
        print(problem->what, sizeof problem->what, format, arguments);
        va_end(arguments);
        problem->kind = AI95_DAMAGED;
    }
    return AI95_BAD_DATA;
}

enum ai95_status ai95_too_large(struct ai95_problem *problem, const char *format, ...) {
    if (problem->kind == AI95_NO_PROBLEM) {
        va_list arguments;
        va_start(arguments, format);
        print(problem->what, sizeof problem->what, format, arguments);
        va_end(arguments);
        problem->kind = AI95_TOO_LARGE;
    }
    return AI95_BAD_DATA;
}

void ai95_problem_at(struct ai95_problem *problem, const char *format, ...) {
    if (problem->kind == AI95_NO_PROBLEM || problem->text[0] != '\0')
        return;
    char where[192];
    va_list arguments;
    va_start(arguments, format);
    print(where, sizeof where, format, arguments);
    va_end(arguments);
    snprintf(problem->text, sizeof problem->text, "the workbook is %s: %s%s%s",
             problem->kind == AI95_DAMAGED ? "damaged" : "too large", where,
             where[0] != '\0' ? ": " : "", problem->what);
}
