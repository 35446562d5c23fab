--- The page that takes a customer list.
local forms = require "console.forms"
local h = require "console.html"
local multipart = require "console.multipart"
local parts = require "console.pages.parts"
local problem = require "console.problem"
local uploads = require "console.uploads"
local url = require("console.request").url

local upload = {}

---@param request console.Request
---@return console.Page
function upload.show(request)
  local say = request.say
  return {
    title = say "new_campaign", above = { parts.to_tasks(request) },
    h.div { class = "card confirm",
      h.h1 { say "new_campaign" },
      h.p { say "upload_hint" },
      h.form { class = "stack", method = "post", action = "/import",
        enctype = "multipart/form-data",
        h.input { type = "hidden", name = "token", value = forms.token(request, "/import", "") },
        h.p {
          h.label { ["for"] = "list", say "list_file" },
          h.input { id = "list", type = "file", name = "list", required = true,
            accept = ".csv,.txt,.xlsx" },
        },
        h.p { class = "actions", h.button { type = "submit", say "upload" } },
      },
    },
  }
end

---@param request console.Request
---@return console.Page
function upload.take(request)
  local fields, files = multipart.read()
  request.form = { token = fields and fields.token }
  local is_first = forms.redeem(request, "/import", "")
  local file = files and files.list
  if not is_first or not file or #file.data == 0 then
    problem.raise(400, "no_list", "empty_list")
  end
  return { location = url("/import/list", { id = uploads.add(file).id }) }
end

--- The page of a list that is larger than nginx takes.
function upload.refuse()
  problem.raise(413, "list_too_large", "list_too_large_hint")
end

return upload
