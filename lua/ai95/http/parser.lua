--- What an HTTP answer means: the endpoint's data, or a failure.
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local json = require "ai95.util.json"

local parser = {}

local EXCERPT = 200 -- characters
local MAX_SEARCHED = 16384 -- bytes of a body that are searched for secrets

--- The forms in which a text may repeat a secret: as it is, in PHP's JSON, percent-encoded.
local function forms_of(secret)
  return {
    secret,
    core.canonical({ "", secret }):match '^{"":"(.*)"}$',
    core.query { "", secret }:sub(2),
  }
end

--- The text without the secrets that it might repeat.
local function mask(text, secrets)
  for _, secret in ipairs(secrets) do
    for _, form in ipairs(secret ~= "" and forms_of(secret) or {}) do
      text = text:gsub(form:gsub("%p", "%%%0"), "***")
    end
  end
  return text
end

--- The platform's own text, without secrets and numbers that may be a customer's.
local function text_of(msg, secrets)
  return type(msg) == "string" and mask(msg, secrets):gsub("%d%d%d%d%d%d%d+", "***") or nil
end

-- Control characters beyond ASCII, and those that end a line or change its direction.
local UNSEEN = { "\194[\128-\159]", "\216\156", "\226\128[\139-\143\168-\174]", "\226\129[\160-\175]",
  "\239\187\191" }

--- A text that may be in UTF-16, as UTF-8.
local function from_utf16(text)
  local little = text:find "^\255\254" or text:find "^[^%z]%z"
  if little or text:find "^\254\255" or text:find "^%z[^%z]" then
    local charset = core.charset(little and "UTF-16LE" or "UTF-16BE")
    text = charset and charset:decode(text) or text
  end
  return text
end

--- The first characters of a text. Bytes that are not UTF-8 become "�".
local function characters(text, count)
  local list, at = {}, 1
  while at <= #text and #list < count do
    local lead = text:byte(at)
    local length = lead < 0x80 and 1 or lead < 0xE0 and 2 or lead < 0xF0 and 3 or 4
    local character = text:sub(at, at + length - 1)
    if core.invalid_utf8(character) then
      character, length = list[#list] ~= "�" and "�" or nil, 1
    end
    list[#list + 1] = character
    at = at + length
  end
  return table.concat(list)
end

--- The beginning of a body on one line, with secrets and digits replaced. It ends where data begins,
--- which may be a customer's.
local function excerpt(body, secrets)
  local text = from_utf16(body:sub(1, MAX_SEARCHED)):gsub("%z", "")
  text = mask(text, secrets)
  local data = text:find "[{%[]"
  text = data and text:sub(1, data) .. "…" or text
  for _, pattern in ipairs(UNSEEN) do
    text = text:gsub(pattern, " ")
  end
  text = text:gsub("[\1-\31\127]+", " "):gsub("%d", "#"):gsub("^ +", "")
  return characters(text, EXCERPT)
end

local function protocol(message, response)
  return {
    kind = "protocol",
    message = ("%s (HTTP status %d)"):format(message, response.status),
    -- The request was sent, and the answer says nothing about it.
    outcome = "unknown",
  }
end

--- An answer without the platform's code.
local function http_failure(endpoint, response, secrets)
  local status = response.status
  local failure
  if status == 429 then
    failure = { kind = "rate_limit", message = "too many requests (HTTP status 429)",
      outcome = "rejected" }
  elseif status >= 400 and status < 500 then
    failure = {
      kind = "protocol", outcome = "rejected",
      message = ("refused with HTTP status %d; check base_url, and any proxy in between"):format(
        status),
    }
  elseif status >= 300 and status < 400 then
    failure = protocol("a redirect, which is not followed: it would carry the api_key elsewhere; "
      .. "check base_url", response)
  elseif status >= 500 then
    failure = protocol("the server failed", response)
  elseif response.body == "" then
    failure = protocol("an empty answer", response)
  else
    failure = protocol("the answer is not the platform's JSON", response)
  end
  failure.content_type = response.content_type
  if response.body ~= "" and not endpoint.secret then
    failure.excerpt = excerpt(response.body, secrets)
  end
  return failure
end

--- Whether it is a list of objects, without gaps.
local function is_list(list)
  local count = 0
  for _, item in pairs(list) do
    if type(item) ~= "table" then
      return false
    end
    count = count + 1
  end
  return count == #list
end

local shapes = {
  object = function(data) return type(data) == "table" end,
  list = function(data) return type(data) == "table" and is_list(data) end,
  page = function(data)
    return type(data) == "table" and type(data.list) == "table" and is_list(data.list)
  end,
  nothing = function() return true end,
  file = function() return false end, -- JSON is not a file
}

---@param endpoint ai95.Endpoint
---@param response table status, body, content_type
---@param secrets string[] what must not get into an error
---@return table|nil data
---@return table|nil failure
function parser.parse(endpoint, response, secrets)
  local ok, message = pcall(json.decode_strict, response.body)
  message = ok and core.tidy(message)
  local code = type(message) == "table" and tonumber(message.code) or nil
  if code and code ~= math.floor(code) then
    code = nil
  end
  if not code then
    return nil, http_failure(endpoint, response, secrets)
  end
  local msg = text_of(message.msg, secrets)
  if response.status >= 500 or (code == 0 and response.status >= 300) then
    local failure = protocol("the server failed", response)
    failure.code, failure.msg, failure.meaning = code, msg, codes.meanings[code]
    return nil, failure
  elseif code ~= 0 then
    return nil, codes.failure(code, msg)
  elseif not shapes[endpoint.answer](message.data) then
    return nil, protocol(endpoint.answer == "file" and "code 0, but no file"
      or "code 0, but `data` is not what the document promises", response)
  end
  return type(message.data) == "table" and message.data or {}
end

return parser
