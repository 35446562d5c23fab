--- Writes the rows of a list, and the turns of their talks, into their tables.
local endpoints = require "ai95.api.endpoints"
local new_many = require "ai95.sync.database.many"
local parser = require "ai95.http.parser"
local schema = require "ai95.sync.database.schema"
local talk = require "ai95.api.talk"
local values = require "ai95.sync.database.values"

local MAX_KEY = 255 -- bytes

---@class ai95.DatabaseWriter
---@field private connection ai95.DatabaseConnection
---@field private columns table[] { name =, convert = } of the list's table, without `extra`
---@field private rows table[] those that wait
---@field private keys string[] theirs
---@field private places table<string, integer> of the rows, by their key
---@field private present table<string, true>|nil keys that the table has already
---@field private upsert ai95.DatabaseMany
---@field private select ai95.DatabaseMany
---@field private insert_turns ai95.DatabaseMany|nil
---@field private delete_turns ai95.DatabaseMany|nil
local Writer = {}
Writer.__index = Writer

--- An INSERT of rows, or an UPDATE of those that are there.
---@param connection ai95.DatabaseConnection
---@param each ai95.DatabaseTable
local function upsert(connection, each)
  local names, sets, marks, is_key = {}, {}, {}, {}
  for _, name in ipairs(each.key) do
    is_key[name] = true
  end
  for i, column in ipairs(each.columns) do
    local name = connection:name(column.name)
    names[i], marks[i] = column.name, "?"
    if not is_key[column.name] then
      sets[#sets + 1] = connection.dialect.excluded:format(name, name)
    end
  end
  local row = "(" .. table.concat(marks, ", ") .. ")"
  return new_many(#names, function(rows)
    return ("INSERT INTO %s (%s) VALUES %s%s"):format(connection:name(each.name),
      connection:names(names), (row .. ", "):rep(rows - 1) .. row,
      connection.dialect.upsert(connection:names(each.key), sets))
  end, function(...) connection:run(...) end)
end

--- A statement for the rows with some keys.
---@param beginning string
---@param run fun(sql: string, ...)
local function for_keys(beginning, run)
  return new_many(1, function(rows)
    return ("%s IN (%s)"):format(beginning, ("?, "):rep(rows - 1) .. "?")
  end, run)
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

--- Writes a row. What its columns cannot have, and fields that the document does not list, go into
--- `extra`.
function Writer:write_row(row)
  local columns, extra = self.columns, nil
  local list, at = self.upsert.list, self.upsert.at
  for i = 1, #columns do
    local column = columns[i]
    local value, bound = row[column.name], nil
    if value ~= nil then
      bound = column.convert(value)
      if bound == nil then
        extra = extra or {}
        extra[column.name] = value
      end
    end
    list[at + i] = bound
  end
  for name, value in pairs(row) do
    if not self.is_column[name] then
      extra = extra or {}
      extra[name] = value
    end
  end
  list[at + #columns + 1] = extra and values.json(extra) or nil
  self.upsert:take()
end

--- Finds the keys that the table has already, and removes the turns of those rows.
---@return integer count how many keys it does not have
function Writer:find_present()
  local select, delete, added = self.select, self.delete_turns, 0
  self.present = {}
  for _, key in ipairs(self.keys) do
    select.list[select.at + 1] = key
    select:take()
  end
  select:finish()
  for _, key in ipairs(self.keys) do
    if not self.present[key] then
      added = added + 1
    elseif delete then
      delete.list[delete.at + 1] = key
      delete:take()
    end
  end
  if delete then
    delete:finish()
  end
  return added
end

function Writer:write_turns(key, text)
  local many, number, clean = self.insert_turns, 0, values.clean
  local list = many.list
  talk(text, function(voice, answer, marker, recording)
    local at = many.at
    number = number + 1
    list[at + 1], list[at + 2] = key, self.number(number)
    list[at + 3], list[at + 4] = voice and clean(voice), answer and clean(answer)
    list[at + 5], list[at + 6] = marker, recording
    many:take()
  end)
end

--- Writes the rows that wait, inside a transaction.
---@return integer added how many the table did not have
function Writer:write()
  local added, field = self:find_present(), self.list.talk
  for i, row in ipairs(self.rows) do
    self:write_row(row)
    if field then
      self:write_turns(self.keys[i], row[field])
    end
  end
  self.upsert:finish()
  if field then
    self.insert_turns:finish()
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
  self.upsert = upsert(connection, each)
  self.select = for_keys(("SELECT %s FROM %s WHERE %s"):format(key, name, key), function(...)
    for _, found in ipairs(connection:rows(...)) do
      self.present[found[1]] = true
    end
  end)
  if list.turns then
    self.number = values.converter("int", connection.dialect)
    self.insert_turns = upsert(connection, schema.tables[list.turns])
    self.delete_turns = for_keys(("DELETE FROM %s WHERE %s"):format(connection:name(list.turns),
      key), function(...) connection:run(...) end)
  end
  return self
end
