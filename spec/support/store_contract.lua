--- Checks that a store does everything that ai95.Session needs, in plain Lua and in nginx workers.

local function same(expected, got, what)
  if expected ~= got then
    error(("%s: expected %s, got %s"):format(what, tostring(expected), tostring(got)), 2)
  end
end

local count = 0

--- Raises if the store does anything else.
---@param store ai95.Store
---@param sleep nil|fun(seconds: number) without it, expiry is not checked
return function(store, sleep)
  count = count + 1
  local key = ("ai95:%032x"):format(count)
  local lock = key .. ":lock"

  local value, err = store:get(key)
  same(nil, value, "an absent key")
  same(nil, err, "the error of an absent key")
  same(true, store:set(key, "v", 100), "set")
  same("v", store:get(key), "the value after set")
  same(true, store:set(key, "other\r\n\0€\t\"", 7200.0), "set again")
  same("other\r\n\0€\t\"", store:get(key), "the value after set again")

  same(true, store:add(lock, "mine", 60), "add of an absent key")
  local added
  added, err = store:add(lock, "yours", 60)
  same(false, added, "add of a present key")
  same(nil, err, "the error of adding a present key")
  same("mine", store:get(lock), "the value that was added first")
  store:delete(lock)
  same(nil, store:get(lock), "a deleted key")
  local _
  _, err = store:delete(lock)
  same(nil, err, "the error of deleting an absent key")
  same(true, store:add(lock, "yours", 60), "add of a deleted key")
  same("other\r\n\0€\t\"", store:get(key), "the value of another key")

  -- Longer than memcached accepts as a time to live.
  same(true, store:set(key, "long", 90 * 86400), "set for long")
  same("long", store:get(key), "the value after set for long")
  if not sleep then
    store:delete(key)
    store:delete(lock)
    return
  end

  same(true, store:set(key, "between", 1.5), "set for a fraction of seconds")
  store:delete(lock)
  same(true, store:add(lock, "between", 1), "add for a second")
  local passed = 0
  while store:get(key) or store:get(lock) do
    if passed > 5 then
      error "a value that was set for two seconds is still there after five"
    end
    sleep(0.1)
    passed = passed + 0.1
  end
  same(true, store:add(lock, "next", 60), "add of an expired key")
  same("next", store:get(lock), "the value added after that")
  store:delete(lock)
end
