--- What goes into a store that others can look into: encrypted with a key that follows from the password.
-- It is not signed: who can write there can only make it useless, and what does not decrypt to a session is none.
local core = require "ai95.core"

local seal = {}

local PREFIX = "SYSUSER|" -- the core encrypts as the platform does, with the 16 bytes after this
local NONCE = 16 -- random bytes before the text, so that the same text is never the same twice

local keys = {} -- making one takes long, and a host may make many clients

---@param password string
---@param name string what else the key depends on, so that the same password of two accounts is not the same key
---@return string key
function seal.key(password, name)
  local id = core.sha256(name .. "\n" .. password)
  keys[id] = keys[id] or PREFIX .. core.derive_key(password, name)
  return keys[id]
end

---@param text string
---@param key string of seal.key
---@return string
function seal.close(text, key)
  return core.aes_encrypt(core.random(NONCE) .. text, key)
end

---@param sealed string
---@param key string
---@return string|nil text nil where it was not closed with this key (or, rarely, a text that means nothing)
function seal.open(sealed, key)
  local text = core.aes_decrypt(sealed, key)
  return text and text:sub(NONCE + 1)
end

return seal
