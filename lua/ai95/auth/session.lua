--- The login: one api_key for all who share a store, renewed before it expires, by the server's clock.
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local json = require "ai95.util.json"
local lazy = require "ai95.util.lazy"
local loop = require "ai95.loop"
local params = require "ai95.api.params"

local seal = lazy "ai95.auth.seal"

--- What a login gives (section 客户端登录接口).
---@class ai95.Login
---@field user_name string the account's
---@field user_sn string the account's; from its 9th character on it is the encryption's key
---@field team_name string the account's
---@field expired string the day on which the account expires
---@field ai_count integer AI users that it has
---@field caller_group string the group of its telephones
---@field api_key string what requests are signed with: a secret
---@field api_key_expire integer Unix time; two hours after the login

---@class ai95.Session
---@field config table
---@field caller ai95.Caller
---@field current table|nil the key in use
---@field offset number|nil the server's clock less ours, in seconds
---@field key string|nil what the store holds is encrypted with it
---@field rested number|nil when the store may be asked again, by core.now()
local Session = {}
Session.__index = Session

-- Of a key (section 客户端登录接口) where the platform does not say when it expires, or says that it has: a client would log in
-- before each call. One that is refused is renewed anyway.
local LIFETIME = 7200
local EARLY = 120 -- seconds before its end that a key is renewed
local FIRST_LOOK, LONGEST_LOOK = 0.02, 0.5 -- pauses between looks for a key that somebody else is fetching
local LONGEST_HOLD = 10 -- seconds that a lock is held whose holder died; an unusually slow login may cost a second one
local SLOW, REST = 0.5, 10 -- seconds after which a store that fails has cost enough, and for which it is left alone then

local function new(config, caller)
  -- The name tells nobody which account it is.
  local name = "ai95:" .. core.sha256(config.base_url .. "\n" .. (config.username or "")):sub(1, 32)
  -- Made here, not at the first call: in nginx that is before there are requests that would wait meanwhile.
  local key = config.store.encrypt and config.password and seal.key(config.password, name) or nil
  return setmetatable({ config = config, caller = caller, name = name, lock = name .. ":lock", key = key }, Session)
end

--- Asks the store. One that fails is as good as an empty one: that costs a login, never a call.
---@return boolean works
---@return any value
function Session:ask(method, ...)
  local store, began = self.config.store, core.now()
  if self.rested and began < self.rested then
    return false
  end
  local ok, value, err = pcall(store[method], store, ...)
  local works = ok and not (value == nil and err ~= nil)
  if works then
    return true, value
  end
  local duration = core.now() - began
  if duration > SLOW then
    self.rested = began + duration + REST -- waiting for it again and again would use up the call's deadline
  end
  if self.config.log then
    pcall(self.config.log, { name = "store", attempt = 0, duration = duration, kind = "file",
      message = "the store failed: " .. tostring(ok and err or value) })
  end
  return false
end

function Session:observe(server_time)
  self.offset = server_time - os.time()
end

function Session:server_time()
  return os.time() + (self.offset or 0)
end

function Session:is_fresh(session)
  local lifetime = session.api_key_expire - (session.obtained_at or session.api_key_expire - LIFETIME)
  return session.api_key_expire - self:server_time() > math.min(EARLY, lifetime / 10)
end

local function is_session(value)
  return type(value) == "table" and type(value.user_sn) == "string" and type(value.api_key) == "string"
    and type(value.api_key_expire) == "number"
end

function Session:load()
  local _, text = self:ask("get", self.name)
  if type(text) == "string" and self.key then
    text = seal.open(text, self.key)
  end
  local session = type(text) == "string" and json.decode(text)
  if not is_session(session) then
    return nil
  end
  -- Until the server's clock is known at first hand, what the one who logged in saw of it is the best guess.
  self.offset = self.offset or tonumber(session.offset)
  return session
end

function Session:save(session)
  local stored = json.encode {
    user_sn = session.user_sn, api_key = session.api_key, api_key_expire = session.api_key_expire,
    obtained_at = session.obtained_at, offset = self.offset,
  }
  stored = self.key and seal.close(stored, self.key) or stored
  self:ask("set", self.name, stored, math.max(1, math.floor(session.api_key_expire - self:server_time())))
end

--- The login's fields. Raises where they are missing or cannot be sent: before there is a lock, which would stay.
function Session:credentials()
  for _, name in ipairs { "username", "password" } do
    if not self.config[name] then
      errors.misuse("the option \"%s\" (or AI95_%s in the environment) is missing: it is needed to log in", name,
        name:upper())
    end
  end
  return params.check(endpoints.by_name.login, { username = self.config.username, password = self.config.password })
end

--- Logs in, whatever key there is.
---@param deadline number|nil
---@return table|nil session all fields of the platform's answer
---@return ai95.Error|nil err
function Session:login(deadline)
  local data, err, response = self.caller:call(endpoints.by_name.login, self:credentials(), { deadline = deadline })
  if not data then
    return nil, err
  end
  local now, expire = self:server_time(), tonumber(data.api_key_expire)
  data.api_key_expire = expire and expire > now and expire or now + LIFETIME
  if not is_session(data) then
    return nil, errors.new {
      kind = "protocol", endpoint = "login", http_status = response.status, outcome = "rejected", attempts = 1,
      message = "the answer to the login has no user_sn or no api_key",
    }
  end
  data.obtained_at = self:server_time()
  self.current = data
  self:save(data)
  return data
end

function Session:usable(refused)
  local session = self:load()
  return session and session.api_key ~= refused and self:is_fresh(session) and session or nil
end

--- Logs in, unless somebody else who shares the store is doing it: then it waits for that one's key.
function Session:renew(deadline)
  local token = core.sha256(core.random(16))
  local held_for = math.min(math.ceil(self.config.timeout * 2), LONGEST_HOLD)
  local pause = FIRST_LOOK
  while true do
    local works, added = self:ask("add", self.lock, token, held_for)
    if not works or added then
      -- Between the look before and the lock, somebody may have finished.
      local session = self:usable(self.refused)
      local err
      if not session then
        session, err = self:login(deadline)
      end
      -- In between, the lock may pass to another, if it expires just then: that costs a login.
      local _, holder = self:ask("get", self.lock)
      if holder == token then
        self:ask("delete", self.lock)
      end
      return session, err
    end
    if core.now() + pause >= deadline then
      return nil, errors.new {
        kind = "timeout", endpoint = "login", attempts = 0,
        message = "the deadline passed while another process was logging in",
      }
    end
    loop.sleep(pause)
    pause = math.min(LONGEST_LOOK, pause * 1.5)
    local session = self:usable(self.refused)
    if session then
      return session
    end
  end
end

--- The key to sign with.
---@param deadline number
---@return table|nil session user_sn and api_key
---@return ai95.Error|nil err
function Session:get(deadline)
  local current = self.current
  if current and self:is_fresh(current) then
    return current
  end
  local session, err = self:usable(self.refused), nil
  if not session then
    self:credentials()
    loop.check()
    if self.config.store.of_request then
      session, err = self:renew(deadline)
    else
      -- Many may wait for the lock that it holds meanwhile.
      session, err = loop.detached(deadline, self.renew, self, deadline)
    end
  end
  if session then
    self.current = session
  end
  return session, err
end

--- The platform rejected this key: it is dropped, if it is still the one that is kept.
---@param api_key string
function Session:reject(api_key)
  self.refused = api_key
  if self.current and self.current.api_key == api_key then
    self.current = nil
  end
  local stored = self:load()
  if stored and stored.api_key == api_key then
    self:ask("delete", self.name)
  end
end

return { new = new }
