--- One call of an endpoint: gets the api_key, signs, sends, reads the answer, and repeats what may
--- be repeated.
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local parser = require "ai95.http.parser"
-- Loaded now: if loading failed after a request was sent, its outcome would be lost.
local retry = require "ai95.http.retry"
local serializer = require "ai95.http.serializer"
local transport = require "ai95.http.transport"

local requestor = {}

-- A refused key is replaced and the request repeated, but a platform that refuses every new key is
-- not asked for ever.
local MAX_KEY_REFUSALS = 2

--- What to send, and how.
---@class ai95.Request
---@field endpoint ai95.Endpoint
---@field fields table a field list, see validator.fields
---@field config table the client's options
---@field clock ai95.Clock
---@field session ai95.Session|nil gives the api_key; nil for a login
---@field secrets string[]|nil of a login: api_keys that must not get into an error
---@field base_url string|nil another address that serves the same API
---@field destination table|nil for a file, see http/download
---@field deadline number|nil of core.now()
---@field reading ai95.Reading|nil how the answer's rows are read

--- Makes the failure of one attempt a complete error.
local function error_of(failure, request, attempt, response)
  failure.endpoint, failure.attempts = request.endpoint.name, attempt
  if response then
    failure.http_status = response.status
    failure.retry_after = retry.after(response.retry_after, request.clock:time())
  end
  failure.retryable = request.endpoint.idempotent or failure.outcome ~= "unknown"
  return errors.new(failure)
end

local function log(request, attempt, started, reused, response, err)
  -- What a logger raises must not lose the platform's answer.
  pcall(request.config.log, {
    name = request.endpoint.name, attempt = attempt, duration = core.now() - started,
    reused = reused,
    -- An error may have the code 0, if the rest of its answer cannot be used.
    code = err == nil and 0 or err.code ~= 0 and err.code or nil, kind = err and err.kind or nil,
    http_status = response and response.status or nil,
  })
end

--- What must not get into an error.
local function secrets_of(request, credentials)
  local secrets = { request.config.password }
  secrets[#secrets + 1] = credentials and credentials.api_key
  -- The platform may speak of the key before this one.
  for _, api_key in ipairs(request.secrets or request.session and request.session.secrets or {}) do
    secrets[#secrets + 1] = api_key
  end
  for i = 1, #request.fields, 2 do
    local param = request.endpoint.schema.by_name[request.fields[i]]
    if param and param.secret then
      secrets[#secrets + 1] = request.fields[i + 1]
    end
  end
  return secrets
end

--- What the response means: the endpoint's data or the finished download, or a failure.
local function result_of(request, credentials, response, target)
  if response.delivered then
    return target:commit(response)
  end
  local function secrets()
    return secrets_of(request, credentials)
  end
  local data, failure = parser.parse(request.endpoint, response, secrets, request.reading)
  if target then
    target:abort()
  end
  return data, failure
end

--- One attempt.
---@return table|nil result
---@return ai95.Error|nil err
---@return boolean|nil consumed whether pieces of a file were given away, so that there is no other
--- attempt
local function try(request, credentials, attempt, remaining)
  local config = request.config
  local target, response, reused, result
  local started = core.now()
  local message, failure = serializer.request(request.endpoint, request.fields, credentials,
    request.base_url or config.base_url)
  if message and request.destination then
    target, failure = request.destination:open()
  end
  if not failure then
    local timeout = message.kind.large and remaining or math.min(config.timeout, remaining)
    response, failure, reused = transport.exchange(config, request.clock, message, timeout, target)
    if response then
      result, failure = result_of(request, credentials, response, target)
    elseif target then
      target:abort()
    end
  end
  local err = failure and error_of(failure, request, attempt, response) or nil
  if request.config.log then
    log(request, attempt, started, reused, response, err)
  end
  return result, err, target and target.consumed
end

--- The account and api_key to sign with: the session's while they are fresh, or renewed ones.
---@param request ai95.Request
---@param deadline number of core.now()
---@return table|nil credentials user_sn and api_key
---@return ai95.Error|nil err of the login
function requestor.credentials(request, deadline)
  local current = request.session.current
  if current and current.refresh_at > os.time() + request.clock.offset then
    return current
  end
  return request.session:ensure_fresh(deadline, request.config)
end

local function out_of_time(request, attempts)
  return errors.new {
    kind = "timeout", endpoint = request.endpoint.name, attempts = attempts, outcome = "not_sent",
    message = "the deadline passed before the request was sent",
  }
end

--- Carries out a request.
---@param request ai95.Request
---@return table|nil result the answer's data; for a file, an ai95.Download
---@return ai95.Error|nil err
function requestor.send(request)
  loop.check()
  local deadline = request.deadline or core.now() + request.config.deadline
  local attempts, refusals, last_err = 0, 0, nil
  while true do
    local credentials, login_err
    if request.session then
      credentials, login_err = requestor.credentials(request, deadline)
      if not credentials then
        -- Nothing of this call was sent, whatever became of the login.
        return nil, errors.derive(login_err, { outcome = "not_sent", retryable = true })
      end
    end
    local remaining = deadline - core.now()
    if remaining <= 0 then
      return nil, last_err or out_of_time(request, attempts)
    end
    attempts = attempts + 1
    local result, err, consumed = try(request, credentials, attempts, remaining)
    if not err then
      return result, nil
    end
    last_err = err
    local refused = credentials ~= nil and codes.is_key_refused(err.code)
    if refused then
      request.session:reject(credentials.api_key, deadline)
    end
    -- A server that failed may have carried the request out, whatever its code says of the key.
    if refused and refusals < MAX_KEY_REFUSALS
      and (err.outcome == "rejected" or request.endpoint.idempotent) then
      refusals = refusals + 1
    else
      local pause = not consumed and retry.pause(request.endpoint, err, attempts - refusals,
        request.config) or nil
      if not pause or core.now() + pause >= deadline then
        return nil, err
      end
      loop.sleep(pause)
    end
  end
end

return requestor
