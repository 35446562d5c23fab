--- The console's users, from a file with a line for each: NAME:ROLE:HASH. `user` writes such lines.
--- nginx reads it at its start and when it is reloaded.
local password = require "console.password"

local users = {}

---@class console.User
---@field name string
---@field role "listener"|"operator"
---@field hash string
---@field sees_masked boolean whether phone numbers are masked

local ROLES = { listener = true, operator = true }
local is_masking = os.getenv "CONSOLE_MASK" == "1"

-- Somebody who does not exist takes as long to check as anybody else.
local NOBODY = password.hash "nobody"

local function read(path)
  local by_name, number = {}, 0
  for line in assert(io.lines(path)) do
    number = number + 1
    local name, role, hash = line:match "^([^:%s]+):(%l+):(%S+)%s*$"
    if name and ROLES[role] and password.is_hash(hash) and not by_name[name] then
      by_name[name] = { name = name, role = role, hash = hash,
        sees_masked = is_masking and role == "listener" }
    elseif line:find "%S" and not line:find "^#" then
      error(("%s, line %d: expected NAME:ROLE:HASH, as console/user writes it, of a new name")
        :format(path, number), 0)
    end
  end
  assert(next(by_name), path .. " has no users")
  return by_name
end

local path = os.getenv "CONSOLE_USERS"
local by_name = path and read(path)

--- Whether visitors log in. Otherwise everybody who reaches the console is an operator.
users.are_known = by_name ~= nil

---@type console.User
users.anybody = { name = "", role = "operator", hash = "", sees_masked = false }

---@param name string|nil
---@return console.User|nil
function users.get(name)
  return name and by_name and by_name[name] or nil
end

--- The user with this name and password.
---@param name string
---@param text string
---@return console.User|nil
function users.check(name, text)
  local user = users.get(name)
  local is_right = password.check(text, user and user.hash or NOBODY)
  return is_right and user or nil
end

return users
