--- Who may do what.
local problem = require "console.problem"
local session = require "console.session"
local users = require "console.users"

local access = {}

-- A proxy in front adds these. Without users, everybody behind it would be let in.
local FORWARDED = { "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded",
  "x-real-ip", "via" }

local function refuse_forwarded()
  local headers = ngx.req.get_headers()
  for _, name in ipairs(FORWARDED) do
    if headers[name] then
      problem.raise(403, "forwarded", "forwarded_hint")
    end
  end
end

--- The request's user; nil if nobody has logged in. Raises a problem if the request comes through a
--- proxy, and there are no users.
---@return console.User|nil
function access.user()
  if users.are_known then
    return users.get(session.user_name())
  end
  refuse_forwarded()
  return users.anybody
end

--- Raises a problem unless the user is an operator.
---@param request console.Request
function access.must_operate(request)
  if request.user.role ~= "operator" then
    problem.raise(403, "not_allowed", "not_allowed_hint")
  end
end

--- For what nginx serves by itself.
function access.check()
  local ok, user = pcall(access.user)
  if not ok or not user then
    return ngx.exit(403)
  end
end

return access
