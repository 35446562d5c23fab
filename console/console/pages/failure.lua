--- The page of a problem.
local h = require "console.html"
local problem = require "console.problem"
local url = require("console.request").url

---@param request console.Request
---@param given console.Problem
---@return console.Page
return function(request, given)
  local say = request.say
  local hint = given.hint and say(given.hint, given.about or "")
  return {
    title = say(given.title), status = given.status,
    h.div { class = "failure",
      h.p { class = "code", given.status },
      h.h1 { say(given.title) },
      hint and h.p { hint },
      given.error and h.p { problem.reason(given.error, request.language) },
      h.p { class = "actions",
        given.try_again
          and h.a { class = "button", href = url(request.path, request.args), say "try_again" },
        h.a { class = "button quiet", href = "/", say "to_tasks" } },
    },
  }
end
