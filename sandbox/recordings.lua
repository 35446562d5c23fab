--- cdrshow, cdrDownload, cdrFragmentDownload, exportModel.

local answers = require "sandbox.answers"
local calls = require "sandbox.calls"
local config = require "sandbox.config"
local directory = require "sandbox.directory"
local habits = require "sandbox.habits"
local php_json = require "sandbox.php_json"
local talk = require "sandbox.talk"
local wav = require "sandbox.wav"
local xlsx_writer = require "sandbox.xlsx_writer"

local recordings = {}

local XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

local NOT_FOUND = "<html><head><title>404 Not Found</title></head></html>\n"

--- The call whose sn is at the end of a recording's name.
local function call_of_file(file)
  local sn = string.match(file or "", "_(%x+%-%x+%-%x+%-%x+%-%x+)%.wav$")
  return sn and calls.by_sn(sn)
end

local function base_name(path)
  return string.match(path, "[^/]*$")
end

local function fragments(call)
  local list = php_json.array({})
  for index, turn in ipairs(talk.turns(call)) do
    list[index] = php_json.object("vocfile", turn.voice, "caption", turn.caption,
      "title", turn.title, "answer", turn.answer, "fenduanluyin", turn.recording)
  end
  return list
end

function recordings.cdrshow(request)
  local params = request.params
  for _, name in ipairs({ "cdr_sn", "recordpath", "recordfile", "connected_at" }) do
    if not params[name] then return nil, 30008 end
  end
  local call = calls.by_sn(params.cdr_sn)
  -- A call that did not connect has no recording; its details are requested with an empty name.
  if not call or params.recordfile ~= (talk.recording(call) or "") then return nil, 30011 end
  return function()
    local data = php_json.object("recordfile", params.recordfile, "recordpath", params.recordpath,
      "cdr_sn", call.sn, "fragment", fragments(call))
    if config.values.recordings_host then
      data.names[5], data.values[5] = "ip", request.host
      data.names[6], data.values[6] = "port", request.port
    end
    return answers.data(data, "SUCCESS")
  end
end

local function sound(file)
  return function()
    if habits.is_gone(file) then
      return { status = 404, content_type = "text/html", headers = {}, body = NOT_FOUND }
    end
    local bytes = wav.tone(file, config.values.recording_seconds)
    return answers.file(bytes, "audio/wav", base_name(file))
  end
end

function recordings.cdrDownload(request)
  local params = request.params
  if not params.recordpath or not params.recordfile then return nil, 30008 end
  local call = call_of_file(params.recordfile)
  if not call or params.recordpath ~= talk.record_path
    or params.recordfile ~= talk.recording(call) then
    return nil, 30011
  end
  return sound(params.recordfile)
end

function recordings.cdrFragmentDownload(request)
  local file = request.params.recordfile
  if not file then return nil, 30008 end
  local call = call_of_file(file)
  for _, turn in ipairs(call and talk.turns(call) or {}) do
    if turn.recording == file then return sound(file) end
  end
  return nil, 30011
end

--- The template of a project as a workbook, for exportModel and for the address in project_excel.
function recordings.template(project)
  return answers.file(xlsx_writer.workbook(project.columns), XLSX_TYPE, "template.xlsx")
end

function recordings.exportModel(request)
  local project = directory.project_by_sn(request.params.project_sn)
  if not project or #project.columns == 0 then return nil, 30003 end
  return function() return recordings.template(project) end
end

return recordings
