--- What an HTTP answer means: the endpoint's data, or a failure.
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local errors = require "ai95.errors"
-- Loaded now: if loading failed after a request was sent, its outcome would be lost.
local masking = require "ai95.http.secrets"

local parser = {}

local EXCERPT = 200 -- characters
local MAX_MSG = 1000 -- characters; the core gives more, so that no secret in it is cut in two
local UNPROMISED = "the answer is not what the document promises: "

-- Control characters beyond ASCII, and those that end a line or change its direction.
local UNSEEN = {
  "\194[\128-\159]",
  "\216\156",
  "\226\128[\139-\143\168-\174]",
  "\226\129[\160-\175]",
  "\239\187\191",
}

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

--- The platform's own text, without secrets and numbers that may be a customer's.
local function text_of(msg, secrets)
  if type(msg) ~= "string" then
    return nil
  end
  local text = masking.mask_numbers(masking.mask(msg, secrets))
  local short = #text > MAX_MSG and characters(text, MAX_MSG) or text
  return short == text and text or short .. "…"
end

--- How a body begins, on one line, with secrets and digits replaced. It ends where data begins,
--- which may be a customer's.
local function excerpt(body, secrets)
  local text = from_utf16(body):gsub("%z", "")
  text = masking.ascii_digits(masking.mask(text, secrets))
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

--- An answer without the platform's code. `beginning` is how its body begins.
local function http_failure(endpoint, response, problem, beginning, secrets)
  local status = response.status
  local failure
  if status == 429 then
    failure = { kind = "rate_limit", message = "too many requests (HTTP status 429)",
      outcome = codes.outcome_of_status(status) }
  elseif status >= 400 and status < 500 then
    failure = {
      kind = "protocol", outcome = codes.outcome_of_status(status),
      message = ("refused with HTTP status %d; check base_url, and any proxy in between"):format(
        status),
    }
  elseif status >= 300 and status < 400 then
    failure = protocol("a redirect, which is not followed: it would carry the api_key elsewhere; "
      .. "check base_url", response)
  elseif status >= 500 then
    failure = protocol("the server failed", response)
  elseif beginning == "" then
    failure = protocol("an empty answer", response)
  else
    failure = protocol("the answer is not the platform's JSON: " .. problem, response)
  end
  failure.content_type = response.content_type and masking.mask(response.content_type, secrets)
  if beginning ~= "" and not endpoint.secret then
    failure.excerpt = excerpt(beginning, secrets)
  end
  return failure
end

--- How the rows of a list are read.
---@class ai95.Reading
---@field metatable table|nil of each row
---@field one_by_one boolean|nil whether a page's rows are read later, one by one

---@param endpoint ai95.Endpoint
---@param response ai95.Response|table its body may also be a string
---@param secrets fun(): string[] what must not get into an error
---@param reading ai95.Reading|nil
---@return table|userdata|nil data; of rows that are read one by one, see core.decode_answer
---@return table|nil failure
function parser.parse(endpoint, response, secrets, reading)
  local code, msg, data, problem = core.decode_answer(response.body, endpoint.shape,
    reading and reading.metatable, reading and reading.one_by_one)
  local status = response.status
  if not code then
    return nil, http_failure(endpoint, response, msg, data, secrets())
  elseif status >= 500 or (code == 0 and status >= 300) then
    local failure = protocol("the server failed", response)
    failure.code, failure.msg, failure.meaning = code, text_of(msg, secrets()),
      codes.meanings[code]
    return nil, failure
  elseif code ~= 0 then
    local failure = codes.failure(code, text_of(msg, secrets()), status)
    failure.kind = status == 429 and "rate_limit" or failure.kind
    return nil, failure
  elseif endpoint.answer == "file" or problem then
    local failure = protocol(problem and UNPROMISED .. problem or "code 0, but no file", response)
    failure.code = code
    return nil, failure
  end
  return data or {}
end

--- The error of a row that was read later.
---@param endpoint ai95.Endpoint
---@param problem string
---@return ai95.Error
function parser.row_error(endpoint, problem)
  local failure = protocol(UNPROMISED .. problem, { status = 200 })
  failure.endpoint, failure.attempts, failure.http_status = endpoint.name, 1, 200
  failure.retryable = endpoint.idempotent
  return errors.new(failure)
end

return parser
