--- Habits of platforms and of proxies: what is shown late, or not as it was sent. Each is a setting
-- of config.lua, and changes what a request is told, never what is carried out.

local clock = require "sandbox.clock"
local config = require "sandbox.config"
local json = require "sandbox.json"

local habits = {}

habits.ABSENT = {} -- the value of a member that a row does not have

--- Whether `lag`, a setting in seconds, has passed since a time.
local function has_passed(lag, time)
  return config.values[lag] <= 0 or clock.now() >= time + config.values[lag]
end

--- Whether index lists the task.
function habits.lists_task(task)
  return has_passed("task_lag", task.created)
end

--- Whether an import or an operation may name the task.
function habits.knows_task(task)
  return has_passed("append_lag", task.created)
end

--- How many of the task's rows are counted.
function habits.counted_rows(task)
  local hidden = 0
  for index = #task.imports, 1, -1 do
    if has_passed("count_lag", task.imports[index].time) then break end
    hidden = hidden + task.imports[index].rows
  end
  return #task.rows - hidden
end

--- Whether cdrlist and crmList list the call.
function habits.lists_call(call)
  return has_passed("row_lag", call.time)
end

--- Whether the row of a listed call names its recording.
function habits.names_recording(call)
  return has_passed("recording_lag", call.time + config.values.row_lag)
end

--- Whether the recording is gone for ever.
function habits.is_gone(recordfile)
  local text = config.values.gone_recordings
  return text ~= "" and string.find(recordfile, text, 1, true) ~= nil
end

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;",
  ["'"] = "&#039;" }

--- How a platform keeps a text: change(text) is what its lists show.
local ways = {
  trim = function(text) return string.match(text, "^%s*(.-)%s*$") end,
  escape = function(text) return (string.gsub(text, "[&<>\"']", ENTITIES)) end,
  empty = function() return "" end,
  null = function() return json.null end,
  absent = function() return habits.ABSENT end,
}

--- Whether a text such as "trim,escape" names only ways that exist.
function habits.knows(list)
  for name in string.gmatch(list, "[^,%s]+") do
    if not ways[name] then return false end
  end
  return true
end

--- The first characters of a text in UTF-8.
local function shortened(text, characters)
  local count = 0
  for first in string.gmatch(text, "()[^\128-\191][\128-\191]*") do
    if count == characters then return string.sub(text, 1, first - 1) end
    count = count + 1
  end
  return text
end

--- What index shows of a task's `mark` or `source`.
function habits.text(name, text)
  local length = config.values[name .. "_length"]
  if length > 0 then text = shortened(text, length) end
  for way in string.gmatch(config.values[name], "[^,%s]+") do
    if type(text) == "string" then text = ways[way](text) end
  end
  return text
end

--- The Unix time that the Date header and the lists show for a time.
function habits.header_time(time)
  return time + config.values.date_shift
end

function habits.shown_time(time)
  return time + config.values.time_shift
end

return habits
