---@meta ai95.core
-- The public functions of the C module, for editors and for the reference. Nothing loads this file.
-- luacheck: no unused args

--- The primitives, for other implementations to check themselves against: `require "ai95.core"`. A
--- field list is flat, name then value, so that its order is its own: `{ "user_sn", sn, "api_key",
--- key, … }`. Values are strings, integers, numbers, booleans and `core.null`. Other values, and
--- strings that are not UTF-8, raise an error that names the field. (Other functions of the module
--- are the library's own, and may change.)
---
---     local core = require "ai95.core"
---     local fields = {
---       "user_sn", "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c", "api_key", "6TRJCuQg",
---       "project_sn", "project|8ac1cebd6407f30fb4f618615de41990",
---     }
---     print(core.canonical(fields))
---     assert(core.sign(fields) == "fde3faaf") -- as the platform's document prints it
---     assert(core.aes_decrypt(core.aes_encrypt("文", fields[2]), fields[2]) == "文")
---@class ai95.core
---@field null lightuserdata JSON's null, in a field list
local core = {}

--- The bytes that are hashed (section API接口细则): the fields as JSON, as PHP's `json_encode` writes
--- it, without blanks.
---@param fields table a flat list
---@return string bytes
function core.canonical(fields) end

--- The signature, which a request sends as `url`: the second to the ninth character of the MD5 of
--- `core.canonical(fields)` in hexadecimal (section API接口细则).
---@param fields table a flat list
---@return string signature eight characters
function core.sign(fields) end

--- Encrypts as `addJson` wants it (section 添加营销任务接口（json方式）): AES-128-CBC, PKCS#7. Raises if
--- `user_sn` is not valid.
---@param plaintext string any bytes
---@param user_sn string the account's: `SYSUSER|`, and at least 16 characters, the first 16 of
--- which are the key
---@return string base64
function core.aes_encrypt(plaintext, user_sn) end

--- Decrypts the result of `core.aes_encrypt`. Raises if `user_sn` is not valid.
---@param base64 string the encrypted text
---@param user_sn string as of `core.aes_encrypt`
---@return string|nil plaintext
---@return string|nil message why not: it is not base64, or was encrypted with another key
function core.aes_decrypt(base64, user_sn) end

return core
