--- A visitor's session: a random id in a cookie, to which forms and notices belong, and the user
--- who logged in.
local session = {}

local IDLE = 8 * 3600 -- seconds until a user who does nothing must log in again
local state = ngx.shared.sessions

--- 128 random bits.
---@return string hex
function session.random()
  local source = assert(io.open("/dev/urandom", "rb"))
  local bytes = source:read(16)
  source:close()
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

function session.cookie(name, value, seconds)
  return ("%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s"):format(name, value,
    seconds and "; Max-Age=" .. seconds or "", ngx.var.scheme == "https" and "; Secure" or "")
end

--- The request's session, or nil.
---@return string|nil
function session.current()
  local id = ngx.var.cookie_console
  return id and id:find("^%x+$") and #id == 32 and id or nil
end

--- Starts a session.
---@param name string|nil of the user who logged in
---@return string session
---@return string cookie for the browser
function session.start(name)
  local id = session.random()
  if name then
    assert(state:safe_set(id, name, IDLE))
  end
  return id, session.cookie("console", id)
end

--- The name of the user who logged in.
---@return string|nil
function session.user_name()
  local id = session.current()
  local name = id and state:get(id)
  if name then
    state:expire(id, IDLE)
  end
  return name
end

--- Ends the session of the user.
function session.finish(id)
  state:delete(id)
end

return session
