--- A visitor's session: a random id in a cookie, to which forms and notices belong. The console has
--- no users of its own; with nginx's auth_basic a session belongs to one user.
local session = {}

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

local function of_user(id)
  return id .. ":" .. (ngx.var.remote_user or "")
end

--- The request's session, or nil.
---@return string|nil
function session.current()
  local id = ngx.var.cookie_console
  return id and id:find("^%x+$") and #id == 32 and of_user(id) or nil
end

--- Starts a session.
---@return string session
---@return string cookie for the browser
function session.start()
  local id = session.random()
  return of_user(id), session.cookie("console", id)
end

return session
