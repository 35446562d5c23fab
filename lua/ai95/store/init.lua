--- Where the api_key is kept. A store is any table with get(key), set(key, value, ttl), add(key, value, ttl) (only if
--- absent) and delete(key); times to live are in seconds.
local store = {
  memory = require "ai95.store.memory",
  file = require "ai95.store.file",
}

--- The api_key in Redis, encrypted with a key from the password; all machines that reach it share it.
--- `client` is a connected client (of lua-resty-redis in nginx, of redis-lua elsewhere), or a function that returns one, or
--- nil and an error. In nginx a connection belongs to the request that opened it, and so does a store that was given one; a
--- function serves all requests: it is called when the store is used, also in timers, and the connection goes to nginx's pool
--- afterwards. Elsewhere its client is kept, and made anew where it failed.
--- Give the client a timeout: a server that does not answer costs as much.
---@param client table|userdata|function
---@return ai95.Store
function store.redis(client)
  return require "ai95.store.redis"(client)
end

--- The api_key in memcached, as in Redis. `client` is one of lua-resty-memcached, or anything with its methods: get(key)
--- returns the value or nil, set and add(key, value, seconds) and delete(key) return something true, or nil and the server's
--- answer ("NOT_STORED", "NOT_FOUND") or what went wrong.
---@param client table|userdata|function
---@return ai95.Store
function store.memcached(client)
  return require "ai95.store.memcached"(client)
end

--- The api_key in a shared dictionary of nginx (`lua_shared_dict NAME 128k;` in its http block); its workers share it.
---@param name string
---@return ai95.Store
function store.shdict(name)
  return require "ai95.store.shdict"(name)
end

return store
