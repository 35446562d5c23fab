--- Writes the rows of a list, and the turns of their talks, into their tables.
local endpoints = require "ai95.api.endpoints"
local parser = require "ai95.http.parser"
local schema = require "ai95.sync.database.schema"
local talk = require "ai95.api.talk"
local values = require "ai95.sync.database.values"

local TURN_WIDTH = 6 -- values of a turn: the key, its number, and what it has
local MAX_VALUES = 500 -- of one statement
local MAX_KEY = 255 -- bytes

---@class ai95.DatabaseWriter
---@field private connection ai95.DatabaseConnection
---@field private columns table[] { name =, convert = } of the list's table, without `extra`
---@field private rows table[] those that wait
---@field private keys string[] theirs
---@field private places table<string, integer> of the rows, by their key
local Writer = {}
Writer.__index = Writer

local unpack = unpack or table.unpack -- luacheck: ignore 143

--- Statements for many rows at once: of `count` rows, the largest power of two that is allowed.
local function chunk(count, width)
  local size = 1
  while size * 2 <= count and size * 2 * width <= MAX_VALUES do
    size = size * 2
  end
  return size
end

--- The SQL of an INSERT of some rows.
local function insert(connection, each, count)
  local names, sets, marks, key, is_key = {}, {}, {}, {}, {}
  for i, name in ipairs(each.key) do
    key[i], is_key[name] = connection:name(name), true
  end
  for i, column in ipairs(each.columns) do
    local name = connection:name(column.name)
    names[i], marks[i] = name, "?"
    if not is_key[column.name] then
      sets[#sets + 1] = connection.dialect.excluded:format(name, name)
    end
  end
  local row = "(" .. table.concat(marks, ", ") .. ")"
  return ("INSERT INTO %s (%s) VALUES %s%s"):format(connection:name(each.name),
    table.concat(names, ", "), (row .. ", "):rep(count - 1) .. row,
    connection.dialect.upsert(table.concat(key, ", "), sets))
end

--- Runs a statement for lists of values that stand one behind the other, as many at once as may be.
---@param list table
---@param count integer of values
---@param width integer values of a row
---@param sql fun(rows: integer): string
---@param run fun(sql: string, ...)
local function in_chunks(list, count, width, sql, run)
  local at = 0
  while at < count do
    local rows = chunk((count - at) / width, width)
    run(sql(rows), unpack(list, at + 1, at + rows * width))
    at = at + rows * width
  end
end

--- SQL that writes as many rows into a table.
function Writer:sql(name)
  local cache, each = {}, schema.tables[name]
  return function(rows)
    cache[rows] = cache[rows] or insert(self.connection, each, rows)
    return cache[rows]
  end
end

--- SQL with as many marks as keys.
function Writer:sql_in(beginning)
  local cache = {}
  return function(rows)
    cache[rows] = cache[rows] or ("%s IN (%s)"):format(beginning, ("?, "):rep(rows - 1) .. "?")
    return cache[rows]
  end
end

--- Whether a row with the same key waits.
---@param row table
---@return boolean
function Writer:has(row)
  return self.places[values.clean(row[self.key])] ~= nil
end

--- Takes a row. One with the same key replaces it.
---@param row table
---@return string key
function Writer:add(row)
  local key = values.clean(row[self.key])
  if #key > MAX_KEY then
    error(parser.row_error(endpoints.by_name[self.list.endpoint],
      ("a %s is longer than %d bytes"):format(self.key, MAX_KEY)), 0)
  end
  local place = self.places[key]
  if not place then
    place = #self.rows + 1
    self.places[key] = place
  end
  self.rows[place], self.keys[place] = row, key
  return key
end

--- The values of a row's columns into `list`; what they cannot have, and fields that the document
--- does not list, into `extra`.
function Writer:convert(row, list, at)
  local columns, extra, known = self.columns, nil, 0
  for i = 1, #columns do
    local column = columns[i]
    local value = row[column.name]
    if value ~= nil then
      known = known + 1
      local bound = column.convert(value)
      if bound == nil then
        extra = extra or {}
        extra[column.name] = value
      end
      list[at + i] = bound
    else
      list[at + i] = nil
    end
  end
  for name, value in pairs(row) do
    known = known - 1
    if not self.is_column[name] then
      extra = extra or {}
      extra[name] = value
    end
  end
  list[at + #columns + 1] = extra and values.json(extra) or nil
  return at + #columns + 1
end

--- The keys that the table has already.
function Writer:present(keys)
  local present = {}
  in_chunks(keys, #keys, 1, self.select, function(sql, ...)
    for _, found in ipairs(self.connection:rows(sql, ...)) do
      present[found[1]] = true
    end
  end)
  return present
end

function Writer:write_turns(present)
  local old, list, at = {}, {}, 0
  local clean = values.clean
  for i, row in ipairs(self.rows) do
    local key, number = self.keys[i], 0
    if present[key] then
      old[#old + 1] = key
    end
    talk(row[self.list.talk], function(voice, answer, marker, recording)
      number = number + 1
      list[at + 1], list[at + 2] = key, self.number(number)
      list[at + 3], list[at + 4] = voice and clean(voice), answer and clean(answer)
      list[at + 5], list[at + 6] = marker, recording
      at = at + TURN_WIDTH
    end)
  end
  in_chunks(old, #old, 1, self.delete_turns, function(...) self.connection:run(...) end)
  in_chunks(list, at, TURN_WIDTH, self.insert_turns,
    function(...) self.connection:run(...) end)
end

--- Writes the rows that wait, inside a transaction.
---@return integer added how many the table did not have
function Writer:write()
  local list, at, added = {}, 0, 0
  for _, row in ipairs(self.rows) do
    at = self:convert(row, list, at)
  end
  local present = self:present(self.keys)
  for _, key in ipairs(self.keys) do
    added = added + (present[key] and 0 or 1)
  end
  in_chunks(list, at, #self.columns + 1, self.upsert, function(...) self.connection:run(...) end)
  if self.list.turns then
    self:write_turns(present)
  end
  return added
end

--- Forgets the rows, which were written.
---@return table<string, integer> keys of the rows
function Writer:clear()
  local places = self.places
  self.rows, self.keys, self.places = {}, {}, {}
  return places
end

---@param connection ai95.DatabaseConnection
---@param what string the list
---@return ai95.DatabaseWriter
return function(connection, what)
  local list, each = schema.lists[what], schema.tables[what]
  local self = setmetatable({
    connection = connection, list = list, key = list.key, columns = {}, is_column = {}, rows = {},
    keys = {}, places = {},
  }, Writer)
  for i = 1, #each.columns - 1 do
    local column = each.columns[i]
    self.columns[i] = { name = column.name,
      convert = values.converter(column.type, connection.dialect) }
    self.is_column[column.name] = true
  end
  local name, key = connection:name(what), connection:name(list.key)
  self.upsert = self:sql(what)
  self.select = self:sql_in(("SELECT %s FROM %s WHERE %s"):format(key, name, key))
  if list.turns then
    self.number = values.converter("int", connection.dialect)
    self.insert_turns = self:sql(list.turns)
    self.delete_turns = self:sql_in(("DELETE FROM %s WHERE %s"):format(connection:name(list.turns),
      key))
  end
  return self
end
