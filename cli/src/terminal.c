#include "terminal.h"
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <openssl/evp.h>
#include "json/utf8.h"

bool ai95_terminal_size(int fd, int *columns, int *rows) {
    if (!isatty(fd))
        return false;
    struct winsize size;
    bool told = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    *columns = told ? size.ws_col : 80;
    *rows = told ? size.ws_row : 24;
    return true;
}

size_t ai95_terminal_width(locale_t locale, const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    locale_t before = locale != (locale_t)0 ? uselocale(locale) : (locale_t)0;
    size_t cells = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = bytes[at];
        size_t width = point < 0x80 ? 1 : ai95_utf8_decode(bytes + at, length - at, &point);
        at += width == 0 ? 1 : width;
        if (width <= 1)
            cells += 1;
        else if (locale == (locale_t)0)
            cells += point >= 0x1100 ? 2 : 1; /* roughly: from there on stands the script of East Asia */
        else
            cells += (size_t)(wcwidth((wchar_t)point) < 0 ? 1 : wcwidth((wchar_t)point));
    }
    if (locale != (locale_t)0)
        uselocale(before);
    return cells;
}

int ai95_terminal_ask(const char *prompt, char answer[AI95_SECRET]) {
    int result = EVP_read_pw_string(answer, AI95_SECRET - 1, prompt, 0);
    if (result == -2) /* OpenSSL takes the signal for itself while it asks */
        raise(SIGINT);
    return result == 0 ? 0 : -1;
}

/* Signals are the process's, and so is what a handler finds. */
static char farewell[AI95_FAREWELL];
static volatile size_t farewell_length;

static void bid_farewell(int number) {
    for (size_t at = 0; at < farewell_length;) {
        ssize_t written = write(STDERR_FILENO, farewell + at, farewell_length - at);
        if (written <= 0)
            break;
        at += (size_t)written;
    }
    raise(number); /* when this has returned, with the default action, so that a shell sees what ended us */
}

void ai95_terminal_farewell(const char *text, size_t length) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    farewell_length = length < sizeof farewell ? length : sizeof farewell;
    memcpy(farewell, text, farewell_length);
    struct sigaction action = {.sa_handler = bid_farewell, .sa_flags = (int)SA_RESETHAND}, present;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (sigaction(signals[i], NULL, &present) == 0 && present.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int ai95_terminal_become(char *const arguments[]) {
    execv(arguments[0], arguments);
    return errno;
}

void ai95_terminal_sleep(double seconds) {
    struct timespec time = {.tv_sec = (time_t)seconds};
    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    nanosleep(&time, NULL);
}
