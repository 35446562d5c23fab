--- Where the api_key is kept. A store is any table with get(key), set(key, value, ttl), add(key, value, ttl) (only if
--- absent) and delete(key); times to live are in seconds.
return {
  memory = require "ai95.store.memory",
  file = require "ai95.store.file",
}
