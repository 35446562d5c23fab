--- The session: one api_key for all who share a store, renewed before it expires, by the server's
--- clock.
local ascii = require "ai95.util.ascii"
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local json = require "ai95.util.json"
local loop = require "ai95.loop"
local renew_once = require "ai95.auth.renewal"
local validator = require "ai95.api.validator"
local requestor = require "ai95.http.requestor"

--- What a login returns (section 客户端登录接口).
---@class ai95.Login
---@field user_name string the account's name
---@field user_sn string the account's sn; its characters 9 to 24 are the encryption key
---@field team_name string the account's team
---@field expired any the day on which the account expires
---@field ai_count integer the number of its AI users
---@field caller_group string the group of its telephones
---@field api_key string requests are signed with it: a secret
---@field api_key_expire integer Unix time, two hours after the login

---@class ai95.Session
---@field config table the client's options
---@field clock ai95.Clock
---@field current table|nil the session in use: user_sn, api_key, and refresh_at, a time of the
--- server's clock
---@field key string|nil encrypts what the store gets
---@field secrets string[] the api_keys that this process has used last, which a server may quote
---@field tag string|nil tells a wrong password, for a store that is not encrypted
---@field store_retry_at number|nil when a store that failed is asked again, of core.now()
---@field renewal ai95.loop.Job|nil the login that other requests of this process wait for
---@field seen table|nil the lock of another process: its text, and since when it is that
local Session = {}
Session.__index = Session

-- Seconds that a key lives (section 客户端登录接口) if the platform gives no expiry, or one in the past. A
-- refused key is replaced anyway.
local LIFETIME = 7200
local MAX_TIME = 253402300799 -- the end of the year 9999
local REFRESH_MARGIN = 120 -- seconds before a key expires at which it is renewed
-- seconds between two looks for the key that another process fetches
local LOCK_POLL_MIN, LOCK_POLL_MAX = 0.02, 0.5
-- Seconds. Who logs in renews the lock again and again, with another text. If that does not change
-- for so long, its holder is gone: the lock is nobody's, whatever the store's clock says.
local LOCK_TTL, LOCK_RENEWAL, LOCK_SILENCE = 10, 0.4, 2
-- seconds: a store that says of an entry both that it is there and that it is not is damaged
local LOCK_CONTRADICTION = 0.2
-- seconds: a failing store that takes longer is not asked for a while
local STORE_SLOW, STORE_BACKOFF = 0.5, 10

local MAX_SECRETS = 4

local encryption_keys = {} -- deriving one is slow on purpose, and a program may make many clients

--- The key for a store that others can look into. The same password of two accounts gives two keys.
local function encryption_key(password, account)
  local id = core.sha256(account .. "\n" .. password)
  encryption_keys[id] = encryption_keys[id] or core.derive_key(password, account)
  return encryption_keys[id]
end

---@param config table
---@param clock ai95.Clock
---@return ai95.Session
function Session.new(config, clock)
  -- The entry's name does not show which account it belongs to.
  local account = core.sha256(config.base_url .. "\n" .. (config.username or "")):sub(1, 32)
  local self = setmetatable({ config = config, clock = clock, name = "ai95:" .. account,
    secrets = {} }, Session)
  self.lock = self.name .. ":lock"
  if config.store.encrypt and config.password then
    -- Now, not at the first call: inside nginx no request waits yet.
    self.key = encryption_key(config.password, self.name)
  elseif config.password then
    -- Too short to test guesses of the password against it.
    self.tag = core.sha256((config.username or "") .. "\n" .. config.password):sub(1, 4)
  end
  return self
end

--- Does not ask the store for a while.
function Session:leave_store()
  self.store_retry_at = core.now() + STORE_BACKOFF
end

local function ask(store, deadline, method, ...)
  if store.within then
    store = store:within(deadline)
  end
  return store[method](store, ...)
end

