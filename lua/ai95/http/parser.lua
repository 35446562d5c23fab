--- What an HTTP answer means: the endpoint's data, or an error.
local errors = require "ai95.errors"
local json = require "ai95.util.json"

local answer = {}

local function protocol(message, response)
  return errors.new {
    kind = "protocol",
    message = ("%s (HTTP status %d)"):format(message, response.status),
    http_status = response.status,
    -- It was sent, and what came back says nothing: it may have been done.
    outcome = "unknown",
  }
end

local function http_refusal(response)
  local status = response.status
  if status == 429 then
    return errors.new {
      kind = "limit", message = "too many requests (HTTP status 429)", http_status = 429, outcome = "rejected",
    }
  elseif status >= 400 and status < 500 then
    return errors.new {
      kind = "protocol", http_status = status, outcome = "rejected",
      message = ("refused with HTTP status %d; check base_url, and what stands between"):format(status),
    }
  elseif status >= 300 and status < 400 then
    return protocol("a redirect, which is not followed since it would carry the api_key elsewhere; check base_url", response)
  end
  return protocol("the server failed", response)
end

--- The platform's own text, without the secrets that it might repeat.
local function text_of(message, ...)
  local text = message.msg
  if type(text) ~= "string" then
    return nil
  end
  for i = 1, select("#", ...) do
    local secret = select(i, ...)
    if secret then
      text = text:gsub(secret:gsub("%p", "%%%0"), "***")
    end
  end
  return text
end

local shapes = {
  object = function(data) return type(data) == "table" end,
  list = function(data) return type(data) == "table" end,
  page = function(data) return type(data) == "table" and type(data.list) == "table" end,
}

---@param endpoint ai95.Endpoint
---@param response table status and body
---@param ... string|nil secrets, which must not get into an error
---@return table|nil data
---@return ai95.Error|nil err
function answer.read(endpoint, response, ...)
  local message = json.decode(response.body)
  local code = type(message) == "table" and tonumber(message.code) or nil
  if response.status >= 500 or (not code and response.status ~= 200) then
    local err = http_refusal(response)
    err.code, err.msg, err.meaning = code, code and text_of(message, ...), code and errors.meanings[code]
    return nil, err
  end
  if not code then
    local what = response.body == "" and "an empty answer" or "an answer that is not the JSON that the document promises"
    return nil, protocol(what, response)
  end
  if code ~= 0 then
    local err = errors.api(code, text_of(message, ...))
    err.http_status = response.status
    return nil, err
  end
  local has_shape = shapes[endpoint.answer]
  if has_shape and not has_shape(message.data) then
    return nil, protocol("code 0, but `data` is not what the document promises", response)
  elseif endpoint.answer == "file" then
    return nil, protocol("code 0, but no file", response)
  end
  return type(message.data) == "table" and message.data or {}
end

return answer
