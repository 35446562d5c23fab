#include "terminal.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

bool cli_terminal_size(int fd, int *columns, int *rows) {
    if (!isatty(fd))
        return false;
    struct winsize size;
    bool known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    *columns = known ? size.ws_col : 80;
    *rows = known ? size.ws_row : 24;
    return true;
}

locale_t cli_utf8_locale(void) {
    static const char *const names[] = {"C.UTF-8", "en_US.UTF-8"};
    locale_t locale = (locale_t)0;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && locale == (locale_t)0; i++)
        locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    return locale;
}

/* Without the system's tables: a character takes two cells if it lies beyond U+1000, where the
 * scripts of East Asia are. */
static size_t estimate_width(const unsigned char *bytes, size_t length) {
    size_t cells = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80 || bytes[i] >= 0xc0)
            cells += bytes[i] > 0xe0 ? 2 : 1;
    }
    return cells;
}

size_t cli_text_width(locale_t locale, const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (locale == (locale_t)0)
        return estimate_width(bytes, length);
    locale_t before = uselocale(locale);
    size_t cells = 0;
    for (size_t at = 0; at < length;) {
        wchar_t character;
        mbstate_t state = {0};
        size_t used = bytes[at] < 0x80 ? 1 : mbrtowc(&character, text + at, length - at, &state);
        if (bytes[at] < 0x80 || used == (size_t)-1 || used == (size_t)-2) {
            used = 1;
            cells += 1;
        } else {
            int width = wcwidth(character);
            cells += width < 0 ? 1 : (size_t)width;
        }
        at += used;
    }
    uselocale(before);
    return cells;
}

void cli_wipe(void *secret, size_t size) {
    volatile unsigned char *bytes = secret;
    while (size-- > 0)
        *bytes++ = 0;
}

static void write_all(int fd, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        ssize_t written = write(fd, text + at, length - at);
        if (written <= 0)
            return;
        at += (size_t)written;
    }
}

static const int asking_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { ASKING_SIGNALS = sizeof asking_signals / sizeof asking_signals[0] };

/* The signal that interrupted a question. A handler can only reach a static variable. */
static volatile sig_atomic_t asking_signal;

static void note_signal(int number) {
    asking_signal = number;
}

/* Reads a line into `answer`. Returns false at the end of the input, after an error or a signal,
 * and for a line that is too long. */
static bool read_line(int fd, char answer[CLI_MAX_SECRET]) {
    size_t length = 0;
    bool fits = true;
    for (;;) {
        char byte;
        ssize_t count = asking_signal == 0 ? read(fd, &byte, 1) : -1;
        if (count <= 0)
            return false;
        if (byte == '\n') {
            answer[length] = '\0';
            return fits;
        }
        fits = fits && byte != '\0' && length + 1 < CLI_MAX_SECRET;
        if (fits)
            answer[length++] = byte;
    }
}

/* Asks once. Signals are caught while the echo is off, so that nothing leaves the terminal without
 * it. */
static int ask_once(int fd, const char *prompt, char answer[CLI_MAX_SECRET]) {
    struct termios shown, hidden;
    if (tcgetattr(fd, &shown) != 0)
        return -1;
    struct sigaction action = {.sa_handler = note_signal}, before[ASKING_SIGNALS];
    sigemptyset(&action.sa_mask);
    asking_signal = 0;
    for (size_t i = 0; i < ASKING_SIGNALS; i++)
        sigaction(asking_signals[i], &action, &before[i]);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ECHONL | ICANON | ISIG;
    bool ok = tcsetattr(fd, TCSAFLUSH, &hidden) == 0;
    if (ok) {
        write_all(fd, prompt, strlen(prompt));
        ok = read_line(fd, answer);
        tcsetattr(fd, TCSAFLUSH, &shown);
    }
    for (size_t i = 0; i < ASKING_SIGNALS; i++)
        sigaction(asking_signals[i], &before[i], NULL);
    return ok && asking_signal == 0 ? 0 : -1;
}

int cli_ask_secret(const char *prompt, char answer[CLI_MAX_SECRET]) {
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY), result;
    if (fd < 0)
        return -1;
    do {
        result = ask_once(fd, prompt, answer);
        if (asking_signal != 0) {
            write_all(fd, "\n", 1);
            raise(asking_signal);
        }
    } while (asking_signal == SIGTSTP); /* the program was stopped and goes on: ask again */
    close(fd);
    return result;
}

/* Signal handlers belong to the process, and so does the text that this one writes. */
static char message[CLI_MAX_MESSAGE];
static volatile size_t message_length;

static void write_message(int number) {
    write_all(STDERR_FILENO, message, message_length);
    raise(number); /* takes effect when this returns: by the default action, so that a shell sees
                      the signal */
}

static volatile sig_atomic_t caught_signal;

static void keep_signal(int number) {
    write_all(STDERR_FILENO, message, message_length);
    caught_signal = number; /* the next one ends the process: SA_RESETHAND */
}

static void handle_signals(void (*handler)(int), const char *text, size_t length) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    message_length = length < sizeof message ? length : sizeof message;
    memcpy(message, text, message_length);
    struct sigaction action = {.sa_handler = handler, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    struct sigaction present;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (sigaction(signals[i], NULL, &present) == 0 && present.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void cli_on_interrupt(const char *text, size_t length) {
    handle_signals(write_message, text, length);
}

void cli_catch_interrupt(const char *text, size_t length) {
    handle_signals(keep_signal, text, length);
}

int cli_caught_signal(void) {
    return caught_signal;
}

void cli_end_by_signal(int number) {
    signal(number, SIG_DFL);
    raise(number);
}

void cli_fill_standard_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            (void)open("/dev/null",
                       fd == STDIN_FILENO ? O_WRONLY : O_RDONLY); /* takes the lowest */
}

int cli_exec(char *const arguments[]) {
    execv(arguments[0], arguments);
    return errno;
}

void cli_sleep(double seconds) {
    struct timespec time = {.tv_sec = (time_t)seconds};
    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    nanosleep(&time, NULL);
}
