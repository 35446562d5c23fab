--- Encrypts sessions for stores that others can look into, with a key derived from the password.
local core = require "ai95.core"

local cipher = {}

local keys = {} -- deriving one is slow on purpose, and a program may make many clients

---@param password string
---@param account string the salt: the same password of two accounts gives two keys
---@return string key
function cipher.key(password, account)
  local id = core.sha256(account .. "\n" .. password)
  keys[id] = keys[id] or core.derive_key(password, account)
  return keys[id]
end

cipher.encrypt = core.encrypt

--- Returns nil if the text was encrypted with another key, or was changed.
cipher.decrypt = core.decrypt

return cipher
