--- What a page needs to know of a request.
local language = require "console.language"
local problem = require "console.problem"
local session = require "console.session"

local LONGEST, MOST = 200, 40 -- of a value, in bytes; of values

---@class console.Request
---@field path string
---@field args table<string, string> of the address
---@field form table<string, string> that was sent
---@field language string
---@field say fun(key: string, ...): string
---@field session string|nil
---@field notice console.Notice|nil

--- Values as plain text: one for each name, UTF-8, without control characters.
local function plain(values)
  local texts = {}
  for name, value in pairs(values) do
    if type(value) ~= "string" then -- given twice, or without a value
      value = type(value) == "table" and tostring(value[1]) or ""
    end
    local _, _, not_utf8 = ngx.re.find(value, "", "u")
    if #value > LONGEST or value:find("%c") or not_utf8 then
      problem.raise(400, "bad_request", "bad_value", tostring(name):sub(1, LONGEST))
    end
    texts[name] = value
  end
  return texts
end

--- Everything about the request that cannot fail.
---@return console.Request
local function read()
  local code = language.of_request()
  return {
    path = ngx.var.uri, args = {}, form = {}, language = code, say = language.speaker(code), session = session.current(),
  }
end

local function read_values(request)
  request.args = plain(ngx.req.get_uri_args(MOST))
  if ngx.req.get_method() == "POST" then
    ngx.req.read_body()
    request.form = plain(ngx.req.get_post_args(MOST) or {})
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

return { read = read, read_values = read_values, url = url }
