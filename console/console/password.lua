--- Hashes passwords with bcrypt, which the system's libcrypt (libxcrypt) implements.
local ffi = require "ffi"

ffi.cdef [[
char *crypt_rn(const char *phrase, const char *setting, void *data, int size);
char *crypt_gensalt_rn(const char *prefix, unsigned long count, const char *random, int length,
                       char *output, int size);
]]

local password = {}

local COST = 11 -- a tenth of a second; the worker answers nobody else meanwhile
local SETTING, DATA = 192, 32768 -- bytes, of crypt.h
local SALT = 16 -- bytes

local library
for _, name in ipairs { "libcrypt.so.1", "libcrypt.so.2", "crypt" } do
  local ok, loaded = pcall(ffi.load, name)
  library = library or ok and loaded
end
assert(library, "there is no libcrypt, which checks passwords")

--- bcrypt ignores what is behind this.
password.MAX_BYTES = 72

local function crypt(text, setting)
  local data = ffi.new("char[?]", DATA)
  local result = library.crypt_rn(text, setting, data, DATA)
  local hash = result ~= nil and ffi.string(result) or nil
  ffi.fill(data, DATA)
  return hash
end

local function random(count)
  local source = assert(io.open("/dev/urandom", "rb"))
  local bytes = source:read(count)
  source:close()
  return bytes
end

--- Whether it is a hash that `check` understands.
---@param hash string
---@return boolean
function password.is_hash(hash)
  return hash:find "^%$2[aby]%$%d%d%$[./%w]+$" ~= nil and #hash == 60
end

---@param text string
---@return string hash
function password.hash(text)
  local setting = ffi.new("char[?]", SETTING)
  assert(library.crypt_gensalt_rn("$2b$", COST, random(SALT), SALT, setting, SETTING) ~= nil)
  return assert(crypt(text, setting))
end

--- Whether the text is the password of the hash.
---@param text string
---@param hash string
---@return boolean
function password.check(text, hash)
  if #text > password.MAX_BYTES or text:find "%z" then
    return false
  end
  return crypt(text, hash) == hash -- interned strings: no timing leak
end

return password
