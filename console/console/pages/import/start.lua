--- Imports a list into a campaign. With the ledger each person goes in once, whatever happens:
--- after an unknown outcome, the same list and name can be sent again.
local ai95 = require "ai95"
local forms = require "console.forms"
local found = require "console.pages.import.found"
local language = require "console.language"
local log = require "console.actions"
local notices = require "console.notices"
local plan = require "console.plan"
local platform = require "console.platform"
local problem = require "console.problem"
local uploads = require "console.uploads"
local url = require("console.request").url

local LONGEST = 3600 -- seconds in which nobody else can import into the same campaign

local function is_unknown(err)
  return err.outcome == "unknown" or err.kind == "undetermined"
end

--- Returns the notice, and where to go.
local function import(request, given)
  local rows = problem.must(ai95.rows(given.list.path))
  local about = { name = given.source, list = given.list.id, people = request.form.people,
    is_calling = given.is_calling }
  log(request, "import", about) -- before: the console may end while the platform answers
  local result, err = platform.client.tasks:import(plan.import(given, rows,
    language.explainer(request.language)))
  about.outcome = result and "done" or is_unknown(err) and "unknown" or "stopped"
  about.campaign, about.people = result and result.dial_task_main_sn, result and result.success
  log(request, "import", about)
  local again = url("/import/confirm", plan.values(given))
  if not result then
    local partial = err.partial or {}
    return {
      text = is_unknown(err) and "import_unknown" or "import_stopped",
      args = { given.source, partial.success or 0 }, reason = found.reason(err),
    }, again
  end
  local text = "import_added"
  if given.is_calling then
    text = result.paused and "import_paused" or "import_calling"
  end
  return { text = text, args = { given.source, result.success }, good = not result.paused },
    url("/task", { sn = result.dial_task_main_sn or "" })
end

--- Whether the list still gives as many people as the visitor confirmed.
local function is_as_confirmed(request, given)
  local checked = uploads.check(given.list, request.language,
    uploads.has_ledger(given) and given.ledger)
  return checked and tostring(checked.rows) == request.form.people
end

---@param request console.Request
---@return console.Page
return function(request)
  local given = plan.read(request.form)
  local again = url("/import/confirm", plan.values(given))
  if not forms.redeem(request, "/import/start",
    plan.subject(given, request.form.people or "")) then
    notices.leave_unless_there(request, { text = "import_repeated", args = { given.source } })
    return { location = "/" }
  elseif not forms.hold(given.ledger, LONGEST) then
    notices.leave(request, { text = "import_busy", args = { given.source } })
    return { location = "/" }
  elseif not is_as_confirmed(request, given) then
    forms.release(given.ledger)
    notices.leave(request, { text = "import_changed", args = { given.source } })
    return { location = again }
  end
  local ok, notice, location = pcall(import, request, given)
  forms.release(given.ledger)
  if not ok then
    error(notice, 0)
  end
  notices.leave(request, notice)
  return { location = location }
end
