--- The fields of the platform's answers, by class: the core reads every answer according to them.
--
-- Types: "string", perhaps ""; "id", text that a request can name ("" is nothing, nil); "int";
-- "number"; "time", "Y-m-d H:i:s", nil, or text of an unknown form; "scalar", in several forms;
-- "rows", a list of objects; "any", as it comes, since nothing depends on it. A number may come as
-- a string, a list as an object with numbers for names, and nothing as null, "", false or an empty
-- list. The annotations of the classes say what the fields mean.
local core = require "ai95.core"

--- A field of an answer.
---@class ai95.AnswerField
---@field name string its name
---@field type "string"|"id"|"int"|"number"|"time"|"scalar"|"rows"|"any" its type
---@field required boolean|nil whether an answer without it is a protocol error
---@field private shape userdata|nil of a list's objects

local function fields_of(list)
  local fields = {}
  for i, field in ipairs(list) do
    fields[i] = { name = field[1], type = field[2], required = field.required,
      shape = field.shape }
  end
  return fields
end

local import_counts = {
  { "total", "int" }, { "success", "int" }, { "fail", "int" }, { "out_repeat", "int" },
  { "dial_task_main_sn", "id", required = true },
}

local fragment = {
  { "vocfile", "string" }, { "caption", "string" }, { "title", "string" }, { "answer", "string" },
  { "fenduanluyin", "id" },
}

local classes = {
  ["ai95.Login"] = {
    { "user_name", "string" }, { "user_sn", "id", required = true }, { "team_name", "string" },
    { "expired", "any" }, { "ai_count", "int" }, { "caller_group", "string" },
    { "api_key", "id", required = true },
    { "api_key_expire", "scalar" }, -- the session can do without it
  },
  ["ai95.Task"] = {
    { "dial_task_main_id", "int", required = true },
    { "dial_task_main_sn", "id", required = true },
    { "status", "scalar" }, { "user_sn", "id" }, { "user_name", "string" },
    { "team_sn", "id" }, { "team_name", "string" }, { "created_at", "time" },
    { "last_modify", "time" }, { "started_at", "time" }, { "stoped_at", "time" },
    { "total_count", "int" }, { "send_count", "int" }, { "project_sn", "id" },
    { "source", "id" }, { "mark", "id" }, { "operator", "string" },
    { "project_caption", "string" }, { "success", "int" }, { "fail", "int" }, { "stops", "int" },
    { "unsend_count", "int" }, { "percent", "string" },
  },
  ["ai95.AiUser"] = {
    { "user_sn", "id", required = true }, { "user_name", "string" },
    { "max_call_count", "int" },
    { "start_at_one", "string" }, { "end_at_one", "string" },
    { "start_at_two", "string" }, { "end_at_two", "string" },
    { "start_at_three", "string" }, { "end_at_three", "string" },
    { "start_at_four", "string" }, { "end_at_four", "string" },
    { "callin_project_sn", "string" }, { "project_sn", "id" }, { "expired", "any" },
  },
  ["ai95.Project"] = {
    { "sn", "id", required = true }, { "project_name", "string" },
    { "project_caption", "string" }, { "project_excel", "string" },
  },
  ["ai95.ImportCounts"] = import_counts,
  ["ai95.Call"] = {
    { "cdr_id", "int", required = true }, { "cdr_sn", "id", required = true },
    { "project_sn", "id" }, { "caller", "string" }, { "callee", "string" },
    { "user_name", "string" }, { "team_name", "string" }, { "connected_at", "time" },
    { "disconnected_at", "time" }, { "talktimes", "int" }, { "endreason", "string" },
    { "recordpath", "id" }, { "recordfile", "id" }, { "direction", "string" },
    { "startqueue_at", "time" }, { "endqueue_at", "time" }, { "queuetimes", "int" },
    { "startring_at", "time" }, { "endring_at", "time" }, { "ringtimes", "int" },
    { "asr_a", "string" }, { "asr_b", "string" }, { "asr_c", "number" }, { "asr_d", "int" },
    { "dial_task_main_sn", "id" }, { "user_sn", "id" }, { "team_sn", "id" },
  },
  ["ai95.CallDetails"] = {
    { "recordfile", "id" }, { "recordpath", "id" }, { "cdr_sn", "id" },
    { "fragment", "rows", shape = core.shape("object", fields_of(fragment)) },
    { "ip", "string" }, { "port", "int" },
  },
  ["ai95.Fragment"] = fragment,
  ["ai95.Customer"] = {
    { "id", "int" }, { "sn", "id", required = true }, { "user_name", "string" },
    { "team_name", "string" }, { "phone", "string" }, { "created_at", "time" },
    { "name", "string" }, { "address", "string" }, { "connected_at", "time" },
    { "disconnected_at", "time" }, { "talktimes", "int" }, { "endreason", "string" },
    { "recordpath", "id" }, { "recordfile", "id" }, { "talk_info", "string" },
    { "labelling", "string" }, { "score", "number" }, { "asks_count", "int" },
    { "status", "string" }, { "cdr_sn", "id" }, { "project_caption", "string" },
    { "unit", "string" },
  },
}

---@type table<string, ai95.AnswerField[]>
local answers = {}
for class, list in pairs(classes) do
  answers[class] = fields_of(list)
end

return answers
