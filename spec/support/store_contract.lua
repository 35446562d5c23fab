--- What every store must do, as ai95.Session relies on it: for specs in plain Lua and in an nginx worker.

local function same(expected, got, what)
  if expected ~= got then
    error(("%s: expected %s, got %s"):format(what, tostring(expected), tostring(got)), 2)
  end
end

local count = 0

--- Raises where the store does something else.
---@param store ai95.Store
---@param sleep nil|fun(seconds: number) without it, whether things expire is not tried
return function(store, sleep)
  count = count + 1
  local key = ("ai95:%032x"):format(count)
  local lock = key .. ":lock"

  local value, err = store:get(key)
  same(nil, value, "what is not there")
  same(nil, err, "the error where nothing is there")
  same(true, store:set(key, "v", 100), "set")
  same("v", store:get(key), "what was set")
  same(true, store:set(key, "other\r\n\0€\t\"", 7200.0), "set again")
  same("other\r\n\0€\t\"", store:get(key), "what was set again")

  same(true, store:add(lock, "mine", 60), "add where nothing is")
  local added
  added, err = store:add(lock, "yours", 60)
  same(false, added, "add where something is")
  same(nil, err, "the error where something is")
  same("mine", store:get(lock), "what was added first")
  store:delete(lock)
  same(nil, store:get(lock), "what was deleted")
  local _
  _, err = store:delete(lock)
  same(nil, err, "the error where there is nothing to delete")
  same(true, store:add(lock, "yours", 60), "add where something was deleted")
  same("other\r\n\0€\t\"", store:get(key), "what has another key")

  -- Longer than memcached takes for a time to live.
  same(true, store:set(key, "long", 90 * 86400), "set for long")
  same("long", store:get(key), "what was set for long")
  if not sleep then
    store:delete(key)
    store:delete(lock)
    return
  end

  same(true, store:set(key, "between", 1.5), "set for no whole number of seconds")
  store:delete(lock)
  same(true, store:add(lock, "between", 1), "add for a second")
  local passed = 0
  while store:get(key) or store:get(lock) do
    if passed > 5 then
      error "what was kept for two seconds is still there after five"
    end
    sleep(0.1)
    passed = passed + 0.1
  end
  same(true, store:add(lock, "next", 60), "add where something has expired")
  same("next", store:get(lock), "what was added then")
  store:delete(lock)
end
