--- The databases that the specs sync into: SQLite files, and servers of PostgreSQL and MariaDB on
--- sockets of their own.
local files = require "support.files"
local server = require "support.server"

local databases = {}

local PASSWORD, ENCODED = "p@s:s/wo%rd", "p%40s%3As%2Fwo%25rd"

local function succeeds(command)
  local ok = os.execute("(" .. command .. ") >/dev/null 2>&1")
  return ok == true or ok == 0
end

local function output(command)
  local pipe = io.popen(command)
  local text = pipe:read "*a"
  pipe:close()
  return text
end

local is_root = output "id -u" == "0\n"

--- The command as that user, if the specs run as root: these servers refuse to.
local function as(user, command)
  return is_root and ("setpriv --reuid=%s --regid=%s --clear-groups env HOME=/tmp %s"):format(user,
    user, command) or command
end

--- A folder that the user owns.
local function prepare(self, user)
  if is_root then
    assert(succeeds(("chown %s %s"):format(user, self.dir)))
  end
end

--- The folder with PostgreSQL's programs, of its newest version; nil if it is not installed.
local function postgresql_bin()
  local paths = output "ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1"
  return paths:match "^(.*)/initdb\n$"
end

local function has_module(name)
  return pcall(require, name) and pcall(require, "DBI")
end

--- The tags of specs with a database. LuaDBI hides the servers, so one Lua is enough for them.
function databases.tags(kind)
  return kind == "sqlite" and "#plain #program" or "#plain #program #once"
end

--- What is missing for a kind of database; nil if nothing is.
---@param kind "sqlite"|"postgresql"|"mariadb"
---@return string|nil
function databases.missing(kind)
  local module = kind == "mariadb" and "mysql" or kind == "sqlite" and "sqlite3" or kind
  if not has_module("dbd." .. module) then
    return "LuaDBI's dbd." .. module .. " for this Lua"
  elseif kind == "postgresql" and not postgresql_bin() then
    return "PostgreSQL"
  elseif kind == "mariadb" and not succeeds "PATH=$PATH:/usr/sbin command -v mariadbd" then
    return "MariaDB"
  elseif kind == "sqlite" and not succeeds "command -v sqlite3" then
    return "the program sqlite3"
  end
end

local function start_postgresql()
  local bin = postgresql_bin()
  local self = server.start {
    signal = "INT",
    command = function(self)
      prepare(self, "postgres")
      files.write(self.dir .. "/password", PASSWORD)
      assert(succeeds("chmod 644 " .. self.dir .. "/password"))
      assert(succeeds(as("postgres", ("%s/initdb -D %s/data -U ai95 -A scram-sha-256 --no-sync"
        .. " --pwfile=%s/password -E UTF8 --locale=C"):format(bin, self.dir, self.dir))))
      return as("postgres", ("%s/postgres -D %s/data -c listen_addresses= -c fsync=off"
        .. " -c dynamic_shared_memory_type=mmap"
        .. " -c unix_socket_directories=%s"):format(bin, self.dir, self.dir))
    end,
    is_ready = function(self) return succeeds(("%s/pg_isready -h %s"):format(bin, self.dir)) end,
  }
  function self.query(sql, database)
    return output(("PGPASSWORD='%s' %s/psql -h %s -U ai95 -d %s -Atqc \"%s\" 2>&1"):format(PASSWORD,
      bin, self.dir, database or "postgres", sql:gsub("[\"$`\\]", "\\%0")))
  end
  function self.address(name, user)
    return ("postgres://%s:%s@%s/%s"):format(user or "ai95", ENCODED, self.dir:gsub("/", "%%2F"),
      name)
  end
  return self
end

-- Nobody pulls the plug of a spec.
local UNSYNCED = "--innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync"
  .. " --innodb-doublewrite=0"

local function start_mariadb()
  local self = server.start {
    command = function(self)
      prepare(self, "mysql")
      assert(succeeds(as("mysql", ("mariadb-install-db --no-defaults --datadir=%s/data"
        .. " --skip-test-db --auth-root-authentication-method=normal %s"):format(self.dir,
        UNSYNCED))))
      return as("mysql", ("%s --no-defaults --datadir=%s/data --socket=%s/socket"
        .. " --skip-networking %s"):format(
        output "PATH=$PATH:/usr/sbin command -v mariadbd":match "[^\n]*", self.dir, self.dir,
        UNSYNCED))
    end,
    is_ready = function(self)
      return succeeds(("mariadb-admin --no-defaults -u root -S %s/socket ping"):format(self.dir))
    end,
  }
  function self.query(sql, database)
    return (output(("mariadb --no-defaults --default-character-set=utf8mb4 -u root -S %s/socket -N"
      .. " -B -r %s -e \"%s\" 2>&1"):format(self.dir, database or "mysql",
      sql:gsub("[\"$`\\]", "\\%0"))):gsub("\t", "|"))
  end
  self.query(("CREATE USER ai95 IDENTIFIED BY '%s'; GRANT ALL ON *.* TO ai95"):format(PASSWORD))
  function self.address(name, user)
    return ("mysql://%s:%s@localhost/%s?socket=%s/socket"):format(user or "ai95", ENCODED, name,
      self.dir:gsub("/", "%%2F"))
  end
  return self
end

local function sqlite()
  local self = { dir = server.temporary_folder() }
  function self.query(sql, database)
    return output(("sqlite3 %s/%s.db \"%s\" 2>&1"):format(self.dir, database,
      sql:gsub("[\"$`\\]", "\\%0")))
  end
  function self.address(name)
    return ("sqlite:%s/%s.db"):format(self.dir, name)
  end
  function self.stop()
    os.execute("rm -rf " .. self.dir)
  end
  return self
end

local starts = { sqlite = sqlite, postgresql = start_postgresql, mariadb = start_mariadb }
databases.PASSWORD = PASSWORD

--- Starts a server, or takes a folder for SQLite's files.
---@param kind "sqlite"|"postgresql"|"mariadb"
---@return table database `new()` makes an empty database and returns its name, `address(name)` its
--- address, `query(sql, name)` what its own program answers, with | between the values
function databases.start(kind)
  local self, count = starts[kind](), 0
  self.kind = kind
  function self.new()
    count = count + 1
    local name = "calls" .. count
    if kind ~= "sqlite" then
      self.query("CREATE DATABASE " .. name)
    end
    return name
  end
  return self
end

return databases
