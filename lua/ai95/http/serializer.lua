--- From an endpoint and its field list to the bytes of a request: signed, and sent as it was
--- signed.
local core = require "ai95.core"
local errors = require "ai95.errors"
local lazy = require "ai95.util.lazy"

local upload = lazy "ai95.http.upload"

local serializer = {}

local JSON_HEADERS = "Accept: application/json\n"
  .. "Content-Type: application/json;charset=utf-8\nExpect:"

-- What requests of a kind have in common: their `headers`; `once` if they must not be sent twice;
-- `large` if the answer is a file. Only answers that are worth compressing are asked for in gzip.
local kinds = {
  json = { headers = JSON_HEADERS },
  json_compressed = { headers = JSON_HEADERS .. "\nAccept-Encoding: gzip" },
  json_once = { headers = JSON_HEADERS, once = true },
  multipart = { headers = "Accept: application/json\nExpect:", once = true },
  query = { headers = "Accept: */*", large = true },
}

local function value_of(fields, name)
  for i = 1, #fields, 2 do
    if fields[i] == name then
      return fields[i + 1]
    end
  end
end

--- A value as a string, for queries and forms: true is "1", false and null are "".
local function as_text(value)
  if type(value) == "number" then
    return core.number(value)
  elseif type(value) == "string" then
    return value
  end
  return value == true and "1" or ""
end

--- The common parameters (section 公共参数), then the method's own, as strings.
local function as_texts(fields, credentials)
  local texts = {}
  if credentials then
    texts = { "user_sn", credentials.user_sn, "api_key", credentials.api_key }
  end
  local count = #texts
  for i = 1, #fields, 2 do
    texts[count + i], texts[count + i + 1] = fields[i], as_text(fields[i + 1])
  end
  return texts
end

local KEY = "^SYSUSER|" .. ("."):rep(16) -- the platform's AES key is these 16 characters

--- The set of the `encrypted_if` parameters to encrypt for this account; nil if there are none.
---@return table<string, true>|nil names
---@return table|nil failure
local function encrypted_names(endpoint, fields, credentials)
  local names
  for i = 1, #fields, 2 do
    local param = endpoint.schema.by_name[fields[i]]
    if param and param.encrypted_if and value_of(fields, param.encrypted_if) then
      if not credentials.user_sn:find(KEY) then
        return nil, {
          kind = "protocol", outcome = "not_sent",
          message = "the account's user_sn cannot be an encryption key: "
            .. "it must be SYSUSER| and at least 16 more characters",
        }
      end
      names = names or {}
      names[fields[i]] = true
    end
  end
  return names
end

local function is_large_answer(endpoint, fields)
  for i = 1, #fields, 2 do
    local param = endpoint.schema.by_name[fields[i]]
    if param and param.compress_from and fields[i + 1] >= param.compress_from then
      return true
    end
  end
  return false
end

local encodings = {}

function encodings.json(endpoint, fields, credentials, base_url)
  local encrypted, failure = encrypted_names(endpoint, fields, credentials)
  if failure then
    return nil, failure
  end
  local user_sn, api_key
  if credentials then
    user_sn, api_key = credentials.user_sn, credentials.api_key
  end
  return {
    kind = not endpoint.idempotent and kinds.json_once
      or is_large_answer(endpoint, fields) and kinds.json_compressed or kinds.json,
    url = base_url .. endpoint.path,
    body = core.body(fields, endpoint.unsigned, user_sn, api_key, encrypted),
  }
end

function encodings.query(endpoint, fields, credentials, base_url)
  return { kind = kinds.query, url = serializer.url(endpoint, fields, credentials, base_url) }
end

local function file_part(name, file)
  if type(file) == "table" then
    return { name = name, filename = file.name, data = file.data }
  end
  return { name = name, filename = file:match("[^/]*$"), path = file }
end

-- The file is not hashed, and comes last.
function encodings.multipart(endpoint, fields, credentials, base_url)
  local texts, files = {}, {}
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    local param = endpoint.schema.by_name[name]
    if param and param.type == "file" then
      local failure = upload.check(value)
      if failure then
        return nil, failure
      end
      files[#files + 1] = file_part(name, value)
    else
      texts[#texts + 1], texts[#texts + 2] = name, value
    end
  end
  texts = as_texts(texts, credentials)
  local parts = { { name = "url", data = core.sign(texts) } }
  for i = 1, #texts, 2 do
    parts[#parts + 1] = { name = texts[i], data = texts[i + 1] }
  end
  for _, part in ipairs(files) do
    parts[#parts + 1] = part
  end
  return { kind = kinds.multipart, url = base_url .. endpoint.path, body = parts }
end

--- The signed address of a GET endpoint. All values are strings, in the hash too.
---@param endpoint ai95.Endpoint
---@param fields table
---@param credentials table user_sn and api_key
---@param base_url string
---@return string url
function serializer.url(endpoint, fields, credentials, base_url)
  local texts = as_texts(fields, credentials)
  return base_url .. endpoint.path .. "?url=" .. core.sign(texts) .. "&" .. core.query(texts)
end

--- The fields that a request's signature covers.
local function signed_fields(endpoint, fields, credentials)
  local signed = {}
  for i = 1, #fields, 2 do
    local param = endpoint.schema.by_name[fields[i]]
    if not (param and (param.unsigned or param.type == "file")) then
      signed[#signed + 1], signed[#signed + 2] = fields[i], fields[i + 1]
    end
  end
  if endpoint.encoding ~= "json" then
    return as_texts(signed, credentials)
  elseif credentials then
    for i, item in ipairs { "user_sn", credentials.user_sn, "api_key", credentials.api_key } do
      table.insert(signed, i, item)
    end
  end
  return signed
end

--- Signs a request without sending it.
---@param endpoint ai95.Endpoint
---@param fields table
---@param credentials table|nil user_sn and api_key
---@return table signed see ai95.sign
function serializer.explain(endpoint, fields, credentials)
  local signed = signed_fields(endpoint, fields, credentials)
  local result = { canonical = core.canonical(signed), signature = core.sign(signed) }
  if endpoint.encoding == "query" then
    result.url = serializer.url(endpoint, fields, credentials, "")
  elseif endpoint.encoding == "json" then
    local request, failure = serializer.request(endpoint, fields, credentials, "")
    if not request then
      errors.misuse("sign: %s", failure.message)
    end
    result.body = tostring(request.body)
  end
  return result
end

--- Signs and encodes a request.
---@param endpoint ai95.Endpoint
---@param fields table a field list, see validator.fields
---@param credentials table|nil user_sn and api_key; nil for a login
---@param base_url string
---@return table|nil request for the transport: `kind`, `url`, and `body`: a buffer, or the parts of
--- a form
---@return table|nil failure
function serializer.request(endpoint, fields, credentials, base_url)
  return encodings[endpoint.encoding](endpoint, fields, credentials, base_url)
end

return serializer
