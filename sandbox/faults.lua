--- The queue of faults, and which request meets which fault.

local document = require "sandbox.document"
local fault_kinds = require "sandbox.fault_kinds"
local forms = require "sandbox.forms"

local faults = {}

local queue = {}

function faults.reset()
  queue = {}
end

function faults.count()
  return #queue
end

local function is_count(value)
  return type(value) == "number" and value >= 0 and value % 1 == 0
end

--- Queues a fault; nil and the problem if it is invalid.
function faults.add(given)
  local fault = { times = 1, skip = 0, late = 0 }
  for name, value in pairs(given) do fault[name] = value end
  if fault.endpoint ~= "*" and not document[fault.endpoint] then
    return nil, "unknown endpoint: " .. tostring(fault.endpoint)
  end
  local kind = fault_kinds[fault.fault]
  if not kind then return nil, "unknown fault: " .. tostring(fault.fault) end
  if not is_count(fault.times) or not is_count(fault.skip) then
    return nil, "times and skip must be whole numbers, not negative"
  end
  if type(fault.late) ~= "number" or fault.late < 0 then
    return nil, "late must be a number of seconds, not negative"
  end
  for name, default in pairs(kind.options or {}) do
    if fault[name] == nil then fault[name] = default end
    local value = fault[name]
    if type(value) ~= type(default) then return nil, name .. " must be a " .. type(default) end
    if type(value) == "number" and value < 0 then return nil, name .. " must not be negative" end
  end
  -- nginx uses 444 itself.
  local status = kind.options and kind.options.status and fault.status
  if status and (status < 200 or status > 599 or status == 444) then
    return nil, "status cannot be " .. status
  end
  if kind.forms then
    local known, problem = forms.parse(fault.form)
    if not known then return nil, problem end
  end
  if fault.carry_out == nil then fault.carry_out = kind.carry_out ~= false end
  fault.endless = fault.times == 0
  queue[#queue + 1] = fault
  return true
end

--- Takes the first fault for this endpoint whose `skip` is used up, and counts down its `times`.
function faults.take(endpoint)
  for index, fault in ipairs(queue) do
    if fault.endpoint == "*" or fault.endpoint == endpoint then
      if fault.skip > 0 then
        fault.skip = fault.skip - 1
      else
        fault.times = fault.times - 1
        if not fault.endless and fault.times == 0 then table.remove(queue, index) end
        return fault
      end
    end
  end
  return nil
end

return faults
