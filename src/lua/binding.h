/* Shared by the bindings. Only they know Lua, and only they raise. Whatever must be freed is in a
 * userdata that the collector owns, never only in a C local, across a call that can raise. */
#ifndef AI95_BINDING_H
#define AI95_BINDING_H

#include <stdbool.h>
#include "lua/compat.h"
#include "util/buffer.h"
#include "util/status.h"

#define AI95_EXPORT __attribute__((visibility("default")))

/* Pushes `size` zeroed bytes as a userdata with the metatable of that name. */
void *ai95_pushobject(lua_State *L, size_t size, const char *metatable);
/* Makes the metatable. Methods that begin with __ go into it, the others into its __index. */
void ai95_newclass(lua_State *L, const char *name, const luaL_Reg *methods);
/* Sets the functions in the table on the top, each with the `upvalues` values above it, which are
 * popped. */
void ai95_setfunctions(lua_State *L, const luaL_Reg *functions, int upvalues);
/* Raises the error for a status. */
void ai95_raise(lua_State *L, enum ai95_status status);

static inline void ai95_check(lua_State *L, enum ai95_status status) {
    if (status != AI95_OK)
        ai95_raise(L, status);
}

/* Pushes nil and strerror(failure), or true. */
int ai95_pushfailure(lua_State *L, int failure, const char *path);
/* A path; raises if it contains a NUL byte, at which the system would stop reading. */
const char *ai95_checkpath(lua_State *L, int index);
/* The file userdata's descriptor; raises if it is closed. To be called after all that may run a
 * finalizer, which may close the file, and the descriptor may then be another file's. */
int ai95_checkfile(lua_State *L, int index);

/* Pushes an empty buffer, which the collector frees. */
struct ai95_buffer *ai95_pushbuffer(lua_State *L);
/* The buffer at that index; raises if it is something else. */
struct ai95_buffer *ai95_checkbuffer(lua_State *L, int index);
/* The bytes of the string or buffer at that index; NULL if it is something else. They may go with
 * the next call that runs Lua code or collects garbage. */
const char *ai95_tobytes(lua_State *L, int index, size_t *length);
/* Pushes the buffer's content as a string, and frees the buffer; returns 1. No Lua code must be
 * able to reach the buffer. */
int ai95_pushcontent(lua_State *L, struct ai95_buffer *buffer);
/* To make a string of what must not be lost if Lua has no memory for it, in two steps: the first
 * may raise, the second pushes the string, or returns another number than 0 and pushes the error.
 * It may run a finalizer, which must not find the content. */
void ai95_pushtaker(lua_State *L);
int ai95_trypush(lua_State *L, struct ai95_buffer *content);

/* Each adds its functions to the module table on the top. */
void ai95_open_buffer(lua_State *L);
void ai95_open_signing(lua_State *L);
void ai95_open_crypto(lua_State *L);
void ai95_open_text(lua_State *L);
void ai95_open_rows(lua_State *L);
void ai95_open_charset(lua_State *L);
void ai95_open_reader(lua_State *L);
void ai95_open_people(lua_State *L);
void ai95_open_checker(lua_State *L);
void ai95_open_file(lua_State *L);
void ai95_open_http(lua_State *L);
void ai95_open_json(lua_State *L);
void ai95_open_shape(lua_State *L);
void ai95_open_answer(lua_State *L);
void ai95_open_export(lua_State *L);

#endif
