--- Calls, numbers and data for the specs of the report.
local aggregate = require "ai95_report.aggregate"
local html = require("ai95_report").html

local report = {}

--- A connected outbound call of Monday, 2026-11-16. `fields` override; "none" removes a field.
function report.call(fields)
  local row = {
    direction = "0", connected_at = "2026-11-16 10:30:00", talktimes = 20, ringtimes = 10,
    endreason = "对方挂机", asr_b = "有意向", asr_c = 80, dial_task_main_sn = "task|1",
    user_sn = "SYSUSER|1", user_name = "hln2", callee = "13812345678",
  }
  for name, value in pairs(fields or {}) do
    row[name] = value ~= "none" and value or nil
  end
  return row
end

--- A call that did not connect.
function report.missed(fields)
  local row = report.call { talktimes = 0, asr_b = "      ", asr_c = "none", endreason = "无人接听" }
  for name, value in pairs(fields or {}) do
    row[name] = value
  end
  return row
end

--- The numbers of some calls.
function report.count(...)
  local numbers = aggregate.new()
  for _, row in ipairs { ... } do
    numbers:add_call(row)
  end
  return numbers
end

--- The data of an empty page; `fields` override it.
function report.data(fields)
  local all = {
    from = "2026-11-16 00:00:00", to = "2026-11-22 23:59:59", made = 1795400000, open = false,
    numbers = aggregate.new(), reported = 0, tasks = {}, ai_users = {},
  }
  for name, value in pairs(fields or {}) do
    all[name] = value
  end
  all.reported = fields and fields.reported or all.numbers.total.calls + all.numbers.inbound
  return all
end

--- The page.
---@param language "zh"|"en"|"both"
---@param options table|nil title and logo
function report.page(data, language, options)
  return html(data, { language = language, title = options and options.title,
    logo = options and options.logo })
end

return report
