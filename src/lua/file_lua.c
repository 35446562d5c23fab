/* core.create, temporary_file, read_private, replace_file, lock, open_log, prepare_log,
 * make_folder, file_mode, file_identity, and the file userdata. */
#include "lua/binding.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "file/file.h"

static const char class_name[] = "ai95.file";

struct file {
    int fd;    /* plus one: zeroed memory is a closed file */
    pid_t pid; /* of the process that opened it */
};

static void set(struct file *file, int fd) {
    file->fd = fd + 1;
    file->pid = getpid();
}

static int release(struct file *file) {
    int fd = file->fd - 1;
    file->fd = 0;
    /* Not repeated on EINTR: the descriptor is gone by then, and may be another file's. */
    return fd >= 0 && close(fd) != 0 && errno != EINTR ? errno : 0;
}

static int collect(lua_State *L) {
    release(luaL_checkudata(L, 1, class_name));
    return 0;
}

int ai95_pushfailure(lua_State *L, int failure, const char *path) {
    if (failure == 0) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushnil(L);
    lua_pushfstring(L, "%s: %s", path, ai95_file_problem(failure));
    return 2;
}

int ai95_checkfile(lua_State *L, int index) {
    struct file *file = luaL_checkudata(L, index, class_name);
    if (file->fd == 0)
        luaL_error(L, "ai95: the file is closed");
    return file->fd - 1;
}

/* core.create(path, private) → an empty file open for writing, with no other writer, of mode 0600
 * if private; nil, message */
static int create(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    int mode = lua_toboolean(L, 2) ? 0600 : 0666, fd;
    struct file *file = ai95_pushobject(L, sizeof *file, class_name);
    int failure = ai95_file_create(path, mode, &fd);
    if (failure == EWOULDBLOCK) {
        lua_pushnil(L);
        lua_pushfstring(L, "%s: somebody else is writing it", path);
        return 2;
    }
    if (failure != 0)
        return ai95_pushfailure(L, failure, path);
    set(file, fd);
    return 1;
}

/* core.temporary_file(folder) → an empty file without a name, to write and read; nil, message */
static int temporary_file(lua_State *L) {
    const char *folder = ai95_checkpath(L, 1);
    int fd;
    struct file *file = ai95_pushobject(L, sizeof *file, class_name);
    int failure = ai95_file_temporary(folder, &fd);
    if (failure != 0)
        return ai95_pushfailure(L, failure, folder);
    set(file, fd);
    return 1;
}

/* core.read_private(path, maximum) → the content of a private file, nil if there is none; nil,
 * message */
static int read_private(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    long long maximum = (long long)luaL_checkinteger(L, 2), size = 0;
    int fd;
    struct file *file = ai95_pushobject(L, sizeof *file, class_name);
    int failure = ai95_file_open_private(path, &fd);
    if (failure == ENOENT) {
        lua_pushnil(L);
        return 1;
    }
    if (failure != 0)
        return ai95_pushfailure(L, failure, path);
    set(file, fd);
    failure = ai95_file_size(fd, &size);
    if (failure == 0 && size > maximum)
        failure = EFBIG;
    struct ai95_buffer *buffer = ai95_pushbuffer(L);
    if (failure == 0) {
        ai95_check(L, ai95_buffer_reserve(buffer, (size_t)size));
        failure = ai95_file_read_at(fd, 0, buffer->data, (size_t)size);
    }
    release(file);
    if (failure != 0)
        return ai95_pushfailure(L, failure, path);
    buffer->length = (size_t)size;
    return ai95_pushcontent(L, buffer);
}

/* core.replace_file(path, data, private) → true; nil, message. Writes beside the path, syncs, and
 * renames. */
static int replace_file(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    size_t length;
    const char *data = luaL_checklstring(L, 2, &length);
    bool beside;
    int failure = ai95_file_replace(path, lua_toboolean(L, 3) ? 0600 : 0666, data, length, &beside);
    return ai95_pushfailure(L, failure, beside ? lua_pushfstring(L, "%s.new", path) : path);
}

static int push_locked(lua_State *L, struct file *file, int failure, int fd) {
    if (failure != 0) {
        int count = ai95_pushfailure(L, failure, lua_tostring(L, 1));
        lua_pushboolean(L, failure == EWOULDBLOCK);
        return count + 1;
    }
    set(file, fd);
    return 1;
}

static int open_locked(lua_State *L, int (*open_file)(const char *, int *)) {
    const char *path = ai95_checkpath(L, 1);
    int fd = -1;
    struct file *file = ai95_pushobject(L, sizeof *file, class_name);
    int failure = open_file(path, &fd);
    return push_locked(L, file, failure, fd);
}

/* core.lock(path) → a private file that is locked until it is closed; nil, message, whether another
 * process has it */
static int lock(lua_State *L) {
    return open_locked(L, ai95_file_lock);
}

/* core.open_log(path) → a private file to append to, which no other process has open so; nil,
 * message, whether one has it */
static int open_log(lua_State *L) {
    return open_locked(L, ai95_file_open_log);
}

/* core.prepare_log(path) → the same, to read and to append to, and whether it is new: then it is
 * empty, and has the path with ".new" until file:publish(path) */
static int prepare_log(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    bool is_new = false;
    int fd = -1;
    struct file *file = ai95_pushobject(L, sizeof *file, class_name);
    int failure = ai95_file_prepare_log(path, &fd, &is_new);
    int count = push_locked(L, file, failure, fd);
    if (failure != 0)
        return count;
    lua_pushboolean(L, is_new);
    return count + 1;
}

/* file:publish(path) → true when it is on the disk, under that path; nil, message */
static int publish(lua_State *L) {
    const char *path = ai95_checkpath(L, 2);
    return ai95_pushfailure(L, ai95_file_publish_log(ai95_checkfile(L, 1), path), path);
}

