--- The one place that builds errors. An error is complete when it is created; nothing changes it
--- later.
local errors = {}

--- What went wrong.
---@alias ai95.ErrorKind
---| "api" # the platform refused
---| "auth" # the platform refused the account or its key: codes 20004 to 20007 and 40001
---| "timeout" # an exchange or the whole call took too long, or `task:wait` reached its timeout
---| "network" # no connection, or a broken one
---| "tls" # the server's certificate, or the encryption
---| "protocol" # the answer is not what the document promises: no JSON, another status, a redirect
---| "rate_limit" # too many requests (HTTP 429)
---| "too_large" # the answer is larger than `max_body`
---| "file" # a file on this machine, or a database, cannot be read or written
---| "input" # there are no rows that can be sent, or the call has no recording
---| "undetermined" # the platform's lists cannot tell what became of a request

--- Whether the platform can have carried the request out.
---@alias ai95.Outcome
---| "not_sent" # the platform cannot have seen it
---| "rejected" # the platform refused it
---| "unknown" # it may have been carried out: look before you send it again

--- Anything that can go wrong in a correct program is returned as `nil, err`; iterators raise the
--- same `err`. (Misuse, such as a wrong type or an unknown parameter, raises a string that names
--- the parameter.) `tostring(err)` is one readable line. No field contains a password, an api_key
--- or customer data.
---
---     local page, err = client.calls:list { pageSize = 100 }
---     if not page then
---       print(tostring(err), err.kind, err.outcome, err.retryable)
---     end
---@class ai95.Error
---@field kind ai95.ErrorKind what went wrong
---@field message string what happened and what to do
---@field code integer|nil the platform's code; nil if it sent none
---@field msg string|nil the platform's own text
---@field meaning string|nil the code's meaning in English
---@field endpoint string|nil the endpoint's name in the document
---@field http_status integer|nil the answer's HTTP status
---@field attempts integer|nil how often the request was tried
---@field outcome ai95.Outcome whether the platform can have carried it out
---@field retryable boolean whether the same call can be repeated without the risk of doing it twice
---@field retry_after number|nil the pause that the server asks for, in seconds
---@field content_type string|nil of an answer that was not the platform's JSON
---@field excerpt string|nil its first 200 characters, with secrets and digits replaced
---@field path string|nil of a list, or a file of refused rows, that cannot be read or written
---@field choice { name: string, columns: string[] }|nil of a list whose columns are not clear:
--- which one (姓名 or 电话) the option `columns` of `ai95.rows` must name, and those with a usual name
---@field partial ai95.Imported|ai95.Archived|ai95.Synced[]|nil what an import, archive or sync had
--- done before it stopped
local Error = {}
Error.__index = Error
Error.__name = "ai95.Error"

function Error:__tostring()
  local parts = { "ai95: ", self.message }
  if not self.retryable and self.outcome == "unknown" then
    parts[#parts + 1] = "; it may have been carried out: look before you send it again"
  end
  if self.attempts and self.attempts > 1 then
    parts[#parts + 1] = (" (after %d attempts)"):format(self.attempts)
  end
  -- One line, whatever the platform's text is. (%c depends on the locale.)
  return (table.concat(parts):gsub("[^\32-\126\128-\255]+", " "))
end

--- Makes an error.
---@param fields table at least kind and message; `outcome` is "not_sent" unless given
---@return ai95.Error
function errors.new(fields)
  local err = {}
  for name, value in pairs(fields) do
    err[name] = value
  end
  err.outcome = err.outcome or "not_sent"
  if err.retryable == nil then
    err.retryable = err.outcome ~= "unknown"
  end
  return setmetatable(err, Error)
end

--- An error like another one, with some fields changed.
---@param err ai95.Error
---@param changes table
---@return ai95.Error
function errors.derive(err, changes)
  local derived = errors.new(err)
  for name, value in pairs(changes) do
    derived[name] = value
  end
  return derived
end

---@param value any
---@return boolean
function errors.is(value)
  return getmetatable(value) == Error
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
