-- A campaign from the list of customers to the recordings, told as it happens. `make demo` runs it against the sandbox.
local ai95 = require "ai95"

local here = arg[0]:match("^(.*)/[^/]*$") or "."
local terminal = dofile(here .. "/demo/terminal.lua")

local CUSTOMERS = here .. "/customers.csv"
local RECORDINGS = "build/demo/recordings"
local SHOWN = 12 -- rows of the table of calls
local AT_ONCE = 8 -- downloads

local function say(text, ...)
  print(select("#", ...) > 0 and text:format(...) or text)
  io.flush()
end

local chapters = 0
local function chapter(title)
  chapters = chapters + 1
  say("\n%d. %s", chapters, title)
end

--- Everything in the library that can fail returns nil and an error; the demo ends there.
local function must(value, err)
  if value == nil then
    error(err, 0)
  end
  return value
end

local function run(command)
  local status = os.execute(command)
  if status ~= true and status ~= 0 then
    error("this failed: " .. command, 0)
  end
end

--- The sandbox dials on a clock of its own; this makes it fast enough to watch.
local function set_speed(sandbox)
  run(("curl -fsS -o /dev/null -d '{\"dial_seconds\":0.12,\"lines\":5}' %s/_sandbox/reset"):format(sandbox))
end

local function log_in(client)
  chapter "Log in"
  local session = must(client:login())
  say("   Logged in as %s of %s. The key is good until %s in China, and is renewed by itself.", session.user_name,
    session.team_name, os.date("!%H:%M", session.api_key_expire + 8 * 3600))
end

--- The AI user that phones, and the template of what it says.
local function choose(client)
  local ai_user, project = must(client.ai_users:list())[1], must(client.projects:list())[1]
  local windows = {}
  for i, window in ipairs(ai_user:windows()) do
    windows[i] = window[1]:sub(1, 5) .. " to " .. window[2]:sub(1, 5)
  end
  say("   AI user %s phones on up to %d lines at once, from %s, and follows the template %s.",
    ai_user.user_name, ai_user.max_call_count, table.concat(windows, " and from "), project.project_name)
  return ai_user, project
end

local function create_campaign(client)
  chapter "Create a campaign from a CSV file"
  local ai_user, project = choose(client)
  local rows = must(ai95.csv(CUSTOMERS))
  say("   %s has the columns %s.", CUSTOMERS, table.concat(rows.columns, "，"))
  local imported = must(client.tasks:import {
    project_sn = project.sn, ai_user_sn = ai_user.user_sn, source = "年底回访", rows = rows,
    aes = true, is_zidong = true,
  })
  say("   Sent encrypted (AES): %d customers taken, %d refused. The campaign is called 年底回访.", imported.success,
    imported.fail)
  return must(client.tasks:get(imported.dial_task_main_sn))
end

local function watch(task)
  local progress = terminal.progress("   ")
  must(task:wait {
    interval = 0.1, timeout = 60,
    progress = function(now)
      local text = "%3d of %d dialled: %3d answered, %2d not"
      progress.show(now.send_count / now.total_count, text:format(now.send_count, now.total_count, now.success, now.fail))
    end,
  })
  progress.finish()
end

local function dial(task)
  chapter "Watch it dial"
  watch(task)
  say("   Those %d who did not answer are dialled once more:", task.fail)
  must(task:redial_failed())
  watch(task)
end

--- The calls that were answered, with their customers' names, which the platform keeps in another list.
local function list_calls(task)
  chapter "Look at the calls"
  local names, answered, count = {}, {}, 0
  for customer in task:customers() do
    names[customer.phone] = customer.name
  end
  for call in task:calls() do
    count = count + 1
    if call.talktimes > 0 then
      answered[#answered + 1] = { call = call, name = names[call.callee] or "?" }
    end
  end
  local rows = {}
  for i = 1, math.min(SHOWN, #answered) do
    local call, name = answered[i].call, answered[i].name
    local label = (call.asr_b or ""):match("^%s*(.-)%s*$")
    rows[i] = {
      name, call.callee, call.connected_at:sub(12), ("%d s"):format(call.talktimes), tostring(call.asr_c or ""),
      label ~= "" and label or "–", call.endreason,
    }
  end
  terminal.table("   ", { "Customer", "Phone", "Time", ">Talked", ">Score", "Label", "Ended" }, rows)
  say("   … and %d more. There were %d calls; %d were answered.", #answered - #rows, count, #answered)
  return answered
end

--- A talk in which the customer said more than in others makes better reading.
local function most_talkative(answered)
  local best = answered[1]
  for _, one in ipairs(answered) do
    if (one.call.asr_d or 0) > (best.call.asr_d or 0) then
      best = one
    end
  end
  return best
end

local function read_talk(answered)
  chapter "Read what was said"
  local one = most_talkative(answered)
  local details = must(one.call:details())
  local silence = { noinput = "(says nothing)", nomatch = "(is not understood)" }
  local cells = math.max(terminal.width("Robot"), terminal.width(one.name))
  for _, fragment in ipairs(details.fragments) do
    say("   %s  %s", terminal.pad("Robot", cells), fragment.caption)
    say("   %s  %s", terminal.pad(one.name, cells), silence[fragment.answer] or fragment.answer)
  end
end

local function save_recordings(client, answered)
  chapter "Save the recordings"
  run("mkdir -p " .. RECORDINGS)
  local progress, saved, bytes = terminal.progress("   "), 0, 0
  local _, failures = client:parallel(AT_ONCE, answered, function(one)
    local download, err = one.call:download(("%s/%s.wav"):format(RECORDINGS, one.call.callee))
    if not download then
      return nil, err
    end
    saved, bytes = saved + 1, bytes + download.bytes
    local text = "%3d of %d recordings, %.1f MB, %d at once"
    progress.show(saved / #answered, text:format(saved, #answered, bytes / 1e6, AT_ONCE))
    return download
  end)
  progress.finish()
  if failures then
    error(select(2, next(failures)), 0)
  end
  say("   They are in %s", RECORDINGS)
end

local function main()
  local sandbox = os.getenv "AI95_SANDBOX_URL"
  if not sandbox then
    error("run it with `make demo`, which starts a sandbox for it", 0)
  end
  say("One campaign, from a list of customers to the recordings of their calls.")
  say("Nobody is phoned: the platform is a miniature of it, which runs on this machine at %s", sandbox)
  set_speed(sandbox)
  local client = ai95.new { base_url = sandbox, username = "hln", password = "secret" }

  log_in(client)
  local task = create_campaign(client)
  dial(task)
  local answered = list_calls(task)
  read_talk(answered)
  save_recordings(client, answered)

  say("\nThat is all of it; the sandbox stops now. examples/README.md has a small program for each of these steps.")
end

local ok, err = pcall(main)
if not ok then
  io.stderr:write("demo: ", tostring(err), "\n")
  os.exit(1)
end
