--- Checks the things that go wrong in practice. Each check may use what an earlier one found.
local errors = require "ai95.errors"
local machine = require "ai95.doctor.machine"
local platform = require "ai95.doctor.platform"

--- What one check found.
---@class ai95.Check
---@field check string its name
---@field result "ok"|"failed"|"skipped" a check is skipped if it does not apply
---@field detail string what was found
---@field advice string|nil what to do

--- What the checks share.
---@class ai95.doctor.State
---@field given ai95.Options|(fun(): ai95.Options, table|nil) see ai95.doctor
---@field options table|nil all options, if they are right
---@field made ai95.Client|nil the client with these options
---@field texts table<string, string>|nil what a function `given` says better
---@field base_url string|nil
---@field tls boolean|nil whether base_url is https
---@field client ai95.Client|nil one that has logged in
---@field reached ai95.Client|nil one that the platform has answered

local function run(check, state)
  local ok, result, detail, advice = pcall(check[2], state)
  if not ok then
    -- Misuse, or an error of the library: the check exists to find either.
    local raised = type(result) == "table" and result.usage
      or tostring(result):gsub("^.-(ai95: )", "%1")
    return "failed", (raised:gsub("\n.*", "")), "correct that setting"
  end
  return result, detail, advice
end

--- See ai95.doctor.
return function(given, report)
  if given ~= nil and type(given) ~= "table" and type(given) ~= "function" then
    errors.misuse("doctor: the options must be a table, or a function that returns one, got a %s",
      type(given))
  end
  local state, checks = { given = given or {} }, {}
  for _, list in ipairs { machine, platform } do
    for _, check in ipairs(list) do
      local result, detail, advice = run(check, state)
      local found = { check = check[1], result = result, detail = detail or "", advice = advice }
      checks[#checks + 1] = found
      if report then
        report(found)
      end
    end
  end
  return checks
end
