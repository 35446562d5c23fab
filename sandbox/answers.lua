--- The platform's responses, before a form or a fault changes them: { status, content_type,
-- headers }, and `tree`, which is JSON that is not encoded yet, or `body`.

local codes = require "sandbox.codes"
local php_json = require "sandbox.php_json"

local answers = {}

local JSON_TYPE = "application/json, charset=utf-8"

local function json_answer(...)
  return { status = 200, content_type = JSON_TYPE, tree = php_json.object(...), headers = {} }
end

--- A success. Without `message` the member msg is missing, as in getAiUsers.
function answers.data(data, message)
  if message == nil then return json_answer("code", 0, "data", data) end
  return json_answer("code", 0, "data", data, "msg", message)
end

--- A success without data.
function answers.done(message)
  return json_answer("code", 0, "msg", message)
end

--- A page of a list.
function answers.page(total, rows)
  return answers.data(php_json.object("total", total, "list", php_json.array(rows)), "SUCCESS")
end

--- One of the platform's errors: HTTP 200, even if the request asked for a file.
function answers.refusal(code, message)
  return json_answer("code", code, "msg", message or codes[code] or "")
end

--- A file to download.
function answers.file(body, content_type, name)
  return {
    status = 200, content_type = content_type, body = body, ranges = true,
    headers = { ["Content-Disposition"] = 'attachment; filename="' .. name .. '"' },
  }
end

return answers
