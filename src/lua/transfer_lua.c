/* The userdata of a transfer, which pool:start makes. */
#include "lua/http_lua.h"
#include <errno.h>
#include <stdlib.h>
#include "file/file.h"
#include "http/form.h"
#include "http/request.h"

static const char transfer_name[] = "ai95.transfer";

/* The userdata holds a pointer: if Lua has no memory to run a finalizer it frees the userdata all
 * the same, but the pool and libcurl go on using the transfer. */
struct ai95_transfer *ai95_checktransfer(lua_State *L, int index) {
    struct ai95_transfer **box = luaL_checkudata(L, index, transfer_name);
    luaL_argcheck(L, *box != NULL, index, "the transfer was released");
    return *box;
}

static struct ai95_transfer *check_transfer(lua_State *L) {
    return ai95_checktransfer(L, 1);
}

static struct ai95_transfer *push_transfer(lua_State *L) {
    struct ai95_transfer **box = ai95_pushobject(L, sizeof *box, transfer_name);
    *box = calloc(1, sizeof **box);
    if (*box != NULL) {
        ai95_transfer_init(*box);
    }
    ai95_check(L, *box == NULL ? AI95_NO_MEMORY : AI95_OK);
    return *box;
}

static int collect_transfer(lua_State *L) {
    struct ai95_transfer **box = luaL_checkudata(L, 1, transfer_name);
    if (*box != NULL)
        ai95_transfer_free(*box);
    free(*box);
    *box = NULL;
    return 0;
}

/* The text stays on the stack, so that it stays in memory. */
static const char *part_field(lua_State *L, int part, const char *name, size_t *length) {
    lua_getfield(L, part, name);
    return lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, length) : NULL;
}

/* A finalizer or metamethod that ran meanwhile may have closed the pool. */
static void check_under_way(lua_State *L, const struct ai95_transfer *transfer) {
    if (transfer->pool == NULL)
        luaL_error(L, "ai95: the connection pool is closed");
}

/* The parts of a multipart form, the table at index 4: { name =, data = }, with filename = for a
 * file; or { name =, path =, filename = }. */
static void add_form(lua_State *L, struct ai95_transfer *transfer) {
    transfer->form = curl_mime_init(transfer->easy);
    ai95_check(L, transfer->form == NULL ? AI95_NO_MEMORY : AI95_OK);
    for (int i = 1; i <= (int)ai95_rawlen(L, 4); i++) {
        struct ai95_part part = {0};
        lua_rawgeti(L, 4, i);
        luaL_checktype(L, -1, LUA_TTABLE);
        int fields = lua_gettop(L);
        part.name = part_field(L, fields, "name", &part.name_length);
        part.filename = part_field(L, fields, "filename", &part.filename_length);
        part.path = part_field(L, fields, "path", &part.path_length);
        part.data = part_field(L, fields, "data", &part.data_length);
        const char *problem = ai95_form_problem(&part);
        if (problem != NULL)
            luaL_error(L, "ai95: part %d of a form %s", i, problem);
        check_under_way(L, transfer);
        CURLcode code = ai95_form_add(transfer->form, &part);
        if (code != CURLE_OK)
            luaL_error(L, "ai95: part \"%s\" of a form: %s", part.name, curl_easy_strerror(code));
        lua_settop(L, fields - 1);
    }
}

/* Where the body goes: a file at index 6, hashed on its way if index 7 says so; or, as a number,
 * the size of pieces. */
static void direct(lua_State *L, struct ai95_transfer *transfer) {
    if (lua_type(L, 6) == LUA_TNUMBER) {
        lua_Number piece = lua_tonumber(L, 6);
        luaL_argcheck(L, piece >= 1 && piece <= (lua_Number)AI95_PAUSE_AT, 6, "out of range");
        transfer->piece = (size_t)piece;
    } else if (!lua_isnil(L, 6)) {
        if (lua_toboolean(L, 7))
            ai95_check(L, ai95_transfer_digest(transfer));
        int fd = ai95_file_duplicate(ai95_checkfile(L, 6));
        if (fd < 0)
            luaL_error(L, "ai95: %s", strerror(errno));
        ai95_transfer_offer(transfer, fd);
    }
}

