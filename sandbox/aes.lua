--- Decrypts client_info_json: AES-128-CBC, PKCS#7, the key taken from user_sn, a fixed IV, base64.

-- Debian's lua-nginx-string calls it nginx.aes; OpenResty's own is resty.aes. They are the same library.
local found, library = pcall(require, "nginx.aes")
if not found then library = require "resty.aes" end

local ffi = require "ffi"
ffi.cdef "void ERR_clear_error(void);"

local aes = {}

local IV = "1234567890123456"

--- The plaintext, or nil for what is not base64 of whole blocks that end in correct padding.
function aes.decrypt(text, user_sn)
  local key = string.sub(string.match(user_sn, "^SYSUSER|(.+)$") or "", 1, 16)
  local bytes = ngx.decode_base64(text)
  if #key ~= 16 or not bytes or #bytes == 0 or #bytes % 16 ~= 0 then return nil end
  local cipher = library:new(key, nil, library.cipher(128, "cbc"), { iv = IV })
  local plaintext = cipher and cipher:decrypt(bytes)
  -- A failure stays in OpenSSL's queue of errors, where nginx would take it for one of a TLS connection.
  if not plaintext then ffi.C.ERR_clear_error() end
  return plaintext
end

return aes
