--- Reads a request: its path, parameters, form, language and session.
local language = require "console.language"
local problem = require "console.problem"
local session = require "console.session"

local MAX_BYTES, MAX_VALUES = 200, 40 -- of one value; of values in a request

---@class console.Request
---@field path string
---@field args table<string, string> of the address
---@field form table<string, string> fields of a POST
---@field language string
---@field say fun(key: string, ...): string
---@field session string|nil
---@field user console.User|nil nil until somebody has logged in
---@field notice console.Notice|nil
---@field is_update boolean whether static/live.js asks, for new parts of a page that is open

--- Whether a text is short, in UTF-8, and without control characters.
---@param text string
---@return boolean
local function is_plain(text)
  local _, _, not_utf8 = ngx.re.find(text, "", "u")
  return #text <= MAX_BYTES and not text:find "%c" and not not_utf8
end

--- The values as plain text, one for each name. Raises if one is not UTF-8 or has control
--- characters.
local function plain(values)
  local texts = {}
  for name, value in pairs(values) do
    if type(value) ~= "string" then -- given twice, or without a value
      value = type(value) == "table" and tostring(value[1]) or ""
    end
    if not is_plain(value) then
      problem.raise(400, "bad_request", "bad_value", tostring(name):sub(1, MAX_BYTES))
    end
    texts[name] = value
  end
  return texts
end

--- The parts of a request that are always valid.
---@return console.Request
local function read()
  local code = language.of_request()
  return {
    path = ngx.var.uri, args = {}, form = {}, language = code, say = language.speaker(code),
    session = session.current(), is_update = ngx.var.http_x_update ~= nil,
  }
end

local function read_values(request)
  request.args = plain(ngx.req.get_uri_args(MAX_VALUES))
  local kind = ngx.var.content_type or ""
  -- console.multipart reads the other form.
  if ngx.req.get_method() == "POST" and not kind:find "^multipart/" then
    ngx.req.read_body()
    request.form = plain(ngx.req.get_post_args(MAX_VALUES) or {})
  end
end

--- An address with parameters, always in the same order; empty ones are left out.
local function url(path, params)
  local given = {}
  for name, value in pairs(params or {}) do
    if value ~= "" then
      given[#given + 1] = ngx.escape_uri(name) .. "=" .. ngx.escape_uri(value)
    end
  end
  table.sort(given)
  return #given > 0 and path .. "?" .. table.concat(given, "&") or path
end

return { read = read, read_values = read_values, is_plain = is_plain, url = url }
