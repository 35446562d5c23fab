#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int open_retrying(const char *path, int flags, int mode, int *fd) {
    do {
        *fd = open(path, flags | O_CLOEXEC, mode);
    } while (*fd < 0 && errno == EINTR);
    return *fd < 0 ? errno : 0;
}

int ai95_file_create(const char *path, int mode, int *fd) {
    int failure = open_retrying(path, O_WRONLY | O_CREAT | O_TRUNC, mode, fd);
    if (failure == 0 && (mode & 077) == 0 && fchmod(*fd, (mode_t)mode) != 0) {
        /* A private file must be private even where it was there before, and was not. */
        failure = errno;
        close(*fd);
        *fd = -1;
    }
    return failure;
}

int ai95_file_write(int fd, const void *data, size_t length) {
    const char *from = data;
    while (length > 0) {
        ssize_t written = write(fd, from, length);
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return errno;
        }
        from += written;
        length -= (size_t)written;
    }
    return 0;
}

static int sync_folder_of(const char *path) {
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (length >= sizeof folder - 1)
        return ENAMETOOLONG;
    memcpy(folder, path, length);
    memcpy(folder + length, ".", 2);
    int fd;
    int failure = open_retrying(folder, O_RDONLY | O_DIRECTORY, 0, &fd);
    if (failure != 0)
        return failure;
    /* Some file systems cannot sync a folder, and say so with EINVAL: then there is nothing more to be done. */
    failure = fsync(fd) != 0 && errno != EINVAL ? errno : 0;
    close(fd);
    return failure;
}

int ai95_file_commit(int fd, const char *from, const char *to) {
    if (fsync(fd) != 0 && errno != EINVAL)
        return errno;
    if (rename(from, to) != 0)
        return errno;
    return sync_folder_of(to);
}

int ai95_file_lock(const char *path, int *fd) {
    int failure = open_retrying(path, O_RDWR | O_CREAT, 0600, fd);
    if (failure != 0)
        return failure;
    while (flock(*fd, LOCK_EX) != 0) {
        if (errno == EINTR)
            continue;
        failure = errno;
        close(*fd);
        *fd = -1;
        return failure;
    }
    return 0;
}
