--- Notices: the result of a form, shown on the next page that the visitor opens. The form itself is
--- answered with a redirect, so that a reload repeats nothing.
local cjson = require "cjson.safe"

local notices = {}

local LIFETIME = 600 -- seconds
local state = ngx.shared.console

---@class console.Notice
---@field text string a key of ai95_texts.console
---@field name string|nil of the task, which is the text's argument
---@field args any[]|nil or its arguments
---@field error ai95.Error|nil
---@field reason string|nil a text of the library
---@field good boolean

---@param notice console.Notice
function notices.leave(request, notice)
  assert(state:safe_set("notice:" .. request.session, cjson.encode(notice), LIFETIME))
end

--- Leaves it unless an older notice has not been shown yet.
function notices.leave_unless_there(request, notice)
  state:safe_add("notice:" .. request.session, cjson.encode(notice), LIFETIME)
end

---@return console.Notice|nil
function notices.take(request)
  local key = "notice:" .. (request.session or "")
  local text = state:get(key)
  state:delete(key)
  return text and cjson.decode(text)
end

return notices
