--- A visitor's session: nothing but a random name in a cookie, to which forms and notices are tied. The console knows no users;
--- where nginx asks for a name and a password (auth_basic), a session is of that user alone.
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

--- The session that the request belongs to, or nil.
---@return string|nil
function session.current()
  local id = ngx.var.cookie_console
  return id and id:find("^%x+$") and #id == 32 and of_user(id) or nil
end

--- A new one, and the cookie that tells the browser.
---@return string session
---@return string cookie
function session.start()
  local id = session.random()
  return of_user(id), session.cookie("console", id)
end

return session