/* file:size() → in bytes; nil, message */
static int size(lua_State *L) {
    long long bytes = 0;
    int failure = ai95_file_size(ai95_checkfile(L, 1), &bytes);
    if (failure != 0)
        return ai95_pushfailure(L, failure, "read");
    lua_pushnumber(L, (lua_Number)bytes);
    return 1;
}

/* file:truncate(size) → true; nil, message */
static int truncate_file(lua_State *L) {
    lua_Number bytes = luaL_checknumber(L, 2);
    luaL_argcheck(L, bytes >= 0 && bytes <= 0x1p53, 2, "out of range");
    return ai95_pushfailure(L, ai95_file_truncate(ai95_checkfile(L, 1), (long long)bytes), "write");
}

/* file:log(data) → true when it is on the disk; nil, message */
static int log_data(lua_State *L) {
    size_t length;
    const char *data = luaL_checklstring(L, 2, &length);
    int fd = ai95_checkfile(L, 1); /* last, see ai95_checkfile */
    return ai95_pushfailure(L, ai95_file_log(fd, data, length), "write");
}

/* core.make_folder(path) → true; nil, message. Makes its missing parents, too. */
static int make_folder(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    return ai95_pushfailure(L, ai95_file_make_folder(path), path);
}

/* core.file_mode(path) → its permissions, as chmod takes them; nil, message */
static int file_mode(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    int mode = 0;
    int failure = ai95_file_mode(path, &mode);
    if (failure != 0)
        return ai95_pushfailure(L, failure, path);
    lua_pushinteger(L, mode);
    return 1;
}

/* core.file_identity(path) → a text that tells a regular file from all others and from its former
 * content; false if there is none of that name; nil, message */
static int file_identity(lua_State *L) {
    const char *path = ai95_checkpath(L, 1);
    char identity[AI95_FILE_IDENTITY];
    int failure = ai95_file_identity(path, identity);
    if (failure == ENOENT) {
        lua_pushboolean(L, 0);
        return 1;
    }
    if (failure != 0)
        return ai95_pushfailure(L, failure, path);
    lua_pushstring(L, identity);
    return 1;
}

/* file:write(data) → true; nil, message */
static int write_data(lua_State *L) {
    size_t length;
    const char *data = luaL_checklstring(L, 2, &length);
    int fd = ai95_checkfile(L, 1); /* last, see ai95_checkfile */
    return ai95_pushfailure(L, ai95_file_write(fd, data, length), "write");
}

/* file:read_at(offset, length, buffer) → the bytes there, as a string, or in the buffer if one is
 * given; nil, message */
static int read_at(lua_State *L) {
    lua_Number offset = luaL_checknumber(L, 2), length = luaL_checknumber(L, 3);
    luaL_argcheck(L, offset >= 0 && offset <= 0x1p53, 2, "out of range");
    luaL_argcheck(L, length >= 0 && length <= 1 << 30, 3, "out of range");
    bool given = !lua_isnoneornil(L, 4);
    struct ai95_buffer *buffer = given ? ai95_checkbuffer(L, 4) : ai95_pushbuffer(L);
    ai95_buffer_clear(buffer, SIZE_MAX);
    ai95_check(L, ai95_buffer_reserve(buffer, (size_t)length));
    int fd = ai95_checkfile(L, 1); /* last, see ai95_checkfile */
    int failure = ai95_file_read_at(fd, (long long)offset, buffer->data, (size_t)length);
    if (failure != 0)
        return ai95_pushfailure(L, failure, "read");
    buffer->length = (size_t)length;
    if (!given)
        return ai95_pushcontent(L, buffer);
    lua_pushvalue(L, 4);
    return 1;
}

/* file:commit(from, to) → true; nil, message. Syncs it, renames it, and closes it. */
static int commit(lua_State *L) {
    const char *from = ai95_checkpath(L, 2), *to = ai95_checkpath(L, 3);
    int fd = ai95_checkfile(L, 1);
    int failure = ai95_file_commit(fd, from, to);
    int closed = release(luaL_checkudata(L, 1, class_name));
    return ai95_pushfailure(L, failure != 0 ? failure : closed, to);
}

/* file:discard(path): removes it, and closes it. To be called while the path is its own, which its
 * lock ensures. A forked child only closes it: the parent goes on writing. */
static int discard(lua_State *L) {
    const char *path = ai95_checkpath(L, 2);
    struct file *file = luaL_checkudata(L, 1, class_name);
    if (file->fd > 0 && file->pid == getpid())
        unlink(path);
    release(file);
    return 0;
}

/* file:close() */
static int close_file(lua_State *L) {
    return ai95_pushfailure(L, release(luaL_checkudata(L, 1, class_name)), "close");
}

void ai95_open_file(lua_State *L) {
    static const luaL_Reg methods[] = {{"write", write_data}, {"read_at", read_at},
                                       {"log", log_data},     {"commit", commit},
                                       {"close", close_file}, {"size", size},
                                       {"publish", publish},  {"truncate", truncate_file},
                                       {"discard", discard},  {"__gc", collect},
                                       {NULL, NULL}};
    static const luaL_Reg functions[] = {{"create", create},
                                         {"temporary_file", temporary_file},
                                         {"read_private", read_private},
                                         {"lock", lock},
                                         {"open_log", open_log},
                                         {"prepare_log", prepare_log},
                                         {"make_folder", make_folder},
                                         {"file_mode", file_mode},
                                         {"file_identity", file_identity},
                                         {"replace_file", replace_file},
                                         {NULL, NULL}};
    ai95_newclass(L, class_name, methods);
    ai95_setfunctions(L, functions, 0);
}
