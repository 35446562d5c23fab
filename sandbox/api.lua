--- Serves /api: reads a request, applies the next fault, checks it, carries it out, and responds.

local answers = require "sandbox.answers"
local config = require "sandbox.config"
local document = require "sandbox.document"
local fault_kinds = require "sandbox.fault_kinds"
local faults = require "sandbox.faults"
local forms = require "sandbox.forms"
local journal = require "sandbox.journal"
local later = require "sandbox.later"
local platform = require "sandbox.platform"
local request_reader = require "sandbox.request"
local send = require "sandbox.send"

local api = {}

local NO_FAULT = { carry_out = true, late = 0 }
local NO_KIND = {}

--- The response. Only this function counts whether the request was carried out.
local function carry_out(request, fault, kind)
  local commit, code = platform.plan(request)
  if not commit then
    journal.count(request.endpoint, "refused")
    local refusal = answers.refusal(code)
    if kind.answer and not kind.of_platform then return kind.answer(fault, refusal) end
    return refusal
  end
  local answer
  local function carry_out_now()
    answer = commit()
    journal.count(request.endpoint, "carried_out")
  end
  if fault.carry_out and fault.late > 0 then
    later.add(fault.late, carry_out_now)
    answer = answers.done("")
  elseif fault.carry_out then
    carry_out_now()
  else
    answer = answers.done("")
    if kind.of_platform then journal.count(request.endpoint, "refused") end
  end
  return kind.answer and kind.answer(fault, answer) or answer
end

function api.serve()
  ngx.update_time()
  journal.connected()
  local name = string.match(ngx.var.uri, "^/api/(%a+)$")
  local rule = name and document[name]
  if not rule then return ngx.exit(404) end
  local request = request_reader.read(name, rule)
  journal.received(request)
  local fault = faults.take(name) or NO_FAULT
  local kind = fault_kinds[fault.fault] or NO_KIND
  if fault.fault then
    -- Faults count bytes of the body, so it must not be compressed.
    ngx.req.clear_header("Accept-Encoding")
  end
  if kind.before then kind.before(fault) end
  if kind.spoil and platform.is_signed(request) then kind.spoil(request) end
  local chosen = forms.parse((kind.forms and fault.form or "") .. "," .. config.values.forms)
  forms.prepare(chosen, request)
  local answer = carry_out(request, fault, kind)
  forms.write(chosen, answer)
  if kind.after then kind.after(fault) end
  send.prepare(answer)
  if kind.send then return kind.send(fault, answer) end
  return send.whole(answer)
end

--- Serves /excel/N.xlsx, the addresses in project_excel. As on the platform, they need no key.
function api.serve_template()
  local directory = require "sandbox.directory"
  local recordings = require "sandbox.recordings"
  local project = directory.projects[tonumber(string.match(ngx.var.uri, "^/excel/(%d+)%.xlsx$"))]
  if not project or not project.has_file then return ngx.exit(404) end
  local answer = recordings.template(project)
  send.prepare(answer)
  return send.whole(answer)
end

return api
