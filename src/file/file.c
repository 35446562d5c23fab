#include "file/file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#endif

int ai95_file_lift(int fd) {
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int lifted = ai95_file_duplicate(fd), failure = errno;
    close(fd);
    errno = failure;
    return lifted;
}

static int open_retrying(const char *path, int flags, int mode, int *fd) {
    do {
        *fd = ai95_file_lift(open(path, flags | O_CLOEXEC, mode));
    } while (*fd < 0 && errno == EINTR);
    return *fd < 0 ? errno : 0;
}

const char *ai95_file_problem(int failure) {
    switch (failure) {
    case AI95_FILE_IS_LINK:
        return "it is a symbolic link; give the path of the file itself";
    case AI95_FILE_NOT_REGULAR:
        return "it is not a regular file, but a folder, a pipe or a device; give another path";
    case AI95_FILE_FOREIGN:
        return "it belongs to another user; give another path";
    case AI95_FILE_EXPOSED:
        return "other users can write it; if it is yours and as you left it, use chmod 600";
    case AI95_FILE_FORKED:
        return "the process was forked while the file was written; the parent goes on with it";
    case AI95_FILE_UNSTEADY:
        return "it is replaced again and again, or its file system numbers files differently each "
               "time; give another path";
    default:
        return strerror(failure);
    }
}

static bool is_private(int mode) {
    return (mode & 077) == 0;
}

/* Whether what is there can be a private file; with `mode`, one of that mode. */
static int check(const struct stat *about, int mode) {
    if (S_ISLNK(about->st_mode))
        return AI95_FILE_IS_LINK;
    if (!S_ISREG(about->st_mode))
        return AI95_FILE_NOT_REGULAR;
    if (about->st_uid != geteuid())
        return AI95_FILE_FOREIGN;
    return is_private(mode) && (about->st_mode & 022) != 0 ? AI95_FILE_EXPOSED : 0;
}

/* How often to begin again because somebody else replaced the file meanwhile. */
enum { MAX_TURNS = 100 };

/* Opens a regular file of this user, or with O_CREAT makes it. What else is there is not even
 * opened: that can wait for the other end of a pipe, or do something to a device. */
static int open_own(const char *path, int flags, int mode, int *fd) {
    const int careful = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    struct stat about;
    int failure, turns = 0;
    *fd = -1;
    do {
        if (turns++ == MAX_TURNS)
            return AI95_FILE_UNSTEADY;
        if ((flags & O_CREAT) != 0) {
            failure = open_retrying(path, flags | careful | O_EXCL, mode, fd);
            if (failure != EEXIST)
                return failure;
        }
        failure = lstat(path, &about) != 0 ? errno : check(&about, mode);
        if (failure == 0)
            failure = open_retrying(path, (flags & ~O_CREAT) | careful, 0, fd);
    } while (failure == ENOENT && (flags & O_CREAT) != 0); /* removed meanwhile */
    if (failure == 0) {
        failure = fstat(*fd, &about) != 0 ? errno : check(&about, mode);
        if (failure != 0) {
            close(*fd);
            *fd = -1;
        }
    }
    return failure;
}

int ai95_file_open_private(const char *path, int *fd) {
    return open_own(path, O_RDONLY, 0600, fd);
}

int ai95_file_size(int fd, long long *size) {
    struct stat about;
    if (fstat(fd, &about) != 0)
        return errno;
    *size = (long long)about.st_size;
    return 0;
}

/* ESTALE if the path does not lead to that file: somebody may have renamed or removed it. */
static int check_place(int fd, const char *path) {
    struct stat opened, there;
    if (fstat(fd, &opened) != 0)
        return errno;
    if (stat(path, &there) != 0)
        return errno == ENOENT ? ESTALE : errno;
    return opened.st_dev != there.st_dev || opened.st_ino != there.st_ino ? ESTALE : 0;
}

/* Locks the file as long as it is open, and empties it. ESTALE if the path no longer leads to it:
 * the writer before us may have renamed or removed it. */
static int claim(int fd, const char *path, int mode) {
    struct stat opened;
    if (fstat(fd, &opened) != 0)
        return errno;
    if (!S_ISREG(opened.st_mode))
        return 0; /* a device or a pipe is shared */
    /* On a file system without locks, writers are not kept apart. */
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return EWOULDBLOCK;
    int failure = check_place(fd, path);
    if (failure != 0)
        return failure;
    /* A private file that existed before may have been public. */
    if (is_private(mode) && fchmod(fd, (mode_t)mode) != 0)
        return errno;
    return ftruncate(fd, 0) != 0 ? errno : 0;
}

