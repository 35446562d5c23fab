--- The page on which users log in, and the end of their session.
local attempts = require "console.attempts"
local forms = require "console.forms"
local h = require "console.html"
local log = require "console.actions"
local session = require "console.session"
local users = require "console.users"

local login = {}

local MAX_NAME = 64 -- bytes

--- The page to go to afterwards: one of this console.
local function target(text)
  return text and text:find "^/[^/\\]" and text or "/"
end

local function page(request, status, problem, name)
  local say = request.say
  return {
    title = say "log_in", status = status,
    h.div { class = "card confirm login",
      h.h1 { say "log_in" },
      problem and h.p { class = "notice bad", role = "alert", say(problem) },
      h.form { class = "stack", method = "post", action = "/login",
        h.input { type = "hidden", name = "token", value = forms.token(request, "/login", "") },
        h.input { type = "hidden", name = "next",
          value = target(request.args.next or request.form.next) },
        h.p {
          h.label { ["for"] = "name", say "user_name" },
          h.input { id = "name", name = "name", type = "text", required = true, value = name,
            autocomplete = "username", autocapitalize = "none", autofocus = true },
        },
        h.p {
          h.label { ["for"] = "password", say "password" },
          h.input { id = "password", name = "password", type = "password", required = true,
            autocomplete = "current-password" },
        },
        h.p { class = "actions", h.button { type = "submit", say "log_in" } },
      },
    },
  }
end

---@param request console.Request
---@return console.Page
function login.show(request)
  if request.user then
    return { location = "/" }
  end
  return page(request)
end

---@param request console.Request
---@return console.Page
function login.take(request)
  local form = request.form
  local name = (form.name or ""):match "^%s*(.-)%s*$"
  if not attempts.are_left(name) then
    return page(request, 429, "too_many_attempts", name)
  elseif not forms.redeem(request, "/login", "") then
    return page(request, 403, "login_again", name)
  end
  attempts.add(name)
  local user = users.check(name, form.password or "")
  log(request, "login", { user = name:sub(1, MAX_NAME), outcome = user and "done" or "refused" })
  if not user then
    return page(request, 403, "wrong_password", name)
  end
  attempts.forgive(name)
  -- A new session: whoever knew the old id must not get in.
  local _, cookie = session.start(user.name)
  return { location = target(form.next), cookie = cookie }
end

---@param request console.Request
---@return console.Page
function login.finish(request)
  if forms.redeem(request, "/logout", "") then
    log(request, "logout")
    session.finish(request.session)
  end
  return { location = "/login" }
end

return login
