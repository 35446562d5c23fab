--- A task, a call and a customer as rows of the platform's lists, with all members of its document.

local clock = require "sandbox.clock"
local config = require "sandbox.config"
local directory = require "sandbox.directory"
local habits = require "sandbox.habits"
local json = require "sandbox.json"
local talk = require "sandbox.talk"
local tasks = require "sandbox.tasks"

local rows = {}

local null = json.null
local LABELS = { unsent = "未发送", sent = "已发送", sending = "发送中", paused = "暂停发送" }
local NUMBERS = { unsent = 1, sent = 2, sending = 3, paused = 4 }
local UNKNOWN_NUMBER = 999

-- There may be tens of thousands of rows: all rows of a kind share one list of names.
local TASK = {
  "dial_task_main_id", "dial_task_main_sn", "status", "user_sn", "user_name", "team_sn",
  "team_name", "created_at", "last_modify", "started_at", "stoped_at", "total_count", "send_count",
  "remark", "ring_groups", "priority", "project_sn", "percentage", "source", "batch",
  "trunkgroup_sn", "caller_group", "mark", "operator", "project_caption",
  "parent\r\nparent\r\nparent_sn", "parent_sn", "success", "fail", "stops", "unsend_count",
  "percent",
}
local CALL = {
  "cdr_id", "cdr_sn", "project_sn", "caller", "callee", "user_name", "team_name", "connected_at",
  "disconnected_at", "talktimes", "endreason", "recordpath", "recordfile", "direction",
  "startqueue_at", "endqueue_at", "queuetimes", "startring_at", "endring_at", "ringtimes", "asr_a",
  "asr_b", "asr_c", "asr_d", "dial_task_main_sn", "user_sn", "team_sn",
}
local CUSTOMER = {
  "id", "sn", "user_name", "team_name", "phone", "created_at", "name", "address", "connected_at",
  "disconnected_at", "talktimes", "endreason", "recordpath", "recordfile", "talk_info",
  "labelling", "score", "asks_count", "status", "cdr_sn", "project_caption", "unit",
}

local function shown(time)
  return clock.format(habits.shown_time(time))
end

local function shown_or_null(time)
  return time and shown(time) or null
end

local function recording_or_null(call)
  return habits.names_recording(call) and talk.recording(call) or null
end

--- An object of the members that are not absent.
local function object(names, values)
  local present = { kind = "object", names = {}, values = {} }
  for index, name in ipairs(names) do
    if values[index] ~= habits.ABSENT then
      present.names[#present.names + 1] = name
      present.values[#present.names] = values[index]
    end
  end
  return present
end

local function status(task)
  if config.values.status_form == "number" then return NUMBERS[task.state] or UNKNOWN_NUMBER end
  return LABELS[task.state] or "未知"
end

function rows.task(task)
  local sent, waiting = task.success + task.fail, tasks.waiting(task)
  local rate = sent > 0 and math.floor(task.success / sent * 100 + 0.5) or 0
  local counted = habits.counted_rows(task)
  local unsent = math.max(waiting - (#task.rows - counted), 0)
  local operator = task.account.username
  local source = habits.text("source", task.source)
  local mark = task.mark and habits.text("mark", task.mark) or null
  local values = {
    task.id, task.sn, status(task), task.ai_user.user_sn, task.ai_user.user_name, directory.team_sn,
    directory.team_name, shown(task.created), shown(task.modified), shown_or_null(task.started),
    shown_or_null(task.stopped), counted, sent, null, null,
    null, task.project.sn, null, source, operator .. clock.format_compact(task.created),
    null, null,
    mark, operator,
    task.project.project_caption, null, operator, tostring(task.success), tostring(task.fail),
    task.state == "paused" and tostring(unsent) or "0", unsent,
    rate .. "%",
  }
  if mark == habits.ABSENT or source == habits.ABSENT then return object(TASK, values) end
  return { kind = "object", names = TASK, values = values }
end

function rows.call(call)
  local connected_at, ring_start = shown(call.time), shown(call.time - call.ring_seconds)
  local ai_user = call.task.ai_user
  return { kind = "object", names = CALL, values = {
    call.id, call.sn, call.task.project.sn, directory.caller_group, call.phone, ai_user.user_name,
    directory.team_name, connected_at,
    shown(call.time + call.talk_seconds), call.talk_seconds, call.end_reason,
    talk.record_path,
    recording_or_null(call), "0", ring_start,
    ring_start, 0, ring_start, connected_at, call.ring_seconds, talk.transcript(call), call.label,
    call.score or null, call.questions or null,
    call.task.sn, ai_user.user_sn, directory.team_sn,
  } }
end

function rows.customer(customer)
  local call = customer.call
  return { kind = "object", names = CUSTOMER, values = {
    customer.id, "account|" .. ngx.md5(call.task.sn .. customer.id), call.task.ai_user.user_name,
    directory.team_name, call.phone, string.sub(shown(customer.created), 1, 10) .. " 00:00:00",
    customer.name or null, customer.address or null, shown(call.time),
    shown(call.time + call.talk_seconds), call.talk_seconds, call.end_reason,
    talk.record_path, recording_or_null(call), call.connected and talk.info(call) or null,
    call.label, call.score or null,
    call.questions or null, call.category or null,
    -- In the document's sample this is the task's sn, not the call's.
    call.task.sn, call.task.project.project_caption, null,
  } }
end

return rows
