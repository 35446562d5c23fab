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

--- The beginning of a body on one line, with secrets and digits replaced. It ends where data
--- begins, which may be a customer's.
local function excerpt(body, secrets)
  local text = mask(body:sub(1, MAX_SEARCHED), secrets)
  local data = text:find "[{%[]"
  text = data and text:sub(1, data) .. "…" or text
  text = text:gsub("[%c\127]+", " "):gsub("%d", "#"):gsub("^ +", "")
  local characters = {}
  for character in text:gmatch "[%z\1-\127\194-\244][\128-\191]*" do
    characters[#characters + 1] = character
    if #characters == EXCERPT then
      break
    end
  end
  return table.concat(characters)
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