--- Calls a method of the store. A failing store is as good as an empty one: it costs a login, never
--- a call.
---@param deadline number of core.now(): the call's
---@return boolean works
---@return any value
function Session:ask_store(deadline, method, ...)
  local began = core.now()
  if self.store_retry_at and began < self.store_retry_at then
    return false
  end
  local ok, value, err = pcall(ask, self.config.store, deadline, method, ...)
  if ok and (value ~= nil or (err == nil and method ~= "add")) then
    return true, value
  end
  local duration = core.now() - began
  if duration > math.min(STORE_SLOW, (deadline - began) / 4) then
    -- Waiting for it again and again would use up the call's deadline.
    self:leave_store()
  end
  if self.config.log then
    pcall(self.config.log, {
      name = "store", attempt = 0, duration = duration, kind = "file",
      message = "the store failed: " .. tostring(ok and (err or "no answer") or value),
    })
  end
  return false
end

--- When to renew a key, by the server's clock.
local function refresh_time(session)
  local expire = session.api_key_expire
  local lifetime = expire - (session.obtained_at or expire - LIFETIME)
  return expire - math.min(REFRESH_MARGIN, lifetime / 10)
end

local function is_name(value)
  return type(value) == "string" and value ~= "" and core.is_text(value)
end

local function is_time(value)
  return type(value) == "number" and value >= 0 and value <= MAX_TIME
end

local function is_session(value)
  return type(value) == "table" and is_name(value.user_sn) and is_name(value.api_key)
    and is_time(value.api_key_expire)
    and (value.obtained_at == nil or is_time(value.obtained_at))
end

function Session:load(deadline)
  local _, text = self:ask_store(deadline, "get", self.name)
  if type(text) == "string" and self.key then
    text = core.decrypt(text, self.key)
  end
  local session = type(text) == "string" and json.decode(text)
  if not is_session(session) or (self.tag and session.tag and session.tag ~= self.tag) then
    return nil
  end
  -- Until an answer has told the server's time, the best guess is what the process that logged in
  -- saw of it: good enough for the key's age, but not known, since our clock may have been set.
  local offset = tonumber(session.offset)
  if not self.clock.known and offset and math.abs(offset) < MAX_TIME then
    self.clock.offset = offset
  end
  session.refresh_at = refresh_time(session)
  return session
end

function Session:save(session, deadline)
  local text = json.encode {
    user_sn = session.user_sn, api_key = session.api_key, api_key_expire = session.api_key_expire,
    obtained_at = session.obtained_at, tag = self.tag,
    offset = self.clock.known and self.clock.offset or nil,
  }
  if self.key then
    text = core.encrypt(text, self.key)
  end
  local ttl = math.max(1, math.floor(session.api_key_expire - self.clock:time()))
  self:ask_store(deadline, "set", self.name, text, ttl)
end

--- Takes a key into use.
function Session:use(session)
  self.current = session
  if self.secrets[1] ~= session.api_key then
    table.insert(self.secrets, 1, session.api_key)
    self.secrets[MAX_SECRETS + 1] = nil
  end
end

--- The login's fields. Raises if they are missing or cannot be sent.
function Session:login_fields()
  for _, name in ipairs { "username", "password" } do
    if not self.config[name] then
      errors.misuse("the option \"%s\" is missing: it is needed to log in "
        .. "(AI95_%s in the environment does too)", name, ascii.upper(name))
    end
  end
  return validator.fields(endpoints.by_name.login, nil, nil, self.config)
end

--- Logs in, whatever key there is.
---@param deadline number|nil of core.now()
---@param config table|nil the options of the client that needs it
---@return table|nil session all fields of the platform's answer
---@return ai95.Error|nil err
function Session:login(deadline, config)
  config = config or self.config
  deadline = deadline or core.now() + config.deadline
  local data, err = requestor.send {
    endpoint = endpoints.by_name.login, fields = self:login_fields(),
    config = config,
    clock = self.clock,
    deadline = deadline,
    secrets = self.secrets,
  }
  if not data then
    return nil, err
  end
  local now, expire = self.clock:time(), tonumber(data.api_key_expire)
  local usable = is_time(expire) and expire > now
  data.api_key_expire = usable and expire or now + LIFETIME
  if not is_session(data) then
    return nil, errors.new {
      kind = "protocol", endpoint = "login", http_status = 200, outcome = "rejected", attempts = 1,
      message = "the answer to the login has no user_sn or no api_key",
    }
  end
  data.obtained_at = now
  data.refresh_at = refresh_time(data)
  self:use(data)
  self:save(data, deadline)
  return data
