-- Three things that go wrong, and what their errors tell.  errors.lua
local ai95 = require "ai95"

local function show(what, err)
  print(what)
  print("  tostring(err)  " .. tostring(err))
  print("  kind           " .. err.kind) -- api, auth, timeout, network, tls, protocol, limit or file
  print("  code           " .. tostring(err.code)) -- the platform's, where it gave one
  print("  outcome        " .. err.outcome) -- not_sent, rejected, or unknown: it may have been carried out
  print("  retryable      " .. tostring(err.retryable)) -- whether the same call again cannot do it twice
end

-- The platform says no.
local client = ai95.new {}
local task, err = client.tasks:get("dial_task_main_sn|none")
show("A campaign that does not exist:", assert(not task and err))

-- Who asks is not let in.
task, err = ai95.new { password = "a wrong one" }.tasks:get("dial_task_main_sn|none")
show("A wrong password:", assert(not task and err))

-- Nobody is there. Reads are tried again by themselves; what places calls never is, unless it cannot have been sent.
local nobody = ai95.new { base_url = "http://127.0.0.1:1", max_retries = 1 }
task, err = nobody.tasks:get("dial_task_main_sn|none")
show("No server:", assert(not task and err))

-- A mistake in the program is not returned but raised, with the line that made it.
local _, mistake = pcall(function()
  return client.calls:list { talktime_min = 10 }
end)
print("A mistake in the program:\n  " .. tostring(mistake))
