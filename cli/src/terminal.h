/* What a program that talks to a person needs of the system: the size of a terminal, how many cells a text takes there,
 * a question whose answer is not shown, and a last word when a signal ends the program. */
#ifndef AI95_TERMINAL_H
#define AI95_TERMINAL_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>

enum { AI95_FAREWELL = 1024, AI95_SECRET = 1024 };

/* Whether `fd` is a terminal; then its size, 80 by 24 where it does not tell. */
bool ai95_terminal_size(int fd, int *columns, int *rows);
/* Cells that UTF-8 takes, by the libc's table; `locale` is of UTF-8, or 0 where there is none. A control character, and
 * a byte that is not UTF-8, takes one. */
size_t ai95_terminal_width(locale_t locale, const char *text, size_t length);
/* Asks at the process's terminal without showing what is typed. 0, or -1 where there is no answer. Where Ctrl-C was
 * typed instead, the signal is raised once the terminal shows again what is typed. */
int ai95_terminal_ask(const char *prompt, char answer[AI95_SECRET]);
/* From now on SIGINT, SIGTERM and SIGHUP write `text` (cut at AI95_FAREWELL) to stderr before they end the process,
 * unless they were being ignored. */
void ai95_terminal_farewell(const char *text, size_t length);
/* Becomes another program, whose path and arguments end with NULL; returns an errno where that fails. */
int ai95_terminal_become(char *const arguments[]);
/* Waits; less where a signal comes. */
void ai95_terminal_sleep(double seconds);

#endif
