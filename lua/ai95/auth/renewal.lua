--- One login for all requests of an nginx worker that need it. It runs in a timer, since it must
--- end even if the request that started it is killed: others wait for its lock. nginx has few
--- timers.
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local BEGIN = 0.2 -- seconds after which a timer that has not begun is taken to be dropped
local GRACE = 0.2 -- seconds that a login may take longer than its deadline

local function begin(job, session)
  if not job.given_up then
    job.begun = true
    return session:renew(job.deadline, job.config)
  end
end

--- Lets each request that waits log in for itself.
local function give_up(job, session)
  if session.renewal == job then
    session.renewal = nil
  end
  job.given_up = true
  loop.set(job.event)
end

local function start(session, config)
  local job = loop.new_job()
  job.config, job.deadline = config, core.now() + config.deadline
  job.begin_by = core.now() + BEGIN
  session.renewal = job
  if not loop.detach(job, begin, job, session) then
    give_up(job, session)
  end
  return job
end

--- Waits until the login has ended.
---@return boolean ended false if the deadline passed before
local function wait(job, session, deadline)
  while not job.ended and not job.given_up do
    local now = core.now()
    if now >= deadline + GRACE then
      return false
    elseif not job.begun and now >= job.begin_by then
      give_up(job, session) -- its request was killed before it could see that
    else
      local latest = deadline + GRACE
      loop.wait { event = job.event,
        latest = job.begun and latest or math.min(latest, job.begin_by) }
    end
  end
  return true
end

local function out_of_time(job)
  return errors.new {
    kind = "timeout", endpoint = "login", attempts = 0,
    message = core.now() < job.deadline and "the deadline passed while another request logged in"
      or "the login was killed; does `log` or the store call ngx.exit?",
  }
end

--- Calls `session:renew`, or waits until the call of another request has ended. Its failure counts
--- for the requests with the same options; the others try for themselves.
---@param session ai95.Session
---@param deadline number of core.now()
---@param config table the options of the client that needs the login
---@return table|nil session
---@return ai95.Error|nil err
return function(session, deadline, config)
  while true do
    local job = session.renewal
    if not job or job.ended or core.now() >= job.deadline + GRACE then
      job = start(session, config)
    end
    if not wait(job, session, deadline) then
      return nil, out_of_time(job)
    elseif job.given_up then
      return session:renew(deadline, config)
    elseif job.config == config or job.ok and job.values[1] then
      return job:result()
    end
  end
end
