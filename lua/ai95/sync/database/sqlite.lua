--- What is peculiar to SQLite.
local core = require "ai95.core"

local BUSY = 10000 -- milliseconds to wait for another program that writes

--- Locks the file beside the database, and makes a new database private before SQLite makes it
--- public.
local function prepare(connection, address)
  local held, problem, is_busy = core.lock(address.path .. ".lock")
  if not held then
    return is_busy and ("%s: %s"):format(address.path, connection.ANOTHER) or problem
  end
  connection.held = held
  local identity
  identity, problem = core.file_identity(address.path)
  if identity == nil then
    return problem
  elseif identity == false then
    local file
    file, problem = core.lock(address.path) -- creates it with mode 0600
    if not file then
      return problem
    end
    file:close()
    connection.is_new = true
  end
end

local function open(connection)
  connection.handle:autocommit(true) -- statements of our own begin and end transactions
  connection:rows("PRAGMA busy_timeout = " .. BUSY)
  -- People read while a sync writes. A database that exists stays in its mode.
  local mode = connection:rows("PRAGMA journal_mode" .. (connection.is_new and " = WAL" or ""))
  if mode[1][1] == "wal" then
    connection:rows "PRAGMA synchronous = NORMAL" -- safe in this mode
  end
end

---@type ai95.DatabaseDialect
return {
  name = "SQLite", driver = "SQLite3", module = "dbd.sqlite3", package = "lua-dbi-sqlite3",
  types = { key = "TEXT", id = "TEXT", text = "TEXT", int = "INTEGER", number = "REAL",
    time = "TEXT", json = "TEXT" },
  cast = "TEXT", table_end = "", quote = '"', binds_numbers = true,
  columns_sql = "SELECT name FROM pragma_table_info(?)",
  prepare = prepare, open = open,
  begin = "BEGIN IMMEDIATE", commit = "COMMIT", rollback = "ROLLBACK",
  upsert = function(key, sets)
    return (" ON CONFLICT (%s) DO UPDATE SET %s"):format(key, table.concat(sets, ", "))
  end,
  excluded = "%s = excluded.%s",
  time = function(text) return text:sub(1, 10) .. "T" .. text:sub(12) .. "+08:00" end,
  advice = {
    { "is locked", "another program is writing to it: run the sync again when that has ended" },
    { "disk is full", "the disk is full: make room, and run the sync again" },
    { "readonly database", "it is read-only: make the file and its folder writable for this user" },
    { "unable to open", "it cannot be opened: check that it is a file, and that this user may write"
      .. " it and its folder" },
    { "not a database", "it is not an SQLite database: give another path" },
    { "malformed", "it is damaged: restore a backup, or sync into a new file" },
    { "disk I/O error", "the disk failed, or the folder cannot be written: check both, and run the"
      .. " sync again" },
  },
}
