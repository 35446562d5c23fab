---@meta ai95.core
-- The functions of the C module, for editors; those that are not private are in the reference.
-- Nothing loads this file.
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

--- Seconds on a clock that is never set.
---@private
---@return number seconds
function core.now() end

--- Whether the running code may yield; not if a C function, such as string.gsub, called it. Lua 5.1
--- and 5.2 do not have this function.
---@private
---@return boolean
function core.can_yield() end

--- The versions of the libraries; and the file and the folder of authorities that are read without
--- the option ca_file, if libcurl says them.
---@private
---@return table versions libcurl, openssl, zlib; ca_file, ca_path
function core.versions() end

--- How many certificate authorities a folder has, by hashed links, as OpenSSL looks them up.
---@private
---@param folder string
---@return integer
function core.count_authorities(folder) end

--- Whether this program has an OpenSSL linked into it that replaces libcurl's and does not fit it.
---@private
---@return string|nil linked the version of libcurl's own; nil if all is well
---@return string|nil used the version that it gets
function core.replaced_openssl() end

--- An empty buffer of bytes, which can be used again. A string of the same size would be garbage
--- each time.
---@private
---@return userdata buffer
function core.buffer() end

--- Whether a value is a buffer.
---@private
---@param value any
---@return boolean
function core.is_buffer(value) end

--- The JSON of a request: its signature, the common parameters (if there is a user_sn), and the
--- fields.
---@private
---@param fields table a flat list, whose strings may be buffers
---@param unsigned table<string, any>|nil names that are not hashed
---@param user_sn string|nil
---@param api_key string|nil
---@param encrypted table<string, any>|nil names that are encrypted with the account's key
---@return userdata buffer
function core.body(fields, unsigned, user_sn, api_key, encrypted) end

--- A number's text, as PHP writes it.
---@private
---@param value number
---@return string
function core.number(value) end

--- The text "name=value&name=value", with all but letters, digits and -._~ percent-encoded.
---@private
---@param fields string[] a flat list
---@return string
function core.query(fields) end

--- Random bytes.
---@private
---@param n integer at most 64
---@return string bytes
function core.random(n) end

--- A SHA-256 sum.
---@private
---@param data string|userdata a string or a buffer
---@return string hexadecimal
function core.sha256(data) end

--- A key for core.encrypt. It takes about a tenth of a second.
---@private
---@param password string
---@param salt string
---@return string key
function core.derive_key(password, salt) end

--- Encrypts with authentication.
---@private
---@param plaintext string
---@param key string of core.derive_key
---@return string base64
function core.encrypt(plaintext, key) end

--- Decrypts the result of core.encrypt.
---@private
---@param base64 string
---@param key string of core.derive_key
---@return string|nil plaintext nil if it was encrypted with another key, or changed
function core.decrypt(base64, key) end

--- Whether a text can be sent: UTF-8 without NUL.
---@private
---@param text string
---@return boolean
function core.is_text(text) end

--- Where a text is not UTF-8.
---@private
---@param text string
---@return integer|nil position of the first such byte
function core.invalid_utf8(text) end

--- An encoder of the rows of an import.
---@private
---@param columns string[]
---@param checker userdata which rows to take
---@return userdata encoder
function core.rows(columns, checker) end

--- A checker of rows, which has seen none.
---@private
---@param strict boolean|nil whether to refuse phone numbers that would be cleaned
---@param campaign userdata|nil core.people: who is in the campaign already
---@return userdata checker
function core.checker(strict, campaign) end

--- An empty set of people, by a keyed hash of their phone numbers.
---@private
---@param key string 32 hexadecimal digits
---@return userdata people
function core.people(key) end

--- Whether a text is a phone number that can be called.
---@private
---@param text string
---@return boolean
function core.is_phone(text) end

--- A reader of separated values, which are fed to it.
---@private
---@param settings { delimiter: string, encoding: string|nil, cr_ends: boolean|nil,
--- is_sheet: boolean|nil, with_hidden: boolean|nil }
---@return userdata|nil reader nil if the system does not know the encoding
function core.reader(settings) end

