/* The terminal and the process, for a program that talks to a person. Plain C: nothing here knows
 * Lua. */
#ifndef AI95_CLI_TERMINAL_H
#define AI95_CLI_TERMINAL_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

enum { CLI_MAX_MESSAGE = 1024, CLI_MAX_SECRET = 1024 };

/* Whether `fd` is a terminal. If so, its size; 80 by 24 if it does not report one. */
bool cli_terminal_size(int fd, int *columns, int *rows);
/* A locale whose encoding is UTF-8, or 0 if the system has none. Free it with freelocale. */
locale_t cli_utf8_locale(void);
/* The cells that UTF-8 text takes on a terminal. `locale` comes from cli_utf8_locale; with 0 the
 * result is an estimate. A control character and a byte that is not UTF-8 take one cell each. */
size_t cli_text_width(locale_t locale, const char *text, size_t length);
/* Asks on the controlling terminal and reads a line without echo. Returns 0, or -1 if there is no
 * answer. A signal that arrives meanwhile is raised again after the echo is back on. */
int cli_ask_secret(const char *prompt, char answer[CLI_MAX_SECRET]);
/* From now on SIGINT, SIGTERM and SIGHUP write `text` (cut at CLI_MAX_MESSAGE) to stderr and then
 * end the process. Signals that the process ignores stay ignored. */
void cli_on_interrupt(const char *text, size_t length);
/* From now on the first of these signals writes the text and is kept; the second one ends the
 * process. */
void cli_catch_interrupt(const char *text, size_t length);
/* The signal that was kept; 0 if none was. */
int cli_caught_signal(void);
/* Ends the process as that signal does by default. */
void cli_end_by_signal(int number);
/* Opens /dev/null for each standard stream that is closed, or the next file that is opened would
 * become it and get the messages. The wrong way round, so that using the stream is still an error.
 */
void cli_fill_standard_streams(void);
/* Replaces this process by another program. `arguments` ends with NULL and starts with the path.
 * Returns an errno. */
int cli_exec(char *const arguments[]);
/* Sleeps; a signal ends it early. */
void cli_sleep(double seconds);
/* Overwrites a secret in a way that the compiler cannot drop. */
void cli_wipe(void *secret, size_t size);

#endif