end

function Session:load_usable(deadline)
  local session = self:load(deadline)
  return session and session.api_key ~= self.refused and session.refresh_at > self.clock:time()
    and session or nil
end

--- Whether a lock's text is of the process with that token.
local function is_of(text, token)
  return type(text) == "string" and text:sub(1, #token) == token
end

--- Shows the others that this process still logs in, until `done` is set.
function Session:keep_lock(token, deadline, done)
  local count = 0
  while core.now() < deadline do
    loop.wait { event = done, latest = core.now() + LOCK_RENEWAL }
    if done.set then
      return
    end
    local works, holder = self:ask_store(deadline, "get", self.lock)
    if works and not is_of(holder, token) then
      return -- the others took it for silent, and another one has it
    end
    count = count + 1
    self:ask_store(deadline, "set", self.lock, token .. count, LOCK_TTL)
  end
end

--- Logs in while this process has the lock, which is given back.
function Session:login_locked(token, deadline, config)
  local done = {}
  local keeper = loop.spawn(self.keep_lock, self, token, deadline, done)
  local session, err = self:login(deadline, config)
  loop.set(done)
  keeper:result(core.now() + STORE_SLOW)
  -- If the lock expires just now, it may be another's: deleting that costs a login.
  local _, holder = self:ask_store(deadline, "get", self.lock)
  if is_of(holder, token) then
    self:ask_store(deadline, "delete", self.lock)
  end
  return session, err
end

--- Looks at the lock that another process has: whether that process gives a sign of life, also from
--- one call to the next. If not, removes it.
---@return boolean held false if the store cannot keep locks apart
function Session:watch_lock(deadline)
  local works, text = self:ask_store(deadline, "get", self.lock)
  local now, seen = core.now(), self.seen
  if not works then
    return false
  elseif not seen or seen.text ~= text then
    self.seen = { text = text, since = now }
  elseif text == nil then
    if now - seen.since > LOCK_CONTRADICTION then
      self:leave_store()
      return false
    end
  elseif seen.removed_at then
    if now - seen.removed_at > LOCK_CONTRADICTION then
      self:leave_store()
      return false
    end
  elseif now - seen.since > LOCK_SILENCE then
    seen.removed_at = now
    self:ask_store(deadline, "delete", self.lock)
  end
  return true
end

--- Logs in, unless another process that shares the store does so already: then waits for its key.
function Session:renew(deadline, config)
  local token = core.sha256(core.random(16))
  local pause = LOCK_POLL_MIN
  while true do
    local works, added = self:ask_store(deadline, "add", self.lock, token, LOCK_TTL)
    if not works or added or not self:watch_lock(deadline) then
      self.seen = nil
      -- Another process may have finished between the last look and the lock.
      local session, err = self:load_usable(deadline), nil
      if not session then
        session, err = self:login_locked(token, deadline, config)
      elseif added then
        self:ask_store(deadline, "delete", self.lock)
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
    pause = math.min(LOCK_POLL_MAX, pause * 1.5)
    local session = self:load_usable(deadline)
    if session then
      self.seen = nil
      return session
    end
  end
end

--- The key to sign with, from the store or by a login. While `current.refresh_at` has not come,
--- `current` is it.
---@param deadline number of core.now()
---@return table|nil session user_sn and api_key
---@return ai95.Error|nil err
function Session:ensure_fresh(deadline, config)
  local session, err = self:load_usable(deadline), nil
  if not session then
    self:login_fields() -- raises before there is a lock, which would stay
    loop.check()
    if self.config.store.of_request then
      session, err = self:renew(deadline, config)
    else
      session, err = renew_once(self, deadline, config)
    end
  end
  if session then
    self:use(session)
  end
  return session, err
end

--- The platform refused this key: drops it, if it is still the current one.
---@param api_key string
---@param deadline number of core.now(): the call's
function Session:reject(api_key, deadline)
  self.refused = api_key
  if self.current and self.current.api_key == api_key then
    self.current = nil
  end
  local stored = self:load(deadline)
  if stored and stored.api_key == api_key then
    self:ask_store(deadline, "delete", self.name)
  end
end

return Session
