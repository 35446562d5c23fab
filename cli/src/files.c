#include "files.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int cli_file_mode(const char *path, int *mode) {
    struct stat status;
    if (stat(path, &status) != 0)
        return errno;
    *mode = (int)(status.st_mode & 07777);
    return 0;
}

int cli_is_file(const char *path, bool *is_file) {
    struct stat status;
    if (stat(path, &status) != 0)
        return errno;
    *is_file = S_ISREG(status.st_mode);
    return 0;
}

static int make_one(const char *path) {
    struct stat status;
    if (mkdir(path, 0700) == 0)
        return 0;
    int failure = errno;
    return failure == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : failure;
}

int cli_make_folder(const char *path) {
    char above[4096];
    size_t length = strlen(path);
    if (length >= sizeof above)
        return ENAMETOOLONG;
    memcpy(above, path, length + 1);
    for (size_t i = 1; i < length; i++) {
        if (above[i] != '/')
            continue;
        above[i] = '\0';
        make_one(above); /* if this fails, the last one fails too and says why */
        above[i] = '/';
    }
    return make_one(path);
}
