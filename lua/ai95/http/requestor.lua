--- One call of an endpoint: logs in when it must, signs, sends, reads the answer, and repeats what may be repeated.
local answer = require "ai95.http.parser"
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local retry = require "ai95.http.retry" -- at once: after a request was sent, a file that cannot be read must not hide its outcome
local transport = require "ai95.http.transport"
local wire = require "ai95.http.serializer"

---@class ai95.Caller
---@field config table
---@field session ai95.Session
local Caller = {}
Caller.__index = Caller

-- A rejected key is replaced and the call repeated; a platform that rejects every new key is not asked for ever.
local MOST_REFUSALS = 2

local CLOCK_INTERVAL = 10 -- seconds between two looks at the server's clock

local function new(config)
  return setmetatable({ config = config, profiles = {} }, Caller)
end

--- What requests of that kind have in common in this client.
function Caller:profile(kind)
  local profile = self.profiles[kind]
  if not profile then
    local config = self.config
    profile = transport.profile {
      headers = kind.headers, gzip = kind.gzip, once = kind.once, large = kind.file,
      -- A large file may take long; what it may not do is stand still.
      stall = kind.file and config.timeout or nil,
      connect_timeout = config.connect_timeout, maximum = config.max_body,
      ca_file = config.ca_file, insecure = not config.verify, http2 = config.http2,
      proxy = config.proxy == false and "" or config.proxy, -- "" keeps libcurl from the environment's
    }
    self.profiles[kind] = profile
  end
  return profile
end

function Caller:log(endpoint, attempt, started, reused, response, err)
  -- What a logger raises must not lose the platform's answer.
  pcall(self.config.log, {
    name = endpoint.name, attempt = attempt, duration = core.now() - started, reused = reused,
    code = err == nil and 0 or err.code, kind = err and err.kind or nil,
    http_status = response and response.status or nil,
  })
end

--- Learns the server's clock from an answer; it does not change so fast that every answer need be read for it.
function Caller:observe(response, now)
  if self.observed and now - self.observed < CLOCK_INTERVAL then
    return
  end
  local date = dates.parse_http(response.transfer:header "date")
  if date then
    self.observed = now
    self.session:observe(date)
  end
end

--- One exchange with the platform.
---@return table|nil data
---@return ai95.Error|nil err
---@return table|nil response
function Caller:attempt(endpoint, fields, session, options, attempt, remaining)
  local config, sink = self.config, options.sink
  local request = wire.request(endpoint, fields, session, options.base_url or config.base_url)
  local timeout = request.kind.file and remaining or math.min(config.timeout, remaining)
  local started = core.now()
  local response, err, reused = transport.exchange(self:profile(request.kind), request, timeout, sink)
  local data
  if response then
    self:observe(response, started)
    if sink and sink.accepted then
      data = {}
    else
      data, err = answer.read(endpoint, response, config.password, session and session.api_key)
    end
  end
  if err then
    if response then
      err.retry_after = retry.after(response.transfer:header "retry-after", self.session:server_time())
    end
    err.endpoint, err.attempts = endpoint.name, attempt
    err.retryable = endpoint.safe or err.outcome ~= "unknown"
  end
  if config.log then
    self:log(endpoint, attempt, started, reused, response, err)
  end
  return data, err, response
end

local function out_of_time(endpoint, attempts)
  return errors.new {
    kind = "timeout", endpoint = endpoint.name, attempts = attempts, outcome = "not_sent",
    message = "the deadline passed before it was sent",
  }
end

--- Calls an endpoint with its checked fields.
---@param endpoint ai95.Endpoint
---@param fields table
---@param options table|nil deadline (of core.now()), base_url, sink
---@return table|nil data
---@return ai95.Error|nil err
---@return table|nil response
function Caller:call(endpoint, fields, options)
  loop.check()
  options = options or {}
  local deadline = options.deadline or core.now() + self.config.deadline
  local attempts, refusals, last_err = 0, 0, nil
  while true do
    local session, login_err
    if endpoint.name ~= "login" then
      session, login_err = self.session:get(deadline)
      if not session then
        -- Of this call nothing was sent, whatever became of the login.
        login_err.outcome, login_err.retryable = "not_sent", true
        return nil, login_err
      end
    end
    local remaining = deadline - core.now()
    if remaining <= 0 then
      return nil, last_err or out_of_time(endpoint, attempts)
    end
    attempts = attempts + 1
    local data, err, response = self:attempt(endpoint, fields, session, options, attempts, remaining)
    if not err then
      return data, nil, response
    end
    last_err = err
    if session and errors.is_key_refused(err) and refusals < MOST_REFUSALS then
      refusals = refusals + 1
      self.session:reject(session.api_key)
    else
      local pause = not (options.sink and options.sink.accepted and not options.sink.rewind)
        and retry.pause(endpoint, err, attempts - refusals, self.config.max_retries + 1)
      if not pause or core.now() + pause >= deadline then
        return nil, err
      end
      loop.sleep(pause)
    end
    if options.sink and options.sink.rewind then
      local rewound, rewind_err = options.sink:rewind()
      if not rewound then
        rewind_err.endpoint = endpoint.name
        return nil, rewind_err
      end
    end
  end
end

return { new = new }
