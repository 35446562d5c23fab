--- A connection to a database through LuaDBI: prepared statements, transactions, and errors that
--- say what to do. It raises every error as an object.
local errors = require "ai95.errors"
local masking = require "ai95.http.secrets"

local dialects = {
  sqlite = "ai95.sync.database.sqlite",
  postgresql = "ai95.sync.database.postgresql",
  mariadb = "ai95.sync.database.mariadb",
}

---@class ai95.DatabaseConnection
---@field dialect ai95.DatabaseDialect what is peculiar to this kind of database
---@field shown string its address, for messages
---@field private handle userdata LuaDBI's
---@field private statements table<string, userdata> by their SQL
local Connection = {}
Connection.__index = Connection

Connection.ANOTHER = "another sync into this database is still running: run it again when that has"
  .. " ended"

-- Seconds to wait for the lock: a server notices late that a sync was killed.
Connection.MAX_WAIT = 5

--- What is peculiar to a kind of database.
---@class ai95.DatabaseDialect
---@field name string for people
---@field driver string LuaDBI's name of it
---@field module string the driver's module
---@field package string Debian's package with the driver
---@field types table<string, string> by a column's type: key, id, text, int, number, time, json
---@field cast string the type of a text, for CAST
---@field table_end string of CREATE TABLE
---@field quote string around a name
---@field max_id integer|nil characters of a value of the type id
---@field binds_numbers boolean whether a number is bound as one; otherwise as text, since LuaDBI
--- would give the database 32 bits of it
---@field columns_sql string lists a table's columns
---@field prepare (fun(address: ai95.DatabaseAddress): string|nil)|nil before it is opened; why it
--- cannot be, or nil
---@field open fun(connection: ai95.DatabaseConnection) the session's settings, and a lock against
--- other syncs, if `prepare` took none
---@field begin string|nil statements; nil: LuaDBI's own functions
---@field commit string|nil
---@field rollback string|nil
---@field upsert fun(key: string, sets: string[]): string the end of an INSERT
---@field excluded string a format: sets a column to the value of the INSERT
---@field time fun(text: string): string|nil a time as it is bound; nil if it cannot be
---@field advice { [1]: string, [2]: string, [3]: ai95.ErrorKind|nil }[] a part of the database's
--- message, what to tell people, and the kind if it is not "file"

local function unquoted(text)
  return (text:gsub("\"[^\"]*\"", "\"…\""):gsub("'[^']*'", "'…'"))
end

--- The database's message without the data in it, such as a customer's.
local function message_of(problem)
  local line = tostring(problem):gsub("^[^\n]-failed:? ", ""):match "^[^\n]*" or ""
  return masking.mask_numbers(unquoted(line))
end

--- Raises an error for what the database says.
---@param problem string
function Connection:fail(problem)
  local text = tostring(problem)
  for _, advice in ipairs(self.dialect.advice) do
    if text:find(advice[1]) then
      error(errors.new { kind = advice[3] or "file", path = self.path,
        message = ("%s: %s"):format(self.shown, advice[2]) }, 0)
    end
  end
  error(errors.new { kind = "file", path = self.path,
    message = ("%s: %s says: %s"):format(self.shown, self.dialect.name, message_of(text)) }, 0)
end

--- Raises an error of our own.
function Connection:refuse(message)
  error(errors.new { kind = "file", path = self.path, message = self.shown .. ": " .. message }, 0)
end

--- A name in the database's quotes.
---@param name string
---@return string
function Connection:name(name)
  local quote = self.dialect.quote
  return quote .. name .. quote
end

function Connection:statement(sql)
  local statement = self.statements[sql]
  if not statement then
    local problem
    statement, problem = self.handle:prepare(sql)
    if not statement then
      self:fail(problem)
    end
    self.statements[sql] = statement
  end
  return statement
end

