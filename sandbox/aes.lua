--- Decrypts client_info_json: base64 of AES-128-CBC, PKCS#7, a key from user_sn, a fixed IV.

-- OpenResty calls it resty.aes, Debian's lua-nginx-string nginx.aes. They are the same library.
local found, library = pcall(require, "resty.aes")
if not found then library = require "nginx.aes" end

local ffi = require "ffi"
ffi.cdef "void ERR_clear_error(void);"

local aes = {}

local IV = "1234567890123456"

--- The plaintext; nil if the text is not base64 of whole blocks with correct padding.
function aes.decrypt(text, user_sn)
  local key = string.sub(string.match(user_sn, "^SYSUSER|(.+)$") or "", 1, 16)
  local bytes = ngx.decode_base64(text)
  if #key ~= 16 or not bytes or #bytes == 0 or #bytes % 16 ~= 0 then return nil end
  local cipher = library:new(key, nil, library.cipher(128, "cbc"), { iv = IV })
  local plaintext = cipher and cipher:decrypt(bytes)
  -- A failure leaves an error in OpenSSL's queue, where nginx would report it for a TLS connection.
  if not plaintext then ffi.C.ERR_clear_error() end
  return plaintext
end

return aes