/* pool:start(profile, url, body, timeout, to, digest) → a transfer under way. body: a buffer, which
 * is emptied; the parts of a form; nil for a GET. timeout: seconds. to: nil; a file, to which the
 * answer's body goes if it is a file, and whose SHA-256 `digest` asks for; or a number: the body is
 * to be taken in pieces of at least so many bytes. */
int ai95_start_transfer(lua_State *L) {
    struct ai95_request request = {0};
    size_t length;
    lua_settop(L, 7);
    request.url = luaL_checklstring(L, 3, &length);
    luaL_argcheck(L, strlen(request.url) == length, 3, "it contains a NUL byte");
    bool form = lua_istable(L, 4);
    struct ai95_buffer *body = form || lua_isnil(L, 4) ? NULL : ai95_checkbuffer(L, 4);
    request.timeout_ms = ai95_duration(luaL_optnumber(L, 5, 0) * 1000);

    /* The userdata comes first: a finalizer that runs then may close the pool. */
    struct ai95_transfer *transfer = push_transfer(L);
    struct ai95_pool *pool = ai95_checkpool(L);
    struct ai95_profile *profile = ai95_checkprofile(L, 2);
    ai95_getanchor(L, 1);
    ai95_setanchor(L, 8);
    ai95_check(L, ai95_transfer_open(transfer, pool, profile));
    direct(L, transfer);
    if (form) {
        add_form(L, transfer);
    } else if (body != NULL) {
        luaL_argcheck(L, body->length > 0, 4, "the body is empty, or was sent before");
        ai95_transfer_send(transfer, body);
    }
    check_under_way(L, transfer);
    CURLcode code = ai95_request_apply(&request, transfer);
    if (code != CURLE_OK)
        return luaL_error(L, "ai95: libcurl: %s", curl_easy_strerror(code));
    CURLMcode started = ai95_transfer_start(transfer);
    if (started != CURLM_OK)
        return luaL_error(L, "ai95: libcurl: %s", curl_multi_strerror(started));
    return 1;
}

/* transfer:ready() → whether it has ended, or has a piece to take */
static int ready(lua_State *L) {
    lua_pushboolean(L, ai95_transfer_ready(check_transfer(L)));
    return 1;
}

/* Making the string may run a finalizer, which may run the loop: data that arrives meanwhile goes
 * into another buffer. If Lua has no memory for it, the next call takes the same. */
static void push_body(lua_State *L, struct ai95_transfer *transfer) {
    if (transfer->taking) {
        lua_pushliteral(L, ""); /* called by such a finalizer */
        return;
    }
    ai95_pushtaker(L);
    struct ai95_buffer *taken = &transfer->taken;
    if (taken->data == NULL) {
        struct ai95_buffer body = *taken;
        *taken = transfer->body;
        transfer->body = body;
    }
    transfer->taking = true;
    int failure = ai95_trypush(L, taken);
    transfer->taking = false;
    if (failure != 0)
        lua_error(L);
    ai95_buffer_free(taken);
}

/* transfer:id() → see pool:next_ready() */
static int id(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)check_transfer(L)->id);
    return 1;
}

/* transfer:take() → what has arrived since the last time, perhaps "" */
static int take(lua_State *L) {
    struct ai95_transfer *transfer = check_transfer(L);
    push_body(L, transfer);
    ai95_transfer_resume(transfer);
    return 1;
}

/* transfer:is_file() → whether the answer is a file and not an error in its place */
static int is_file(lua_State *L) {
    lua_pushboolean(L, ai95_transfer_is_file(check_transfer(L)));
    return 1;
}

/* transfer:in_file() → whether the body went into the file that was offered */
static int in_file(lua_State *L) {
    lua_pushboolean(L, check_transfer(L)->in_file);
    return 1;
}

