--- client:sync when something goes wrong: odd values, kills, databases that refuse or go away.
local core = require "ai95.core"
local databases = require "support.databases"
local files = require "support.files"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"
local server = require "support.server"

local CALLS = 1100

-- A sync that ends itself with SIGKILL before a statement, and prints how many there were.
local PROGRAM = [[
local at = tonumber(arg[2])
local count = 0
require "support.broken_database" (function()
  count = count + 1
  if count == at then
    local pid = io.open "/proc/self/stat":read "*l":match "^%d+"
    os.execute("kill -KILL " .. pid)
    while true do end
  end
end)
local client = require "ai95".new { base_url = os.getenv "AI95_SANDBOX_URL", username = "hln",
  password = "secret" }
local ok, err = client:sync { db = arg[1], page_size = 500 }
print(ok and count or tostring(err))
]]

for _, kind in ipairs { "sqlite", "postgresql", "mariadb" } do
  local missing = databases.missing(kind)
  describe(databases.tags(kind) .. " in trouble, a sync into " .. kind, function()
    if missing then
      pending("needs " .. missing)
      return
    end
    local database, client, name, restore

    setup(function()
      database = databases.start(kind)
    end)

    teardown(function()
      database:stop()
    end)

    before_each(function()
      sandbox.reset()
      client = sandbox.client { max_retries = 0 }
      name = database.new()
    end)

    after_each(function()
      if restore then
        restore()
        restore = nil
      end
    end)

    local function sync(params)
      local all = { db = database.address(name), page_size = 500 }
      for key, value in pairs(params or {}) do
        all[key] = value
      end
      return client:sync(all)
    end

    local function query(sql)
      return (database.query(sql, name):gsub("\n$", ""))
    end

    --- Breaks in before statements; see support/broken_database.
    local function break_in(before)
      restore = require "support.broken_database"(before)
    end

    local function run_pragma(handle, text)
      local statement = handle:prepare("PRAGMA " .. text)
      statement:execute()
      statement:close()
    end

    --- The sync fails so, repeats nothing secret, and leaves whole transactions; the next one
    --- completes it.
    local function expect_failure(pattern, expected_kind)
      local result, err = sync()
      assert.is_nil(result)
      assert.matches(pattern, tostring(err))
      assert.equal(expected_kind or "file", err.kind)
      assert.is_nil(tostring(err):find(databases.PASSWORD, 1, true))
      assert.is_nil(tostring(err):find("p%40", 1, true))
      if restore then
        restore()
        restore = nil
      end
    end

    local function expect_whole()
      for list, turns in pairs { calls = "call_turns", customers = "customer_turns" } do
        local key = list == "calls" and "cdr_sn" or "sn"
        assert.equal(CALLS, tonumber(query("SELECT COUNT(*) FROM " .. list)))
        assert.equal("0", query(("SELECT COUNT(*) FROM %s WHERE %s NOT IN (SELECT %s FROM %s)")
          :format(turns, key, key, list)))
        -- as many turns as the talk has marks
        local field = list == "calls" and "asr_a" or "talk_info"
        assert.equal(query(("SELECT SUM(LENGTH(%s) - LENGTH(REPLACE(%s, '@@', '@'))) FROM %s")
          :format(field, field, list)), query("SELECT COUNT(*) FROM " .. turns))
      end
    end

    it("is whole after SIGKILL at any statement", function()
      sandbox.seed { calls = CALLS }
      local path = os.tmpname()
      files.write(path, PROGRAM)
      local function run(at)
        local line = "LUA_PATH='spec/?.lua;'\"$LUA_PATH\" '%s' %s '%s' %d 2>&1"
        local pipe = io.popen(line:format(lua, path, database.address(name), at))
        local text = pipe:read "*a"
        pipe:close()
        return text:gsub("\n$", "")
      end
      local total = assert(tonumber((run(0))))
      expect_whole()
      local points = kind == "sqlite" and 12 or 3
      for point = 1, points do
        name = database.new()
        assert.equal("Killed", run(math.ceil(total * point / points)):match "Killed")
        -- the server may notice a moment later that the connection has ended
        server.wait_for("the lock", function()
          local text = run(0)
          return tonumber(text) or not assert(text:find("another sync", 1, true), text)
        end)
        expect_whole()
      end
      os.remove(path)
    end)

    it("keeps what its columns cannot have", function()
      local connection = require "ai95.sync.database.connection"(
        require "ai95.sync.database.address"(database.address(name)))
      require "ai95.sync.database.schema".migrate(connection, "ann")
      local writer = require "ai95.sync.database.writer"(connection, "calls")
      local odd = {
        { "emoji and quotes", { callee = "😀'\"\\?$1%s" }, "callee", "😀'\"\\?$1%s" },
        { "NUL", { callee = "a\0b" }, "callee", "a�b" },
        { "no UTF-8", { callee = "a\255\237\160\128b" }, "callee", "a����b" },
        { "64 bits", { cdr_id = "9223372036854775807" }, "cdr_id", "9223372036854775807" },
        { "negative", { cdr_id = "-9223372036854775807" }, "cdr_id", "-9223372036854775807" },
        { "more", { cdr_id = "9223372036854775808" }, "extra", "9223372036854775808" },
        { "no number", { talktimes = "many" }, "extra", "many" },
        { "a fraction", { talktimes = 1.5 }, "extra", "1.5" },
        { "a number in a text", { callee = 13800000001 }, "callee", "13800000001" },
        { "truth", { callee = true }, "callee", "true" },
        { "a list", { endreason = { "a", { b = "c\0d\255" } } }, "extra", "c" },
        { "no time", { connected_at = "soon" }, "extra", "soon" },
        { "no day", { connected_at = "2024-02-30 00:00:00" }, "extra", "2024-02-30" },
        { "no year", { connected_at = "0000-01-01 00:00:00" }, "extra", "0000-01-01" },
        { "a day", { connected_at = "2024-05-31" }, "connected_at", "2024-05-" },
        { "others", { ["new\0field'\""] = "x", deep = { { {} } } }, "extra", "deep" },
        { "a long text", { asr_a = ("長"):rep(100000) }, "asr_a", ("長"):rep(100) },
        { "a score", { asr_c = "87.5" }, "asr_c", "87.5" },
      }
      for _, case in ipairs(odd) do
        case[2].cdr_sn = case[1]
        writer:add(case[2])
      end
      connection:transaction(function() assert.equal(#odd, writer:write()) end)
      connection:transaction(function() assert.equal(0, writer:write()) end)
      for _, case in ipairs(odd) do
        local quote = kind == "mariadb" and "`" or '"'
        local found = query(("SELECT %s%s%s FROM calls WHERE cdr_sn = '%s'"):format(quote, case[3],
          quote, case[1]))
        assert.is_truthy(found:find(case[4], 1, true), case[1] .. ": " .. found:sub(1, 100))
      end
      assert.has_error(function() writer:add { cdr_sn = ("x"):rep(256) } end)
      connection:close()
    end)

    it("says if there is no such database", function()
      name = "missing"
      if kind == "sqlite" then
        name = "no/folder/missing"
      end
      expect_failure(({ sqlite = "No such file or directory",
        postgresql = "or refuses the user, the password or the database",
        mariadb = "there is no database of this name: create it" })[kind],
        kind == "postgresql" and "network" or "file")
    end)

    it("tells an error that it does not know, without data of customers", function()
      break_in(function(_, sql)
        return sql:find "INSERT INTO .calls" and "Execute failed new: key (phone)=\"13800000001\","
          .. " '张三', 13800000001\nDETAIL: 张三" or nil
      end)
      sandbox.seed { calls = 3 }
      expect_failure("says: new: key %(phone%)=\"…\", '…', ")
      local _, err = sync()
      assert.is_nil(err)
    end)

    if kind == "sqlite" then
      it("says if the disk is full", function()
        sandbox.seed { calls = CALLS }
        break_in(function(number, _, handle)
          if number == 1 then
            run_pragma(handle, "max_page_count = 1000")
          end
        end)
        expect_failure("the disk is full: make room, and run the sync again")
        assert(sync())
        expect_whole()
      end)

      it("says if the database is locked, damaged, or no database", function()
        assert(sync())
        break_in(function(number, sql, handle)
          if number == 1 then
            local other = require "dbd.sqlite3".New(database.dir .. "/" .. name .. ".db")
            assert(other:prepare "CREATE TABLE other (number INTEGER)":execute())
            restore = (function(before) return function() other:close(); before() end end)(restore)
          elseif sql:find "^BEGIN" then
            run_pragma(handle, "busy_timeout = 10")
          end
        end)
        expect_failure "another program is writing to it: run the sync again when that has ended"
        files.write(database.dir .. "/" .. name .. ".db", ("no database "):rep(1000))
        expect_failure "it is not an SQLite database: give another path"
        os.execute(("rm %s/%s.db && mkdir %s/%s.db"):format(database.dir, name, database.dir, name))
        expect_failure "it is not a regular file, but a folder"
      end)

      it("says if the database is read-only", function()
        assert(sync())
        local DBI = require "DBI"
        local connect = DBI.Connect
        restore = function() DBI.Connect = connect end
        DBI.Connect = function(driver, path) return connect(driver, path, 1) end
        expect_failure "it is read%-only: make the file and its folder writable for this user"
      end)

      it("makes a file that only its owner can read", function()
        os.execute "umask 022"
        assert(sync())
        for _, ending in ipairs { ".db", ".db.lock" } do
          local mode = core.file_mode(database.dir .. "/" .. name .. ending)
          assert.equal(384, mode)
        end
      end)
    else
      it("says if the server refuses the password, without it", function()
        local address = database.address
        database.address = function(text) return (address(text):gsub("p%%40s", "wrong")) end
        expect_failure(kind == "postgresql" and "or refuses the user, the password or"
          or "it refuses the user or the password",
          kind == "postgresql" and "network" or "file")
        database.address = address
      end)

      it("says if the server ends the connection midway", function()
        sandbox.seed { calls = CALLS }
        break_in(function(_, sql)
          if sql:find "INSERT INTO .customers" and restore then
            restore()
            restore = nil
            query(kind == "postgresql" and "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              .. " WHERE datname = current_database() AND pid <> pg_backend_pid()"
              or "SELECT GROUP_CONCAT(CONCAT('KILL ', id)) INTO @all FROM"
              .. " information_schema.processlist WHERE user = 'ai95'; EXECUTE IMMEDIATE @all")
          end
        end)
        expect_failure("run the sync again when it is back. Nothing is half written", "network")
        assert.equal("0", query "SELECT COUNT(*) FROM customers")
        assert(sync())
        expect_whole()
      end)

      it("says if the server does not run", function()
        database:signal "KILL"
        os.execute "sleep 0.2"
        expect_failure("it cannot be reached.*check that the server runs", "network")
      end)
    end
  end)
end

describe("#plain without LuaDBI, a sync", function()
  local path, cpath, loaded, client = package.path, package.cpath, {}, nil

  before_each(function()
    client = sandbox.client()
    require "ai95.sync.database"
    for _, module in ipairs { "sqlite", "postgresql", "mariadb" } do
      require("ai95.sync.database." .. module)
    end
    for _, module in ipairs { "DBI", "dbd.sqlite3", "dbd.postgresql", "dbd.mysql" } do
      loaded[module], package.loaded[module] = package.loaded[module], nil
    end
    package.path, package.cpath = "", ""
  end)

  after_each(function()
    package.path, package.cpath = path, cpath
    for module, value in pairs(loaded) do
      package.loaded[module] = value
    end
  end)

  for address, driver in pairs {
    ["sqlite:/tmp/ai95-none.db"] = "sqlite3", ["postgres://db/calls"] = "postgresql",
    ["mysql://db/calls"] = "mysql",
  } do
    it("names what to install: " .. address, function()
      local result, err = client:sync { db = address }
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.matches(("needs LuaDBI, which this Lua %%(.-%%) does not have: install the Debian"
        .. " package lua%%-dbi%%-%s, or the rock luadbi%%-%s"):format(driver, driver),
        tostring(err))
    end)
  end
end)

describe("#plain misused, a sync", function()
  it("raises inside nginx, where it would block the worker", function()
    local client, before = sandbox.client(), rawget(_G, "ngx")
    rawset(_G, "ngx", { get_phase = function() return "content" end, timer = {} })
    local ok, raised = pcall(client.sync, client, { db = "sqlite:/tmp/ai95-none.db" })
    rawset(_G, "ngx", before)
    assert.is_false(ok)
    assert.matches("a database makes all requests of an nginx worker wait", raised)
  end)

  for expected, params in pairs {
    ["unknown list \"call\" %(did you mean \"calls\"%?%)"] = { what = { "call" } },
    ["unknown parameter \"database\""] = { database = "sqlite:x" },
    ["parameter \"from\" must be a date"] = { from = "soon" },
    ["parameter \"page_size\" must be a whole number"] = { page_size = 0 },
    ["parameter \"db\" must be \"sqlite:PATH\""] = { db = 5 },
  } do
    it("names the parameter: " .. expected, function()
      local client = sandbox.client()
      assert.error_matches(function() client:sync(params) end, expected)
    end)
  end
end)
