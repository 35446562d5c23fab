-- Keeps the login in a file, so that several programs share it:
--   shared_login.lua [FILE]
-- Run it twice: the second run does not log in. The file contains the api_key; only its owner can
-- read it.
local ai95 = require "ai95"

local path = arg[1] or (os.getenv "HOME" or ".") .. "/.ai95-login"
local logins = 0

-- AI95_STORE=FILE in the environment does the same without a change to the program.
local client = ai95.new {
  store = ai95.store.file(path),
  log = function(event) -- called after each exchange with the platform
    logins = logins + (event.name == "login" and 1 or 0)
  end,
}

local ai_users, err = client.ai_users:list()
if not ai_users then
  io.stderr:write(tostring(err), "\n")
  os.exit(1)
end
print(("%d AI users, %d login; the key is in %s"):format(#ai_users, logins, path))