--- A writer of rows, as CSV or JSON lines. `add(row)` returns how many bytes wait, or nil and what
--- is wrong with the row; `take()` returns those bytes; `header()` writes the names.
---@private
---@param format "csv"|"jsonl"
---@param fields ai95.AnswerField[]
---@param excel boolean|nil whether CSV is for a spreadsheet
---@param zone boolean|nil whether times get their zone
---@param others boolean|nil whether JSON lines have the rows' other fields too
---@return userdata writer
function core.writer(format, fields, excel, zone, others) end

--- A text without blanks, and characters that cannot be seen, around it.
---@private
---@param text string
---@return string
function core.trim(text) end

--- A decoder from a charset to UTF-8.
---@private
---@param name string
---@return userdata|nil decoder nil if the system does not know the charset
function core.charset(name) end

--- Creates an empty file, open for writing, with no other writer.
---@private
---@param path string
---@param private boolean|nil whether its mode is 0600
---@return userdata|nil file
---@return string|nil message
function core.create(path, private) end

--- Creates an empty file without a name, to write and read.
---@private
---@param folder string
---@return userdata|nil file
---@return string|nil message
function core.temporary_file(folder) end

--- Reads a private file: a regular file of this user that nobody else can write.
---@private
---@param path string
---@param maximum integer bytes
---@return string|nil content nil if there is no file
---@return string|nil message
function core.read_private(path, maximum) end

--- Writes beside the path, syncs, and renames.
---@private
---@param path string
---@param data string
---@param private boolean|nil whether its mode is 0600
---@return boolean|nil ok
---@return string|nil message
function core.replace_file(path, data, private) end

--- Opens a private file, which is locked until it is closed, or until the process ends.
---@private
---@param path string
---@return userdata|nil file
---@return string|nil message
---@return boolean|nil busy whether another process has it
function core.lock(path) end

--- Opens a private file to append to, which no other process has open so.
---@private
---@param path string
---@return userdata|nil file
---@return string|nil message
---@return boolean|nil busy whether another process has it
function core.open_log(path) end

--- The same, to read it too. One that is new is empty, and has the path with ".new" until
--- `file:publish(path)`.
---@private
---@param path string
---@return userdata|nil file
---@return boolean|string|nil is_new or the message
---@return boolean|nil busy whether another process has it
function core.prepare_log(path) end

--- Makes a folder and its missing parents.
---@private
---@param path string
---@return boolean|nil ok
---@return string|nil message
function core.make_folder(path) end

--- A file's permissions, as chmod takes them.
---@private
---@param path string
---@return string|nil mode
---@return string|nil message
function core.file_mode(path) end

--- A text that tells a regular file from all others, and from its former content.
---@private
---@param path string
---@return string|false|nil identity false if there is nothing of that name
---@return string|nil message
function core.file_identity(path) end

--- A pool of connections.
---@private
---@param watched boolean|nil whether a loop of the host watches its descriptor
---@return userdata pool
function core.pool(watched) end

--- What requests of a kind have in common.
---@private
---@param settings table headers (lines); ca_file, proxy, user_agent; connect_timeout, stall
--- (seconds); maximum (bytes of the answer's body); insecure, http2, large, once
---@return userdata profile
function core.profile(settings) end

--- Reads the date of a header.
---@private
---@param text string
---@return integer|nil time Unix time
function core.parse_http_date(text) end

--- Reads JSON: null is nil, and whole numbers are integers.
---@private
---@param text string
---@return any value
---@return string|nil problem what is wrong; then value is nil
function core.decode_json(text) end

--- What an answer's data is, for core.decode_answer.
---@private
---@param data "object"|"list"|"page"|"nothing"
---@param fields ai95.AnswerField[] those of the object, or of the list's objects
---@return userdata shape
function core.shape(data, fields) end

--- Reads an answer. Returns code, msg and data; or code, msg, nil, and what is wrong with the data;
--- or nil, what is wrong, and the beginning of the text, if it is not the platform's JSON.
---@private
---@param source string|userdata a transfer's body is taken from it
---@param shape userdata of core.shape
---@param metatable table|nil of the rows
---@param one_by_one boolean|nil whether a page's data is an object with `total()` and `next()`,
--- which returns a row, or nil, or nil and what is wrong
---@return integer|nil code
---@return string|nil msg
---@return any data
---@return string|nil problem
function core.decode_answer(source, shape, metatable, one_by_one) end

return core
