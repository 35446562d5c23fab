--- The one place that builds errors: what they hold, what they mean, how they read.
local errors = {}

--- What the platform's codes mean (section 错误码定义, and 40001 of the section 客户端登录接口).
---@type table<integer, string>
errors.meanings = {
  [10001] = "the signature (url) does not match the request",
  [20001] = "the request was sent with the wrong HTTP method",
  [20002] = "the request's format is wrong",
  [20003] = "the client type (from) does not exist",
  [20004] = "wrong username or password",
  [20005] = "the api_key is not valid",
  [20006] = "the api_key has expired",
  [20007] = "this account has no permission for this endpoint",
  [30001] = "the uploaded file is empty",
  [30002] = "the uploaded file is not in .xlsx or .xls format",
  [30003] = "the import failed: the template is empty",
  [30004] = "too many rows are waiting to be called: at most 300,000",
  [30005] = "too many rows in one import: at most 30,000",
  [30006] = "the data is empty, or is not JSON of the form that is expected",
  [30008] = "a field has the wrong type",
  [30009] = "no AI user was chosen (ai_user_sn)",
  [30010] = "no AI user is available",
  [30011] = "the task does not exist",
  [40001] = "the api_key has expired",
  [50001] = "nothing was chosen (pkeys)",
  [500] = "an error inside the platform; ask its support",
}

-- Codes by which the platform refuses who is asking, not what is asked.
local auth_codes = { [20004] = true, [20005] = true, [20006] = true, [20007] = true, [40001] = true }

-- Codes that mean: log in again, and the same request may pass.
local key_codes = { [20005] = true, [20006] = true, [40001] = true }

--- What went wrong.
---@alias ai95.ErrorKind
---| "api" # the platform said no
---| "auth" # it refuses who is asking: codes 20004 to 20007 and 40001
---| "timeout" # an exchange, or the whole call, took too long; of `task:wait`, the task did
---| "network" # no connection, or one that broke
---| "tls" # the server's certificate, or the encryption
---| "protocol" # not what the document promises: an answer that is no JSON, another HTTP status, a redirect
---| "limit" # larger than `max_body`, too often (HTTP 429), or an import without a row that can be sent
---| "file" # on this machine: a file that cannot be read or written; a recording that there is none of

--- Whether the platform can have carried the request out.
---@alias ai95.Outcome
---| "not_sent" # it cannot have seen it
---| "rejected" # it answered no
---| "unknown" # it may have been carried out: look before sending it again

--- What can go wrong in a correct program comes as `nil, err`; iterators raise the same `err`. (Misuse, such as a wrong type or
--- an unknown parameter, raises a string that names the parameter.) `tostring(err)` is one readable line. No field holds a
--- password, an api_key or a customer's data.
---
---     local page, err = client.calls:list { pageSize = 100 }
---     if not page then
---       print(tostring(err), err.kind, err.outcome, err.retryable)
---     end
---@class ai95.Error
---@field kind ai95.ErrorKind what went wrong
---@field message string what happened and what to do, without the endpoint
---@field code integer|nil the platform's code; nil where the platform said nothing
---@field msg string|nil the platform's own text
---@field meaning string|nil the code's meaning in English
---@field endpoint string|nil the document's name
---@field http_status integer|nil of the answer, where there was one
---@field attempts integer|nil how often the request was tried
---@field outcome ai95.Outcome whether the platform can have carried it out
---@field retryable boolean whether the same call may be made again without the risk of doing it twice (not whether it will help)
---@field retry_after number|nil seconds, where the server asks for a pause
---@field imported ai95.Imported|nil of an import that stopped: what had gone in before
---@field archived ai95.Archived|nil of an archive that stopped: what had been saved before
local Error = {}
Error.__index = Error
Error.__name = "ai95.Error"

local advice = {
  unknown = "; it may have been carried out: look before sending it again",
}

function Error:__tostring()
  local parts = { "ai95: " }
  if self.endpoint then
    parts[#parts + 1] = self.endpoint .. ": "
  end
  parts[#parts + 1] = self.message
  if not self.retryable and advice[self.outcome] then
    parts[#parts + 1] = advice[self.outcome]
  end
  if self.attempts and self.attempts > 1 then
    parts[#parts + 1] = (" (after %d attempts)"):format(self.attempts)
  end
  return (table.concat(parts):gsub("%c+", " ")) -- one line, whatever the platform's text is
end

--- Makes one.
---@param fields table kind and message at least; outcome is "not_sent" unless said
---@return ai95.Error
function errors.new(fields)
  fields.outcome = fields.outcome or "not_sent"
  if fields.retryable == nil then
    fields.retryable = fields.outcome ~= "unknown"
  end
  return setmetatable(fields, Error)
end

--- An error for a code of the platform's.
---@param code integer
---@param msg string|nil
---@return ai95.Error
function errors.api(code, msg)
  local meaning = errors.meanings[code] or "a code that the document does not list"
  return errors.new {
    kind = auth_codes[code] and "auth" or "api",
    code = code,
    msg = msg,
    meaning = meaning,
    message = ("the platform answered %d%s: %s"):format(code, msg and " " .. msg or "", meaning),
    -- 500 is the platform's own failure, which may have come after the work was done.
    outcome = code == 500 and "unknown" or "rejected",
  }
end

---@param value any
---@return boolean
function errors.is(value)
  return getmetatable(value) == Error
end

--- Whether a new login can mend it.
---@param err ai95.Error
---@return boolean
function errors.is_key_refused(err)
  return key_codes[err.code] == true
end

local here = debug.getinfo(1, "S").source:gsub("errors%.lua$", "")

--- Raises for misuse, at the line of the caller's own program that calls into the library.
function errors.misuse(format, ...)
  local level = 2
  while true do
    local info = debug.getinfo(level, "S")
    if not info then
      level = 2
      break
    end
    if info.what ~= "C" and info.what ~= "tail" and info.source:sub(1, #here) ~= here then
      break
    end
    level = level + 1
  end
  error("ai95: " .. format:format(...), level)
end

return errors
