--- api_keys: each login makes one, and each is valid for `key_lifetime`, however many there are,
-- unless `single_session` is set.

local clock = require "sandbox.clock"
local config = require "sandbox.config"
local directory = require "sandbox.directory"

local sessions = {}

local KEY_LENGTH = 8
local LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

local keys = {}

function sessions.reset()
  keys = {}
end

local function new_key()
  local letters = {}
  for index = 1, KEY_LENGTH do
    local place = math.random(#LETTERS)
    letters[index] = string.sub(LETTERS, place, place)
  end
  local key = table.concat(letters)
  return keys[key] and new_key() or key
end

--- A new key for the account, and the Unix time at which it expires.
function sessions.open(account)
  if config.values.single_session then
    for other, session in pairs(keys) do
      if session.account == account then keys[other] = nil end
    end
  end
  local key = new_key()
  local expires = math.floor(clock.now()) + config.values.key_lifetime
  keys[key] = { account = account, expires = expires }
  return key, expires
end

--- The account that `api_key` belongs to, or nil and the platform's code.
function sessions.authenticate(user_sn, api_key)
  local session = type(api_key) == "string" and keys[api_key]
  if not session or session.account.user_sn ~= user_sn then return nil, 20005 end
  if clock.now() >= session.expires then return nil, 20006 end
  return session.account
end

--- Makes a key expired, for a fault.
function sessions.expire(api_key)
  if keys[api_key] then keys[api_key].expires = 0 end
end

--- Makes a key unknown, for a fault.
function sessions.revoke(api_key)
  keys[api_key] = nil
end

--- Whether the account may use this AI user: it has AI users, and this one exists and is valid.
function sessions.may_use_ai_user(account, user_sn)
  local ai_user = account.has_ai_users and directory.ai_user_by_sn(user_sn)
  return ai_user and clock.format_date(clock.now()) <= ai_user.expired or false
end

return sessions
