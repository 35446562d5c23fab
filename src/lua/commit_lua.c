/* pool:commit, and the userdata of a job. */
#include "lua/http_lua.h"

static const char commit_name[] = "ai95.commit";

/* pool:commit(file, from, to, before) → a job that syncs the file and renames it, after the file
 * `before` if there is one. pool:run() returns when job:ready(). The userdata comes first: a
 * finalizer that runs then may close the pool. */
int ai95_start_commit(lua_State *L) {
    lua_settop(L, 5);
    const char *from = ai95_checkpath(L, 3), *to = ai95_checkpath(L, 4);
    struct ai95_commit **job = ai95_pushobject(L, sizeof *job, commit_name);
    struct ai95_pool *pool = ai95_checkpool(L);
    int fd = ai95_checkfile(L, 2), before = lua_isnil(L, 5) ? -1 : ai95_checkfile(L, 5);
    struct ai95_committer *committer;
    ai95_check(L, ai95_pool_committer(pool, &committer));
    ai95_check(L, ai95_commit_start(committer, fd, before, from, to, job));
    return 1;
}

static struct ai95_commit *check_commit(lua_State *L) {
    struct ai95_commit **job = luaL_checkudata(L, 1, commit_name);
    luaL_argcheck(L, *job != NULL, 1, "the job was released");
    return *job;
}

/* job:ready() */
static int commit_ready(lua_State *L) {
    lua_pushboolean(L, ai95_commit_done(check_commit(L)));
    return 1;
}

/* job:result(path) → true; nil, message. Of a job that is ready. */
static int commit_result(lua_State *L) {
    struct ai95_commit *commit = check_commit(L);
    const char *path = luaL_checkstring(L, 2);
    luaL_argcheck(L, ai95_commit_done(commit), 1, "the job is not done");
    return ai95_pushfailure(L, ai95_commit_result(commit), path);
}

static int collect_commit(lua_State *L) {
    struct ai95_commit **job = luaL_checkudata(L, 1, commit_name);
    ai95_commit_release(*job);
    *job = NULL;
    return 0;
}

void ai95_open_commit(lua_State *L) {
    static const luaL_Reg commit_methods[] = {
        {"ready", commit_ready}, {"result", commit_result}, {"__gc", collect_commit}, {NULL, NULL}};
    ai95_newclass(L, commit_name, commit_methods);
}
