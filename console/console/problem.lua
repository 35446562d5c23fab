--- Problems: an HTTP status and the keys of its texts. Pages raise them; console.app catches them.
local problem = {}

local Problem = {}

---@class console.Problem
---@field status integer
---@field title string a key of ai95_texts.console
---@field hint string|nil another key
---@field about string|nil the hint's argument
---@field error ai95.Error|nil
---@field try_again boolean

---@param status integer
---@param title string
---@param hint string|nil
---@param about string|nil
function problem.raise(status, title, hint, about)
  error(setmetatable({ status = status, title = title, hint = hint, about = about }, Problem), 0)
end

--- Returns the value, or raises the library's error.
function problem.must(value, err)
  if value == nil then
    error(err, 0)
  end
  return value
end

local NO_TASK = 30011 -- the platform's code for a task that does not exist

local by_kind = {
  network = { 502, "unreachable" }, tls = { 502, "unreachable" }, timeout = { 504, "too_slow" },
  rate_limit = { 503, "too_often" }, too_large = { 502, "too_large" },
  auth = { 502, "login_refused", "login_refused_hint" }, api = { 502, "platform_error" },
  protocol = { 502, "no_sense" },
}

--- Makes a problem of any raised value.
---@return console.Problem
function problem.of(raised)
  if getmetatable(raised) == Problem then
    return raised
  end
  local err = type(raised) == "table" and raised or {}
  if err.code == NO_TASK then
    return { status = 404, title = "no_task", hint = "no_task_hint" }
  elseif err.kind == "protocol" and (err.http_status or 0) >= 500 then
    return {
      status = 502, title = "platform_fails", hint = "platform_fails_hint",
      about = err.http_status, error = err, try_again = true,
    }
  elseif by_kind[err.kind] then
    local status, title, hint = unpack(by_kind[err.kind])
    return { status = status, title = title, hint = hint, error = err, try_again = true }
  end
  ngx.log(ngx.ERR, tostring(raised))
  return { status = 500, title = "own_fault", hint = "own_fault_hint" }
end

--- The platform's own text about an error, in the visitor's language.
---@param code string of the language
---@return string|nil
function problem.reason(err, code)
  if not err or not err.code then
    return nil
  end
  return ("%d: %s"):format(err.code, code == "zh-CN" and err.msg or err.meaning)
end

return problem
