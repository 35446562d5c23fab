--- Forms that only this console's pages can send, and only once. Each has a token for its session,
--- action and subject. A token can be redeemed once, so a reload that sends the form again is
--- refused.
local problem = require "console.problem"
local session = require "console.session"

local forms = {}

local LIFETIME = 2 * 3600 -- seconds
local state = ngx.shared.console

-- All workers have the same secret, and keep it when nginx is reloaded.
state:safe_add("secret", session.random())
local secret = assert(state:get "secret")

--- Adds a mark. Returns whether it was not there.
local function add(key, seconds)
  local added, err = state:safe_add(key, true, seconds)
  if not added and err ~= "exists" then
    error("the shared dictionary is full: " .. err)
  end
  return added
end

local function mac(request, action, subject, expires, nonce)
  local text = table.concat({ request.session, action, subject, expires, nonce }, "\n")
  local bytes = ngx.hmac_sha1(secret, text)
  return (ngx.encode_base64(bytes):gsub("[+/=]", { ["+"] = "-", ["/"] = "_", ["="] = "" }))
end

--- A token for one form.
---@param action string the form's address
---@param subject string what the form is about: of which task, how many people
function forms.token(request, action, subject)
  local expires, nonce = ngx.time() + LIFETIME, session.random()
  return ("%d.%s.%s"):format(expires, nonce, mac(request, action, subject, expires, nonce))
end

--- Checks the two headers in which a browser says where a request comes from. It ignores the
--- scheme: a proxy in front may do TLS.
local function is_of_this_site()
  local site, origin = ngx.var.http_sec_fetch_site, ngx.var.http_origin
  return (site == nil or site == "same-origin")
    and (origin == nil or origin:match("^%a+://(.*)$") == ngx.var.http_host)
end

--- Returns whether the form may be carried out, which is false if it was sent before. Raises a
--- problem if the form is not the console's own.
---@return boolean first
function forms.redeem(request, action, subject)
  local expires, nonce, given = (request.form.token or ""):match("^(%d+)%.(%x+)%.([%w_-]+)$")
  if not is_of_this_site() or not request.session or not given or tonumber(expires) < ngx.time()
    -- interned strings: no timing leak
    or given ~= mac(request, action, subject, expires, nonce) then
    problem.raise(403, "refused", "refused_hint")
  end
  return add("form:" .. given, LIFETIME)
end

--- Reserves something for all visitors. Returns whether it was free.
---@param what string
---@param seconds number for which it stays reserved
---@return boolean
function forms.hold(what, seconds)
  return add("hold:" .. what, seconds)
end

---@param what string
function forms.release(what)
  state:delete("hold:" .. what)
end

return forms
