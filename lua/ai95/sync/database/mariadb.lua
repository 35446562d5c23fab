--- What is peculiar to MariaDB.
local AGAIN = ": run the sync again when it is back. Nothing is half written"
local MIN_TIME, MAX_TIME = "1970-01-01 08:00:01", "2038-01-19 11:14:07" -- of TIMESTAMP, in China

local function open(connection)
  connection:run "SET NAMES utf8mb4"
  connection:run "SET SESSION sql_mode = 'STRICT_ALL_TABLES'"
  connection:run "SET time_zone = '+08:00'"
  local held = connection:rows(("SELECT CAST(GET_LOCK(LEFT(CONCAT('ai95.', DATABASE()), 64), %d)"
    .. " AS CHAR)"):format(connection.MAX_WAIT))[1][1]
  if held ~= "1" then
    connection:refuse(connection.ANOTHER)
  end
end

---@type ai95.DatabaseDialect
return {
  name = "MariaDB", driver = "MySQL", module = "dbd.mysql", package = "lua-dbi-mysql",
  types = { key = "VARCHAR(255)", id = "VARCHAR(255)", text = "MEDIUMTEXT", int = "BIGINT",
    number = "DOUBLE", time = "TIMESTAMP NULL DEFAULT NULL", json = "JSON" },
  cast = "CHAR", table_end = " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
  quote = "`", binds_numbers = false, max_id = 255,
  columns_sql = "SELECT column_name FROM information_schema.columns"
    .. " WHERE table_schema = DATABASE() AND table_name = ?",
  open = open,
  upsert = function(_, sets) return " ON DUPLICATE KEY UPDATE " .. table.concat(sets, ", ") end,
  excluded = "%s = VALUES(%s)",
  time = function(text) return text >= MIN_TIME and text <= MAX_TIME and text or nil end,
  advice = {
    { "Access denied", "it refuses the user or the password, or the user has no rights on the"
      .. " database: check the address and the user's rights" },
    { "Unknown database", "there is no database of this name: create it" },
    { "command denied", "the user may not do that: grant it all rights on the database" },
    { "read%-only", "it is read-only, perhaps a replica: give the address of the primary server" },
    { "is full", "its disk is full: make room, and run the sync again" },
    { "Got error 28", "its disk is full: make room, and run the sync again" },
    { "max_allowed_packet", "a row is larger than its max_allowed_packet: raise that" },
    { "Lock wait timeout", "another program holds its rows: run the sync again when that has ended"
    },
    { "Failed to connect", "it cannot be reached: check that the server runs, and the address",
      "network" },
    { "gone away", "the server went away" .. AGAIN, "network" },
    { "Lost connection", "the server went away" .. AGAIN, "network" },
    { "connection was lost", "the server went away" .. AGAIN, "network" },
    { "Server shutdown", "the server is ending" .. AGAIN, "network" },
    { "database closed", "the server went away" .. AGAIN, "network" },
  },
}
