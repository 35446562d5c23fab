/* Files that are whole or not there: written beside their place, synced, then renamed into it; and
 * a lock between processes. Functions return 0, an errno, or why a private file is refused. */
#ifndef AI95_FILE_H
#define AI95_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Why a private file is refused, and what else is no errno. */
enum {
    AI95_FILE_IS_LINK = -1,
    AI95_FILE_NOT_REGULAR = -2,
    AI95_FILE_FOREIGN = -3,
    AI95_FILE_EXPOSED = -4,
    AI95_FILE_FORKED = -5,   /* in a forked child: the parent writes it */
    AI95_FILE_UNSTEADY = -6, /* the path leads to another file each time */
};

/* What a function returned other than 0, in words. */
const char *ai95_file_problem(int failure);
/* The same file at a descriptor above those of the standard streams, which the host program may
 * have closed and will write to: closes `fd`. Returns -1 and sets errno on failure, or if `fd` is
 * -1. */
int ai95_file_lift(int fd);
/* Opens `path` for writing, emptied, with `mode` less the umask; the descriptor is not inherited by
 * programs started. EWOULDBLOCK if it has another writer. If others cannot read that mode, the file
 * is private. */
int ai95_file_create(const char *path, int mode, int *fd);
/* Opens a private file to read: a regular file of this user that nobody else can write. Never waits
 * for the other end of a pipe. */
int ai95_file_open_private(const char *path, int *fd);
/* The size of a file. */
int ai95_file_size(int fd, long long *size);
/* Opens an empty file without a name in that folder, to write and read; nobody else can open it. */
int ai95_file_temporary(const char *folder, int *fd);
/* Reads `length` bytes from there on; EIO if the file ends before. */
int ai95_file_read_at(int fd, long long offset, void *data, size_t length);
/* Whether its file system has no disk to wait for. */
bool ai95_file_in_memory(int fd);
/* Another descriptor of the same file, also above those, or -1 and errno. */
int ai95_file_duplicate(int fd);
int ai95_file_write(int fd, const void *data, size_t length);
/* Syncs `fd`, renames `from` to `to`, and syncs the folder: from then on the new file is there, and
 * after a power failure before that, the old one or the new one, whole. ENOTSUP if `to` is a device
 * or a pipe. */
int ai95_file_commit(int fd, const char *from, const char *to);
/* Replaces the content of `path`: writes beside it, then commits. EWOULDBLOCK if another
 * writer is doing so. If others cannot read that mode, the file is private. `beside` is set if
 * not `path`, but the same with ".new" is refused. */
int ai95_file_replace(const char *path, int mode, const void *data, size_t length, bool *beside);
/* Opens and locks a private file, which is made if needed; closing the descriptor unlocks it, and
 * so does the end of the process. EWOULDBLOCK if another process has it. */
int ai95_file_lock(const char *path, int *fd);
/* The same, to append to it. */
int ai95_file_open_log(const char *path, int *fd);
/* The same, to read it, too. Where there is none, it is made beside that path, with ".new", and is
 * empty, until it is published under its own: so it has content as soon as it is there. */
int ai95_file_prepare_log(const char *path, int *fd, bool *is_new);
/* Returns when the content is on the disk, under that path. */
int ai95_file_publish_log(int fd, const char *path);
/* Cuts the file off, and syncs. */
int ai95_file_truncate(int fd, long long size);
/* Returns when the content is on the disk. */
int ai95_file_sync(int fd);
/* Appends, and syncs. */
int ai95_file_log(int fd, const void *data, size_t length);
/* Makes the folder and its missing parents. */
int ai95_file_make_folder(const char *path);
/* The file's permissions, as chmod takes them. */
int ai95_file_mode(const char *path, int *mode);

enum { AI95_FILE_IDENTITY = 128 };

/* A text that is another one if somebody changes or replaces the file, or gives another file its
 * name. ENOENT if there is none; AI95_FILE_NOT_REGULAR for what is not a regular file. */
int ai95_file_identity(const char *path, char identity[AI95_FILE_IDENTITY]);

#endif
