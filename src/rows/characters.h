/* Characters that people cannot see, in UTF-8. */
#ifndef AI95_CHARACTERS_H
#define AI95_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ai95_range {
    uint32_t first, last;
};

/* Whether the character is in one of the ranges, which are in order. */
bool ai95_in_ranges(const struct ai95_range *ranges, size_t count, uint32_t point);
/* The width in bytes of the character at the start of `text`, which is not empty; a byte that is
 * not UTF-8 counts as U+FFFD. */
size_t ai95_character(const char *text, size_t length, uint32_t *point);
/* Whether a character takes room but shows nothing, or does not even take room: blanks, line
 * breaks, joiners, direction marks. */
bool ai95_is_blank_character(uint32_t point);
/* Whether a text shows nothing. */
bool ai95_is_blank(const char *text, size_t length);

#endif
