--- Checks whether a request may be carried out, without effects, and then carries it out.

local account = require "sandbox.account"
local imports = require "sandbox.imports"
local json = require "sandbox.json"
local lists = require "sandbox.lists"
local params = require "sandbox.params"
local recordings = require "sandbox.recordings"
local sessions = require "sandbox.sessions"
local tasks = require "sandbox.tasks"

local platform = {}

local HANDLERS = {
  login = account.login, getAiUsers = account.getAiUsers, getProjects = account.getProjects,
  index = lists.index, cdrlist = lists.cdrlist, crmList = lists.crmList,
  addJson = imports.addJson, addExcel = imports.addExcel, operateTask = imports.operateTask,
  cdrshow = recordings.cdrshow, cdrDownload = recordings.cdrDownload,
  cdrFragmentDownload = recordings.cdrFragmentDownload, exportModel = recordings.exportModel,
}

--- Whether the request could be read and its signature is right.
function platform.is_signed(request)
  return not request.refusal and request.url_received == request.url_expected
end

--- A function that carries out the request and returns the response; or nil and the error code.
function platform.plan(request)
  if request.refusal then return nil, request.refusal end
  if not platform.is_signed(request) then return nil, 10001 end
  if request.endpoint ~= "login" then
    local fields = request.fields
    local user_sn, api_key = json.get(fields, "user_sn"), json.get(fields, "api_key")
    local found, code = sessions.authenticate(user_sn, api_key)
    if not found then return nil, code end
    if request.rule.operates and not found.may_operate then return nil, 20007 end
    local values, type_code = params.read(fields, request.rule.params)
    if not values then return nil, type_code end
    request.account, request.params = found, values
  end
  tasks.advance()
  return HANDLERS[request.endpoint](request)
end

return platform
