-- A campaign, from the list of customers to the recordings: `make demo` runs it in the sandbox.
local ai95 = require "ai95"

local here = arg[0]:match("^(.*)/[^/]*$") or "."
local terminal = dofile(here .. "/demo/terminal.lua")

local CUSTOMERS = here .. "/customers.csv"
-- The tree may belong to another user.
local MAKE_FOLDER = [[
  folder=build/demo/recordings
  { mkdir -p $folder && [ -w $folder ]; } 2>/dev/null ||
    folder=$(mktemp -d "${TMPDIR:-/tmp}/ai95-recordings.XXXXXX")
  printf %s "$folder"
]]
local MAX_ROWS = 12 -- in the table of calls
local WIDTH = 8 -- downloads at once

local function say(text, ...)
  print(select("#", ...) > 0 and text:format(...) or text)
  io.flush()
end

local chapters = 0
local function chapter(title)
  chapters = chapters + 1
  say("\n%d. %s", chapters, title)
end

--- A function of the library that fails returns nil and an error. The demo ends there.
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

--- What a command prints.
local function output_of(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("*a")
  pipe:close()
  return text
end

--- Makes the sandbox dial fast enough to watch.
local function set_speed(sandbox)
  local settings = '{"dial_seconds":0.12,"lines":5}'
  run(("curl -fsS -o /dev/null -d '%s' %s/_sandbox/reset"):format(settings, sandbox))
end

local function log_in(client)
  chapter "Log in"
  local session = must(client:login())
  say("   Logged in as %s of %s. The key is valid until %s in China; the library renews it.",
    session.user_name, session.team_name, os.date("!%H:%M", session.api_key_expire + 8 * 3600))
end

--- Chooses the AI user that calls, and its template.
local function choose(client)
  local ai_user = must(client.ai_users:list())[1]
  local project = must(client.projects:list())[1]
  local windows = {}
  for i, window in ipairs(ai_user:windows()) do
    windows[i] = window[1]:sub(1, 5) .. " to " .. window[2]:sub(1, 5)
  end
  say("   AI user %s makes up to %d calls at once, from %s, with the template %s.",
    ai_user.user_name, ai_user.max_call_count, table.concat(windows, " and from "),
    project.project_name)
  return ai_user, project
end

local function create_campaign(client)
  chapter "Create a campaign from a CSV file"
  local ai_user, project = choose(client)
  local rows = must(ai95.rows(CUSTOMERS))
  say("   %s has the columns %s.", CUSTOMERS, table.concat(rows.columns, "，"))
  local imported = must(client.tasks:import {
    project_sn = project.sn, ai_user_sn = ai_user.user_sn, source = "年底回访", rows = rows,
    aes = true, is_zidong = true,
  })
  say("   Sent encrypted (AES): %d customers accepted, %d rejected. The campaign is 年底回访.",
    imported.success, imported.fail)
  return must(client.tasks:get(imported.dial_task_main_sn))
end

local function watch(task)
  local progress = terminal.progress("   ")
  must(task:wait {
    interval = 0.1, timeout = 60,
    progress = function(now)
      local text = "%3d of %d dialled: %3d connected, %2d not"
      progress.show(now.send_count / now.total_count,
        text:format(now.send_count, now.total_count, now.success, now.fail))
    end,
  })
  progress.finish()
end

local function dial(task)
  chapter "Watch it dial"
  watch(task)
  say("   Call the %d people once more who did not answer:", task.fail)
  must(task:redial_failed())
  watch(task)
end

--- The connected calls with the customers' names, which are in another list of the platform.
local function list_calls(task)
  chapter "Look at the calls"
  local names, connected, count = {}, {}, 0
  for customer in task:customers() do
    names[customer.phone] = customer.name
  end
  for call in task:calls() do
    count = count + 1
    if call.talktimes > 0 then
      connected[#connected + 1] = { call = call, name = names[call.callee] or "?" }
    end
  end
  local rows = {}
  for i = 1, math.min(MAX_ROWS, #connected) do
    local call, name = connected[i].call, connected[i].name
    local label = (call.asr_b or ""):match("^%s*(.-)%s*$")
    rows[i] = {
      name, call.callee, call.connected_at:sub(12), ("%d s"):format(call.talktimes),
      tostring(call.asr_c or ""), label ~= "" and label or "–", call.endreason,
    }
  end
  local titles = { "Customer", "Phone", "Time", ">Talked", ">Score", "Label", "Ended" }
  terminal.table("   ", titles, rows)
  say("   … and %d more. There were %d calls; %d were connected.", #connected - #rows, count,
    #connected)
  return connected
end

--- The call with the most questions.
local function most_talkative(connected)
  local best = connected[1]
  for _, one in ipairs(connected) do
    if (one.call.asr_d or 0) > (best.call.asr_d or 0) then
      best = one
    end
  end
  return best
end

local function read_talk(connected)
  chapter "Read what was said"
  local one = most_talkative(connected)
  local details = must(one.call:details())
  local silence = { noinput = "(says nothing)", nomatch = "(is not understood)" }
  local cells = math.max(terminal.width("AI user"), terminal.width(one.name))
  for _, fragment in ipairs(details.fragments) do
    say("   %s  %s", terminal.pad("AI user", cells), fragment.caption)
    say("   %s  %s", terminal.pad(one.name, cells), silence[fragment.answer] or fragment.answer)
  end
end

local function save_recordings(client, connected)
  chapter "Save the recordings"
  local folder = output_of(MAKE_FOLDER)
  local progress, saved, size = terminal.progress("   "), 0, 0
  local _, failures = client:parallel(WIDTH, connected, function(one)
    local download, err = one.call:download(("%s/%s.wav"):format(folder, one.call.callee))
    if not download then
      return nil, err
    end
    saved, size = saved + 1, size + download.size
    local text = "%3d of %d recordings, %.1f MB, %d at once"
    progress.show(saved / #connected, text:format(saved, #connected, size / 1e6, WIDTH))
    return download
  end)
  progress.finish()
  if failures then
    error(select(2, next(failures)), 0)
  end
  say("   They are in %s", folder)
end

local function main()
  local sandbox = os.getenv "AI95_SANDBOX_URL"
  if not sandbox then
    error("run it with `make demo`, which starts a sandbox for it", 0)
  end
  say("One campaign, from the list of customers to the recordings of their calls.")
  say("Nobody is phoned: this is the sandbox, the platform in miniature, at %s", sandbox)
  set_speed(sandbox)
  local client = ai95.new { base_url = sandbox, username = "hln", password = "secret" }

  log_in(client)
  local task = create_campaign(client)
  dial(task)
  local connected = list_calls(task)
  read_talk(connected)
  save_recordings(client, connected)

  say("\nThe sandbox stops now. examples/README.md has a small program for each of these steps.")
end

local ok, err = pcall(main)
if not ok then
  io.stderr:write("demo: ", tostring(err), "\n")
  os.exit(1)
end