/* transfer:keep(): collects the rest of the body instead of waiting for pieces to be taken */
static int keep(lua_State *L) {
    struct ai95_transfer *transfer = check_transfer(L);
    transfer->piece = 0;
    ai95_transfer_resume(transfer);
    return 0;
}

/* transfer:sha256() → the hash of what went into the file, in hex; nil if none was asked for */
static int sha256_of_file(lua_State *L) {
    char hex[AI95_SHA256_LENGTH];
    enum ai95_status status = ai95_transfer_sha256(check_transfer(L), hex);
    if (status == AI95_BAD_DATA)
        return 0;
    ai95_check(L, status);
    lua_pushlstring(L, hex, sizeof hex);
    return 1;
}

/* transfer:stop(): ends it at whatever stage it is */
static int stop(lua_State *L) {
    ai95_transfer_stop(check_transfer(L));
    return 0;
}

/* transfer:status() → the HTTP status so far */
static int status(lua_State *L) {
    struct ai95_transfer *transfer = check_transfer(L);
    if (transfer->easy != NULL)
        curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->status);
    lua_pushinteger(L, (lua_Integer)transfer->status);
    return 1;
}

/* transfer:answer() → of one that has ended: libcurl's code, whether the connection was there
 * before, the HTTP status, and the bytes received */
static int answer(lua_State *L) {
    struct ai95_transfer *transfer = check_transfer(L);
    luaL_argcheck(L, transfer->done, 1, "the transfer is under way");
    lua_pushinteger(L, (lua_Integer)transfer->result);
    lua_pushboolean(L, transfer->started && transfer->connects == 0);
    lua_pushinteger(L, (lua_Integer)transfer->status);
    lua_pushnumber(L, (lua_Number)transfer->received);
    return 4;
}

/* transfer:is_delimited() → of one that has ended: whether the answer said where its body ends */
static int is_delimited(lua_State *L) {
    lua_pushboolean(L, check_transfer(L)->delimited);
    return 1;
}

/* transfer:header(name) → the value of the first header of that name in the final answer, or nil */
static int header(lua_State *L) {
    struct ai95_transfer *transfer = check_transfer(L);
    size_t name_length, length;
    const char *name = luaL_checklstring(L, 2, &name_length);
    const char *value = ai95_transfer_header(transfer, name, name_length, &length);
    char copy[1024];
    if (value == NULL || length > sizeof copy)
        return 0;
    memcpy(copy, value, length);
    lua_pushlstring(L, copy, length);
    return 1;
}

/* transfer:result() → nothing while it is under way. Then libcurl's code, and if that is not 0, its
 * message, whether anything may have been sent, and the cause if it is ours: "too large",
 * "headers", "no memory" or the system's message about the file */
static int result(lua_State *L) {
    struct ai95_transfer *transfer = check_transfer(L);
    if (!transfer->done)
        return 0;
    lua_pushinteger(L, (lua_Integer)transfer->result);
    if (transfer->result == CURLE_OK)
        return 1;
    lua_pushstring(L, transfer->error[0] != '\0' ? transfer->error
                                                 : curl_easy_strerror(transfer->result));
    lua_pushboolean(L, transfer->started);
    lua_pushstring(L, transfer->file_error != 0 ? strerror(transfer->file_error)
                      : transfer->too_large     ? "too large"
                      : transfer->long_head     ? "headers"
                      : transfer->no_memory     ? "no memory"
                                                : NULL);
    return 4;
}

void ai95_open_transfer(lua_State *L) {
    static const luaL_Reg methods[] = {{"answer", answer},
                                       {"id", id},
                                       {"ready", ready},
                                       {"take", take},
                                       {"is_file", is_file},
                                       {"in_file", in_file},
                                       {"keep", keep},
                                       {"status", status},
                                       {"header", header},
                                       {"sha256", sha256_of_file},
                                       {"stop", stop},
                                       {"result", result},
                                       {"is_delimited", is_delimited},
                                       {"__gc", collect_transfer},
                                       {NULL, NULL}};
    ai95_newclass(L, transfer_name, methods);
}
