--- The log of who did what: a line of JSON for each, in the console's folder. It has no phone
--- number and no password.
local cjson = require "cjson.safe"
local platform = require "console.platform"

local PATH = "actions.log"

--- Raises if the log cannot be written: what is not logged is not done.
---@param request console.Request
---@param action string
---@param about table<string, any>|nil
return function(request, action, about)
  local entry = { time = platform.now(), user = request.user and request.user.name or "",
    address = ngx.var.remote_addr, action = action }
  for name, value in pairs(about or {}) do
    entry[name] = value
  end
  local file = assert(io.open(PATH, "ab"))
  assert(file:write(cjson.encode(entry) .. "\n")) -- one write of the file's buffer
  assert(file:close())
end
