-- Three requests that fail, and the errors they return:  errors.lua
local ai95 = require "ai95"

local function show(what, err)
  print(what)
  print("  tostring(err)  " .. tostring(err))
  print("  kind           " .. err.kind) -- api, auth, timeout, network, …: docs/guide/errors.md
  print("  code           " .. tostring(err.code)) -- the platform's; nil if it sent none
  print("  outcome        " .. err.outcome) -- not_sent, rejected, or unknown (possibly carried out)
  print("  retryable      " .. tostring(err.retryable)) -- safe to repeat: it cannot happen twice
end

-- The platform refuses.
local client = ai95.new {}
local task, err = client.tasks:get("dial_task_main_sn|none")
show("A campaign that does not exist:", assert(not task and err))

-- The platform refuses the account.
task, err = ai95.new { password = "a wrong one" }.tasks:get("dial_task_main_sn|none")
show("A wrong password:", assert(not task and err))

-- Nobody answers. The library retries reads. It never retries a request that places calls, unless
-- the platform cannot have seen it.
local nobody = ai95.new { base_url = "http://127.0.0.1:1", max_retries = 1 }
task, err = nobody.tasks:get("dial_task_main_sn|none")
show("No server:", assert(not task and err))

-- A mistake in the program is raised, not returned. The message names the line.
local _, mistake = pcall(function()
  return client.calls:list { talktime_min = 10 }
end)
print("A mistake in the program:\n  " .. tostring(mistake))
