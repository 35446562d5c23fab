--- How far the sync of each list has got: its row in the table ai95_sync, which is written in one
--- transaction with the rows that were read.
local dates = require "ai95.util.dates"
local schema = require "ai95.sync.database.schema"
local values = require "ai95.sync.database.values"

local progress = {}

--- Times are the platform's. While a run reads, `page` and what follows say where it is; a run that
--- was killed is continued there.
---@class ai95.DatabaseProgress
---@field list string
---@field finished_at string|nil when all had been read
---@field since string what is older was never asked for
---@field start_at string the time from which on the next run reads
---@field newest string|nil the newest record that was read
---@field day string|nil the day of the last run that read the last days again
---@field began string|nil when the run that reads began, by the server's clock
---@field pass integer|nil 1: the first time over the list in this run; nil: nothing is being read
---@field page integer|nil the next page
---@field page_size integer|nil rows of a page
---@field seen integer|nil different rows in this pass
---@field total integer|nil what the platform said of them when the pass began

local columns = schema.tables.ai95_sync.columns
local names = {}
for i, column in ipairs(columns) do
  names[i] = column.name
end

local numbers = { pass = true, page = true, page_size = true, seen = true, total = true }

--- The progress of a list; nil before its first run.
---@param connection ai95.DatabaseConnection
---@param list string
---@return ai95.DatabaseProgress|nil
function progress.read(connection, list)
  local quoted = {}
  for i, name in ipairs(names) do
    quoted[i] = connection:text(connection:name(name))
  end
  local row = connection:rows(("SELECT %s FROM ai95_sync WHERE %s = ?"):format(
    table.concat(quoted, ", "), connection:name "list"), list)[1]
  local state = row and {}
  for i, name in ipairs(row and names or {}) do
    state[name] = row[i] ~= "" and (tonumber(numbers[name] and row[i]) or row[i]) or nil
  end
  return state
end

--- Replaces the progress of a list, inside a transaction.
---@param connection ai95.DatabaseConnection
---@param state ai95.DatabaseProgress
function progress.write(connection, state)
  local marks, bound = {}, {}
  for i, column in ipairs(columns) do
    marks[i] = "?"
    local value = state[column.name]
    if value ~= nil then
      bound[i] = values.converter(column.type, connection.dialect)(value)
    end
  end
  connection:run(("DELETE FROM ai95_sync WHERE %s = ?"):format(connection:name "list"), state.list)
  connection:run(("INSERT INTO ai95_sync (%s) VALUES (%s)"):format(
    connection:names(names), table.concat(marks, ", ")),
    (unpack or table.unpack)(bound, 1, #columns))
end

--- Nothing is being read.
---@param state ai95.DatabaseProgress
function progress.rest(state)
  for _, name in ipairs { "began", "pass", "page", "page_size", "seen", "total" } do
    state[name] = nil
  end
end

--- Now, as the platform writes it.
---@return string
function progress.now(client)
  return dates.format(client:server_time() or os.time())
end

return progress