--- Executes a statement.
---@param sql string with ? for each value
---@param ... any the values: strings, numbers, nil
---@return userdata statement
function Connection:run(sql, ...)
  local statement = self:statement(sql)
  local ok, done, problem = pcall(statement.execute, statement, ...)
  if not ok or not done then
    self:fail(ok and problem or done)
  end
  return statement
end

--- Names in quotes, with commas between them.
---@param names string[]
---@return string
function Connection:names(names)
  local quoted = {}
  for i, name in ipairs(names) do
    quoted[i] = self:name(name)
  end
  return table.concat(quoted, ", ")
end

--- SQL for a value as text, "" if it is NULL: LuaDBI gives 32 bits of some numbers, and "0-00-00"
--- for the NULL of a time.
---@param value string SQL
---@return string
function Connection:text(value)
  return ("COALESCE(CAST(%s AS %s), '')"):format(value, self.dialect.cast)
end

--- The rows that a statement gives, each a list.
---@param sql string
---@return table[] rows
function Connection:rows(sql, ...)
  local statement, rows = self:run(sql, ...), {}
  while true do
    local ok, row = pcall(statement.fetch, statement)
    if not ok then
      self:fail(row)
    elseif not row then
      return rows
    end
    rows[#rows + 1] = row
  end
end

--- Runs a function in a transaction, which is undone if the function raises.
---@param change fun()
function Connection:transaction(change)
  local dialect = self.dialect
  if dialect.begin then
    self:run(dialect.begin)
  end
  local ok, raised = pcall(change)
  if not ok then
    pcall(function()
      if dialect.rollback then
        self:run(dialect.rollback)
      else
        self.handle:rollback()
      end
    end)
    error(raised, 0)
  elseif dialect.commit then
    self:run(dialect.commit)
  elseif not self.handle:commit() then
    self:fail("commit failed: the connection was lost")
  end
end

function Connection:close()
  for sql, statement in pairs(self.statements) do
    pcall(statement.close, statement)
    self.statements[sql] = nil
  end
  if self.handle then
    pcall(self.handle.close, self.handle)
    self.handle = nil
  end
  if self.held then
    self.held:close()
    self.held = nil
  end
end

--- LuaDBI, or an error that says how to get it.
local function load_driver(dialect)
  local ok, problem = pcall(require, dialect.module)
  local has_dbi, dbi = pcall(require, "DBI")
  if ok and has_dbi then
    return dbi
  end
  local missing = "module '" .. dialect.module .. "' not found"
  if not ok and not tostring(problem):find(missing, 1, true) then
    error(errors.new { kind = "file", message = ("LuaDBI's driver for %s cannot be loaded: %s")
      :format(dialect.name, tostring(problem):gsub("^error loading module .-:%s*", "")
        :match "^[^\n]*") }, 0)
  end
  error(errors.new { kind = "file", message = ("%s needs LuaDBI, which this Lua (%s) does not have:"
    .. " install the Debian package %s, or the rock luadbi-%s"):format(dialect.name,
    rawget(_G, "jit") and "LuaJIT" or _VERSION, dialect.package, dialect.package:match "[^-]+$") },
    0)
end

--- Opens a database and locks it against other syncs.
---@param address ai95.DatabaseAddress
---@return ai95.DatabaseConnection
return function(address)
  local dialect = require(dialects[address.dialect])
  local dbi = load_driver(dialect)
  local self = setmetatable({ dialect = dialect, shown = address.shown, path = address.path,
    statements = {} }, Connection)
  local problem = dialect.prepare and dialect.prepare(self, address)
  if problem then
    self:close()
    error(errors.new { kind = "file", path = address.path, message = problem }, 0)
  end
  local ok, handle, refusal = pcall(dbi.Connect, dialect.driver,
    (unpack or table.unpack)(address.arguments, 1, address.count))
  if not ok or not handle then
    self:close()
    self:fail(ok and refusal or handle)
  end
  self.handle = handle
  local opened, raised = pcall(dialect.open, self)
  if not opened then
    self:close()
    error(raised, 0)
  end
  return self
end
