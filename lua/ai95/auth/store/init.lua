--- The stores for the api_key.
local lazy = require "ai95.util.lazy"

local file = lazy "ai95.auth.store.file"
local memcached = lazy "ai95.auth.store.memcached"
local memory = lazy "ai95.auth.store.memory"
local redis = lazy "ai95.auth.store.redis"
local shdict = lazy "ai95.auth.store.shdict"

--- The stores of the library; any table with the methods of ai95.Store is one too. Clients that
--- share a store log in once: one logs in, and the others wait for its key. A failing store costs a
--- login, never a call.
---
---     local client = ai95.new { store = ai95.store.file "/tmp/api_keys" }
---@class ai95.Stores
local store = {}

--- The api_key stays in this Lua state. Every client that is given the same store shares it.
---@return ai95.Store store
function store.memory()
  return memory()
end

--- The api_key in a file that its owner alone can read (mode 0600, replaced as a whole); the
--- processes of a machine share it. A lock is beside it, `path.lock`; if its holder has stopped, a
--- call waits at most 2 s, and half of its deadline, and logs in. A damaged entry costs a login. A
--- file of another kind, a symbolic link, a pipe, another user's file, or one that others can write
--- is left alone.
---@param path string the file's
---@return ai95.Store store
function store.file(path)
  return file(path)
end

--- The api_key in Redis (2.6.12 or newer), encrypted with a key from the password; all machines
--- that reach it share it. Give the client a timeout: a server that does not answer costs as much.
---@param client table|userdata|(fun(): any, any) a connected client (of lua-resty-redis in nginx,
--- of redis-lua elsewhere), or a function that returns one, or nil and an error. In nginx a
--- connection belongs to the request that opened it, and so does a store that was given one; a
--- function serves all requests: it is called when the store is used, also in timers, and the
--- connection goes to nginx's pool afterwards. Elsewhere its client is kept, and replaced if it
--- fails
---@return ai95.Store store
function store.redis(client)
  return redis(client)
end

--- The api_key in memcached, encrypted with a key from the password; all machines that reach it
--- share it.
---@param client table|userdata|(fun(): any, any) as of `ai95.store.redis`: a client of
--- lua-resty-memcached, or anything with its methods: `get(key)` returns the value or nil; `set`
--- and `add(key, value, seconds)` and `delete(key)` return something true, or nil and the server's
--- answer (`NOT_STORED`, `NOT_FOUND`) or what went wrong
---@return ai95.Store store
function store.memcached(client)
  return memcached(client)
end

--- The api_key in a shared dictionary of nginx (`lua_shared_dict NAME 128k;` in its `http` block);
--- its workers share it.
---@param name string the dictionary's; raises outside nginx, and if there is no such dictionary
---@return ai95.Store store
function store.shdict(name)
  return shdict(name)
end

return store