/* Creates a file; with `own`, only where there is nothing, or a regular file of this user. */
static int create(const char *path, int mode, bool own, int *fd) {
    int failure, turns = 0;
    do {
        if (turns++ == MAX_TURNS)
            return AI95_FILE_UNSTEADY;
        failure = own ? open_own(path, O_WRONLY | O_CREAT, mode, fd)
                      : open_retrying(path, O_WRONLY | O_CREAT, mode, fd);
        if (failure != 0)
            return failure;
        failure = claim(*fd, path, mode);
        if (failure != 0) {
            close(*fd);
            *fd = -1;
        }
    } while (failure == ESTALE);
    return failure;
}

int ai95_file_create(const char *path, int mode, int *fd) {
    return create(path, mode, is_private(mode), fd);
}

int ai95_file_temporary(const char *folder, int *fd) {
    char path[4096];
    if (snprintf(path, sizeof path, "%s/ai95.XXXXXX", folder) >= (int)sizeof path)
        return ENAMETOOLONG;
    *fd = ai95_file_lift(mkstemp(path));
    if (*fd < 0)
        return errno;
    unlink(path);
    fcntl(*fd, F_SETFD, FD_CLOEXEC);
    return 0;
}

int ai95_file_read_at(int fd, long long offset, void *data, size_t length) {
    char *to = data;
    while (length > 0) {
        ssize_t count = pread(fd, to, length, (off_t)offset);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : EIO;
        to += count;
        offset += count;
        length -= (size_t)count;
    }
    return 0;
}

bool ai95_file_in_memory(int fd) {
#ifdef __linux__
    struct statfs about;
    return fstatfs(fd, &about) == 0 && about.f_type == TMPFS_MAGIC;
#else
    (void)fd;
    return false;
#endif
}

int ai95_file_duplicate(int fd) {
    return fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
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

/* Returns when the content is on the disk, and with `attributes` also its times and mode. Pipes,
 * devices and some folders cannot be synced, and then there is nothing to wait for. */
static int sync_file(int fd, bool attributes) {
#ifdef F_FULLFSYNC
    /* On macOS fsync leaves the content in the disk's own memory. */
    (void)attributes;
    int result = fcntl(fd, F_FULLFSYNC) == 0 ? 0 : fsync(fd);
#elif defined _POSIX_SYNCHRONIZED_IO && _POSIX_SYNCHRONIZED_IO > 0
    int result = attributes ? fsync(fd) : fdatasync(fd);
#else
    (void)attributes;
    int result = fsync(fd);
#endif
    return result != 0 && errno != EINVAL ? errno : 0;
}

/* Returns when the names in the file's folder are on the disk. A folder that may be written but not
 * read cannot be synced. */
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
        return failure == EACCES ? 0 : failure;
    failure = sync_file(fd, true);
    close(fd);
    return failure;
}

int ai95_file_commit(int fd, const char *from, const char *to) {
    struct stat there;
    /* Renaming over a device or a pipe would remove it for all programs: /dev/null, for root. */
    if (stat(to, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))
        return ENOTSUP;
    int failure = sync_file(fd, true);
    if (failure == 0 && rename(from, to) != 0)
        failure = errno;
    return failure == 0 ? sync_folder_of(to) : failure;
}

int ai95_file_replace(const char *path, int mode, const void *data, size_t length, bool *beside) {
    char fresh[4096];
    int fd;
    *beside = false;
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return ENAMETOOLONG;
    struct stat about;
    int failure = is_private(mode) && lstat(path, &about) == 0 ? check(&about, mode) : 0;
    if (failure != 0)
        return failure;
    failure = create(fresh, mode, true, &fd);
    *beside = failure < 0;
    if (failure != 0)
        return failure;
    failure = ai95_file_write(fd, data, length);
    if (failure == 0)
        failure = ai95_file_commit(fd, fresh, path);
    if (failure != 0 && check_place(fd, fresh) == 0)
        unlink(fresh); /* while it is open, and so locked, it is ours */
    if (close(fd) != 0 && failure == 0 && errno != EINTR)
        failure = errno;
    return failure;
}

