--- What is peculiar to PostgreSQL.
local core = require "ai95.core"
local loop = require "ai95.loop"

local AGAIN = ": run the sync again when it is back. Nothing is half written"

local function lock(connection)
  return connection:rows("SELECT CASE WHEN pg_try_advisory_lock(hashtext('ai95.'"
    .. " || COALESCE(current_schema(), ''))) THEN 'yes' ELSE 'no' END")[1][1] == "yes"
end

local function open(connection)
  connection.handle:autocommit(true) -- statements of our own begin and end transactions
  connection:run "SET client_encoding = 'UTF8'"
  connection:run "SET TIME ZONE 8"
  connection:run "SET client_min_messages = warning" -- libpq prints notices on stderr
  local encoding = connection:rows("SHOW server_encoding")[1][1]
  if encoding ~= "UTF8" then
    connection:refuse("its encoding is " .. encoding
      .. ": make the database with ENCODING 'UTF8' TEMPLATE template0")
  end
  local till = core.now() + connection.MAX_WAIT
  while not lock(connection) do
    if core.now() >= till then
      connection:refuse(connection.ANOTHER)
    end
    loop.sleep(0.2)
  end
end

---@type ai95.DatabaseDialect
return {
  name = "PostgreSQL", driver = "PostgreSQL", module = "dbd.postgresql",
  package = "lua-dbi-postgresql",
  types = { key = "text", id = "text", text = "text", int = "bigint", number = "double precision",
    time = "timestamptz", json = "jsonb" },
  cast = "text", table_end = "", quote = '"', binds_numbers = false,
  columns_sql = "SELECT column_name FROM information_schema.columns"
    .. " WHERE table_schema = current_schema() AND table_name = ?",
  open = open,
  begin = "BEGIN", commit = "COMMIT", rollback = "ROLLBACK",
  upsert = function(key, sets)
    return (" ON CONFLICT (%s) DO UPDATE SET %s"):format(key, table.concat(sets, ", "))
  end,
  excluded = "%s = excluded.%s",
  time = function(text) return text .. "+08" end,
  advice = {
    -- LuaDBI loses libpq's reason.
    { "Failed to connect", "it cannot be reached, or refuses the user, the password or the"
      .. " database: check that the server runs, and the address (psql with the same address says"
      .. " which)", "network" },
    { "permission denied", "the user may not do that: grant it CREATE on the schema, and all rights"
      .. " on the tables" },
    { "read%-only transaction",
      "it is read-only, perhaps a replica: give the address of the primary server" },
    { "No space left on device", "its disk is full: make room, and run the sync again" },
    { "terminating connection", "the server ended the connection" .. AGAIN, "network" },
    { "server closed the connection", "the server went away" .. AGAIN, "network" },
    { "no connection to the server", "the server went away" .. AGAIN, "network" },
    { "database closed", "the server went away" .. AGAIN, "network" },
    { "could not receive data", "the server went away" .. AGAIN, "network" },
  },
}
