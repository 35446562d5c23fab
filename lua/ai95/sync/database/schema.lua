--- The tables, and their columns, which are the fields of the platform's answers. It creates what
--- is missing and changes nothing else: columns, tables and indexes of the user's own stay.
local endpoints = require "ai95.api.endpoints"
local lists = require "ai95.export.lists"

local schema = {}

local VERSION = 1 -- of what the tables mean; a column more is no new version

-- What a list has besides its fields: `time`, the field by which rows are old or new; `talk`, the
-- field with a transcript, and `turns`, its table.
schema.lists = {
  ai_users = { endpoint = "getAiUsers" },
  projects = { endpoint = "getProjects" },
  tasks = { endpoint = "index", time = "created_at" },
  calls = { endpoint = "cdrlist", time = "connected_at", talk = "asr_a", turns = "call_turns" },
  customers = { endpoint = "crmList", time = "connected_at", talk = "talk_info",
    turns = "customer_turns" },
}
-- In the order in which they are read: what to read again of the others depends on the tasks.
schema.names = { "ai_users", "projects", "tasks", "calls", "customers" }

-- A column's type, by the type of its field. A field that has none keeps its text.
local types = { id = "id", int = "int", number = "number", time = "time" }

--- The column that identifies a row.
local function key_of(endpoint)
  for _, field in ipairs(endpoints.by_name[endpoint].answer_fields) do
    if field.required and field.type == "id" then
      return field.name
    end
  end
end

---@class ai95.DatabaseTable
---@field name string
---@field columns { name: string, type: string }[]
---@field key string[] the primary key
---@field index string|nil a column with an index

local function turns_of(list, key)
  return {
    name = list.turns, key = { key, "turn" },
    columns = {
      { name = key, type = "key" }, { name = "turn", type = "int" },
      { name = "voice", type = "text" }, { name = "answer", type = "text" },
      { name = "marker", type = "text" }, { name = "recording", type = "text" },
    },
  }
end

local tables = {
  {
    name = "ai95_meta", key = { "name" },
    columns = { { name = "name", type = "key" }, { name = "value", type = "text" } },
  },
  {
    name = "ai95_sync", key = { "list" },
    columns = {
      { name = "list", type = "key" }, { name = "finished_at", type = "time" },
      { name = "since", type = "text" }, { name = "start_at", type = "text" },
      { name = "newest", type = "text" }, { name = "day", type = "text" },
      { name = "began", type = "text" }, { name = "pass", type = "int" },
      { name = "page", type = "int" }, { name = "page_size", type = "int" },
      { name = "seen", type = "int" }, { name = "total", type = "int" },
    },
  },
}
local by_name = {}

for _, what in ipairs(schema.names) do
  local list = schema.lists[what]
  list.key = key_of(list.endpoint)
  local columns = {}
  for i, field in ipairs(lists.fields(what)) do
    columns[i] = { name = field.name,
      type = field.name == list.key and "key" or types[field.type] or "text" }
  end
  columns[#columns + 1] = { name = "extra", type = "json" }
  tables[#tables + 1] = { name = what, columns = columns, key = { list.key }, index = list.time }
  if list.turns then
    tables[#tables + 1] = turns_of(list, list.key)
  end
end
for _, each in ipairs(tables) do
  by_name[each.name] = each
end
schema.tables = by_name

local function definition(connection, column)
  return connection:name(column.name) .. " " .. connection.dialect.types[column.type]
    .. (column.type == "key" and " NOT NULL" or "")
end

local function create(connection, each)
  local lines = {}
  for i, column in ipairs(each.columns) do
    lines[i] = definition(connection, column)
  end
  lines[#lines + 1] = "PRIMARY KEY (" .. connection:names(each.key) .. ")"
  connection:run(("CREATE TABLE IF NOT EXISTS %s (\n  %s\n)%s"):format(connection:name(each.name),
    table.concat(lines, ",\n  "), connection.dialect.table_end))
end

--- Not with the table: MariaDB commits after each of these statements, and a kill comes between.
local function create_index(connection, each)
  connection:run(("CREATE INDEX IF NOT EXISTS %s ON %s (%s)"):format(
    connection:name(each.name .. "_" .. each.index), connection:name(each.name),
    connection:name(each.index)))
end

--- The columns that a table has; none if there is no such table.
local function columns_of(connection, name)
  local set, count = {}, 0
  for _, row in ipairs(connection:rows(connection.dialect.columns_sql, name)) do
    set[row[1]], count = true, count + 1
  end
  return set, count
end

--- Adds the columns that a table lacks.
local function complete(connection, each, present)
  for _, column in ipairs(each.columns) do
    if not present[column.name] then
      connection:run(("ALTER TABLE %s ADD COLUMN %s"):format(connection:name(each.name),
        definition(connection, column)))
    end
  end
end

local META = "SELECT value FROM ai95_meta WHERE name = ?"

local function meta(connection, name)
  local rows = connection:rows(META, name)
  return rows[1] and rows[1][1]
end

local function set_meta(connection, name, value)
  connection:run("INSERT INTO ai95_meta (name, value) VALUES (?, ?)", name, value)
end

--- Whether the tables are ours. Refuses tables of others that have our names, and newer ones.
local function check(connection)
  local _, count = columns_of(connection, "ai95_meta")
  if count > 0 then
    local version = tonumber(meta(connection, "version") or VERSION)
    if version > VERSION then
      connection:refuse(("its tables were made by a newer ai95 (version %d, this one knows %d):"
        .. " update ai95"):format(version, VERSION))
    end
    return true
  end
  for _, each in ipairs(tables) do
    _, count = columns_of(connection, each.name)
    if count > 0 then
      connection:refuse(("it has a table %s that is not ai95's: sync into another database")
        :format(each.name))
    end
  end
  return false
end

--- Creates the tables or completes them.
---@param connection ai95.DatabaseConnection
---@param account string whose data it is: "hln at 127.0.0.1:8095"
function schema.migrate(connection, account)
  local is_ours = check(connection)
  connection:transaction(function()
    for _, each in ipairs(tables) do
      local present, count = {}, 0
      if is_ours then
        present, count = columns_of(connection, each.name)
      end
      if count == 0 then
        create(connection, each)
      else
        complete(connection, each, present)
      end
      if each.index then
        create_index(connection, each)
      end
    end
    if not meta(connection, "version") then
      set_meta(connection, "version", ("%d"):format(VERSION))
    end
    local owner = meta(connection, "account")
    if not owner then
      set_meta(connection, "account", account)
    elseif owner ~= account then
      connection:refuse(("it has the data of another account (%s, this one is %s): sync into"
        .. " another database. If it is the same account at a new address, correct the row"
        .. " 'account' of its table ai95_meta"):format(owner, account))
    end
  end)
end

return schema