/* Opens a private file and locks it as long as it is open. */
static int lock(const char *path, int flags, int *fd) {
    int failure, turns = 0;
    do {
        if (turns++ == MAX_TURNS)
            return AI95_FILE_UNSTEADY;
        failure = open_own(path, flags, 0600, fd);
        if (failure != 0)
            return failure;
        while (flock(*fd, LOCK_EX | LOCK_NB) != 0 && (failure = errno) == EINTR)
            failure = 0;
        /* the one who had it before us may have moved it away */
        if (failure == 0)
            failure = check_place(*fd, path);
        if (failure != 0) {
            close(*fd);
            *fd = -1;
        }
    } while (failure == ESTALE);
    return failure;
}

int ai95_file_lock(const char *path, int *fd) {
    return lock(path, O_RDWR | O_CREAT, fd);
}

int ai95_file_open_log(const char *path, int *fd) {
    int failure = lock(path, O_RDWR | O_APPEND | O_CREAT, fd);
    if (failure == 0 && (failure = sync_folder_of(path)) != 0) {
        close(*fd);
        *fd = -1;
    }
    return failure;
}

/* Empties the new file, unless there is one of that path now: EEXIST. */
static int begin_log(int fd, const char *path) {
    struct stat about;
    if (lstat(path, &about) == 0)
        return EEXIST;
    if (errno != ENOENT)
        return errno;
    return ftruncate(fd, 0) != 0 ? errno : 0;
}

int ai95_file_prepare_log(const char *path, int *fd, bool *is_new) {
    const int flags = O_RDWR | O_APPEND;
    char fresh[4096];
    int failure, turns = 0;
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return ENAMETOOLONG;
    do {
        if (turns++ == MAX_TURNS)
            return AI95_FILE_UNSTEADY;
        *is_new = false;
        failure = lock(path, flags, fd);
        if (failure != ENOENT)
            return failure;
        /* Whoever makes it has the lock of the file beside it, which becomes that file. */
        *is_new = true;
        failure = lock(fresh, flags | O_CREAT, fd);
        if (failure != 0)
            return failure;
        failure = begin_log(*fd, path);
        if (failure != 0) {
            unlink(fresh); /* while it is open, and so locked, it is ours */
            close(*fd);
            *fd = -1;
        }
    } while (failure == EEXIST);
    return failure;
}

int ai95_file_publish_log(int fd, const char *path) {
    char fresh[4096];
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return ENAMETOOLONG;
    struct stat about;
    int failure = sync_file(fd, true);
    if (failure == 0 && lstat(path, &about) == 0)
        failure = EEXIST; /* somebody put one there meanwhile */
    if (failure == 0 && rename(fresh, path) != 0)
        failure = errno;
    return failure == 0 ? sync_folder_of(path) : failure;
}

int ai95_file_truncate(int fd, long long size) {
    return ftruncate(fd, (off_t)size) != 0 ? errno : sync_file(fd, true);
}

int ai95_file_sync(int fd) {
    return sync_file(fd, false);
}

int ai95_file_log(int fd, const void *data, size_t length) {
    int failure = ai95_file_write(fd, data, length);
    return failure == 0 ? ai95_file_sync(fd) : failure;
}

int ai95_file_make_folder(const char *path) {
    char partial[4096];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof partial)
        return length == 0 ? ENOENT : ENAMETOOLONG;
    memcpy(partial, path, length + 1);
    for (size_t i = 1; i <= length; i++) {
        if (partial[i] != '/' && partial[i] != '\0')
            continue;
        partial[i] = '\0';
        if (mkdir(partial, 0777) != 0 && errno != EEXIST)
            return errno;
        partial[i] = path[i];
    }
    return 0;
}

int ai95_file_mode(const char *path, int *mode) {
    struct stat status;
    if (stat(path, &status) != 0)
        return errno;
    *mode = (int)(status.st_mode & 07777);
    return 0;
}

int ai95_file_identity(const char *path, char identity[AI95_FILE_IDENTITY]) {
    struct stat status;
    if (stat(path, &status) != 0)
        return errno;
    if (!S_ISREG(status.st_mode))
        return AI95_FILE_NOT_REGULAR;
#ifdef __APPLE__
    long nanoseconds = (long)status.st_ctimespec.tv_nsec;
#else
    long nanoseconds = (long)status.st_ctim.tv_nsec;
#endif
    snprintf(identity, AI95_FILE_IDENTITY, "%llx:%llx:%llx:%llx.%lx",
             (unsigned long long)status.st_dev, (unsigned long long)status.st_ino,
             (unsigned long long)status.st_size, (unsigned long long)status.st_ctime,
             (unsigned long)nanoseconds);
    return 0;
}
