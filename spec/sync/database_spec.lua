--- client:sync: the platform's lists in SQLite, PostgreSQL and MariaDB.
local ai95 = require "ai95"
local cjson = require "cjson"
local databases = require "support.databases"
local sandbox = require "support.sandbox"

local LISTS = { "ai_users", "projects", "tasks", "calls", "customers" }
local KEYS = {
  ai_users = "user_sn", projects = "sn", tasks = "dial_task_main_sn", calls = "cdr_sn",
  customers = "sn",
}

local function asked(endpoint)
  return cjson.decode(sandbox.last(endpoint).body)
end

for _, kind in ipairs { "sqlite", "postgresql", "mariadb" } do
  local missing = databases.missing(kind)
  describe(databases.tags(kind) .. " a sync into " .. kind, function()
    if missing then
      pending("needs " .. missing)
      return
    end
    local database, client, name

    setup(function()
      database = databases.start(kind)
    end)

    teardown(function()
      database:stop()
    end)

    before_each(function()
      sandbox.reset()
      client = sandbox.client()
      name = database.new()
    end)

    local function sync(params)
      local all = { db = database.address(name) }
      for key, value in pairs(params or {}) do
        all[key] = value
      end
      return client:sync(all)
    end

    --- Moves the clock; a client reads it only now and then.
    local function later(seconds)
      sandbox.advance(seconds)
      client = sandbox.client()
    end

    local function query(sql)
      return (database.query(sql, name):gsub("\n$", ""))
    end

    --- A column in the database's quotes.
    local function column(text)
      local quote = kind == "mariadb" and "`" or '"'
      return quote .. text .. quote
    end

    --- How many rows a table has.
    local function count(list)
      return tonumber(query("SELECT COUNT(*) FROM " .. list))
    end

    --- What was read and added, by list.
    local function numbers(results)
      local by_list = {}
      for _, each in ipairs(results) do
        by_list[each.list] = { each.read, each.added }
      end
      return by_list
    end

    --- SQL for a column's value, as the platform writes it.
    local function as_platform(field)
      local sql = column(field.name)
      if field.type ~= "time" then
        return sql
      elseif kind == "postgresql" then
        return ("to_char(%s AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD HH24:MI:SS')"):format(sql)
      elseif kind == "mariadb" then
        return ("DATE_ADD(%s, INTERVAL 8 HOUR)"):format(sql) -- the server's zone is UTC here
      end
      return ("datetime(%s, '+8 hours')"):format(sql)
    end

    --- The values of the rows of a table, by the first one, as texts.
    local function read_rows(list, columns)
      local function_name = { sqlite = "json_array", postgresql = "json_build_array",
        mariadb = "JSON_ARRAY" }
      local texts, rows = {}, {}
      for i, sql in ipairs(columns) do
        texts[i] = ("CAST(%s AS %s)"):format(sql, kind == "mariadb" and "CHAR" or "text")
      end
      for line in (query(("SELECT %s(%s) FROM %s"):format(function_name[kind],
        table.concat(texts, ", "), list)) .. "\n"):gmatch "([^\n]+)\n" do
        local row = cjson.decode(line)
        rows[row[1]] = row
      end
      return rows
    end

    for _, list in ipairs(LISTS) do
      it("writes every field of " .. list, function()
        sandbox.seed { calls = 12, task = { source = "春季'\"\\回访", mark = "100% ? $1" } }
        assert(sync())
        local rows, fields = assert(client[list]:list()), ai95.fields(list)
        local columns = { column(KEYS[list]) }
        for i, field in ipairs(fields) do
          columns[i + 1] = as_platform(field)
        end
        local found = read_rows(list, columns)
        assert.equal(#rows, count(list))
        for _, row in ipairs(rows) do
          for i, field in ipairs(fields) do
            local expected, value = row[field.name], found[row[KEYS[list]]][i + 1]
            if type(expected) == "number" then
              value = tonumber(value)
            end
            assert.equal(expected == nil and cjson.null or expected, value, field.name)
          end
        end
      end)
    end

    it("writes the turns of talks into tables of their own", function()
      sandbox.seed { calls = 12 }
      assert(sync())
      for list, field in pairs { calls = "cdr_sn", customers = "sn" } do
        local turns = list == "calls" and "call_turns" or "customer_turns"
        local key = kind == "mariadb" and "CONCAT(%s, '-', turn)" or "%s || '-' || turn"
        local found = read_rows(turns, { key:format(field), "voice", "answer", "marker",
          "recording" })
        local all = 0
        for _, row in ipairs(assert(client[list]:list())) do
          for i, turn in ipairs(row:turns()) do
            all = all + 1
            local name_of_turn = row[field] .. "-" .. i
            assert.same({ name_of_turn, turn.voice or cjson.null, turn.answer or cjson.null,
              turn.marker or cjson.null, turn.recording or cjson.null }, found[name_of_turn])
          end
        end
        assert.equal(all, count(turns))
        assert.is_true(all > 10)
      end
    end)

    it("adds each row once, and asks only for what is new", function()
      sandbox.seed { calls = 30, task = { created_at = "2024-03-08 10:00:00", spacing = 60 } }
      local results = numbers(assert(sync()))
      assert.same({ ai_users = { 3, 3 }, projects = { 3, 3 }, tasks = { 1, 1 }, calls = { 30, 30 },
        customers = { 30, 30 } }, results)
      sandbox.seed { calls = 5 }
      for _, expected in ipairs { { 35, 5 }, { 5, 0 } } do
        results = numbers(assert(sync { what = { "calls" } }))
        assert.same({ calls = expected }, results)
      end
      assert.equal(35, count "calls")
      local start = ai95.dates.parse(asked "cdrlist".start_create_at)
      assert.is_true(math.abs(os.time() - 7200 - start) < 60)
    end)

    it("updates rows that change", function()
      sandbox.reset { recording_lag = 60 }
      sandbox.seed { calls = 30 }
      assert(sync())
      local function recordings(list)
        return tonumber(query("SELECT COUNT(recordfile) FROM " .. list))
      end
      assert.equal(0, recordings "calls")
      sandbox.set { recording_lag = 0 }
      assert(sync())
      for _, list in ipairs { "calls", "customers" } do
        assert.equal(30, count(list))
        assert.is_true(recordings(list) > 5)
      end
    end)

    it("reads campaigns again until they are finished, and their customers", function()
      local result = assert(client.tasks:import { project_sn = sandbox.PROJECT, source = "春季",
        ai_user_sn = sandbox.AI_USER, columns = sandbox.COLUMNS, rows = sandbox.customers(4) })
      later(3 * 86400)
      sandbox.seed { calls = 5 }
      for _ = 1, 2 do
        assert(sync())
        assert.same({ 2, 5, 5 }, { count "tasks", count "calls", count "customers" })
      end
      local start = asked "index".start_create_at
      local task = assert(client.tasks:get(result.dial_task_main_sn))
      assert.equal(task.created_at, start)
      assert.equal(task.created_at:sub(1, 10) .. " 00:00:00", asked "crmList".start_create_at)
      assert(task:resume())
      sandbox.advance(60)
      for _ = 1, 2 do
        assert(sync())
        assert.equal("0", query "SELECT COUNT(*) FROM tasks WHERE state <> 'sent'")
        assert.same({ 9, 9 }, { count "calls", count "customers" })
      end
      assert.is_true(asked "index".start_create_at > task.created_at)
      assert.is_true(asked "crmList".start_create_at > task.created_at)
    end)

    it("reads the last days again in the first run of a day", function()
      sandbox.seed { calls = 5, task = { created_at = "2024-03-08 10:00:00" } }
      sandbox.seed { calls = 2, task = { created_at = "2024-03-10 09:00:00" } }
      assert(sync())
      later(86400)
      assert(sync())
      assert.equal("2024-03-08 09:00:00", asked "cdrlist".start_create_at)
      assert.equal("2024-02-08 09:00:00", asked "index".start_create_at)
      assert.equal("2024-03-03 09:00:00", asked "crmList".start_create_at)
      assert(sync())
      assert.equal("2024-03-10 07:00:00", asked "cdrlist".start_create_at)
      assert.equal("2024-03-10 00:00:00", asked "crmList".start_create_at)
    end)

    it("can begin at a date, and go further back later", function()
      sandbox.seed { calls = 4, task = { created_at = "2023-03-08 10:00:00" } }
      sandbox.seed { calls = 3, task = { created_at = "2024-03-08 10:00:00" } }
      sandbox.seed { calls = 2 }
      assert(sync { from = "2024-01-01" })
      assert.equal(5, count "calls")
      assert.equal(2, count "tasks")
      assert(sync())
      assert(sync { from = "2024-06-01" })
      assert.equal(5, count "calls")
      assert(sync { from = "2023-01-01" })
      assert.equal(9, count "calls")
    end)

    it("misses nothing while records arrive and pages shift", function()
      for _, newest_first in ipairs { false, true } do
        name = database.new()
        sandbox.reset { newest_first = newest_first }
        sandbox.seed { calls = 2300, task = { created_at = "2024-03-08 10:00:00" } }
        local total = 2300
        assert(sync { what = { "calls" }, page_size = 500, progress = function()
          if total < 2321 then
            total = total + 7
            sandbox.seed { calls = 7 }
          end
        end })
        assert(sync { what = { "calls" } }) -- some may have come after the last page
        assert.equal(2321, count "calls")
      end
    end)

    it("adds what tables lack, and leaves what others added", function()
      sandbox.seed { calls = 30 }
      assert(sync())
      query "ALTER TABLE calls ADD COLUMN note VARCHAR(20)"
      query "UPDATE calls SET note = 'call back'"
      query "ALTER TABLE calls DROP COLUMN endreason"
      query "DROP TABLE call_turns"
      assert(sync())
      assert.equal("30|30", query "SELECT COUNT(endreason), COUNT(note) FROM calls")
      assert.is_true(count "call_turns" > 30)
    end)

    it("refuses a database that is newer, another account's, or somebody else's", function()
      assert(sync())
      query "UPDATE ai95_meta SET value = 'other at example.com' WHERE name = 'account'"
      local result, err = sync()
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.matches("another account %(other at example.com, this one is hln at 127",
        tostring(err))
      query "UPDATE ai95_meta SET value = '99' WHERE name = 'version'"
      result, err = sync()
      assert.is_nil(result)
      assert.matches("made by a newer ai95 %(version 99, this one knows 1%): update ai95",
        tostring(err))
      name = database.new()
      query "CREATE TABLE calls (number INTEGER)"
      result, err = sync()
      assert.is_nil(result)
      assert.matches("it has a table calls that is not ai95's: sync into another database",
        tostring(err))
    end)

    it("refuses to run twice at once", function()
      local tried, err
      assert(sync { progress = function()
        if not tried then
          tried, err = sync()
          assert.is_nil(tried)
          tried = true
        end
      end })
      assert.equal("file", err.kind)
      assert.matches("another sync into this database is still running", tostring(err))
      assert(sync())
    end)

    it("leaves a whole database if the platform fails midway", function()
      sandbox.seed { calls = 2300 }
      client = sandbox.client { max_retries = 0 }
      sandbox.fault("cdrlist", "status", { status = 503, skip = 3 })
      local result, err = sync { page_size = 500 }
      assert.is_nil(result)
      assert.equal("protocol", err.kind)
      assert.equal("calls", err.partial[4].list)
      assert.equal(1000, count "calls")
      result = numbers(assert(sync { page_size = 500, what = { "calls" } }))
      assert.same({ 1300, 1300 }, result.calls) -- it goes on where it was
      assert.equal(2300, count "calls")
    end)

    for _, form in ipairs { "big_ids", "string_numbers,empty_nulls,keyed_lists", "no_connected_at",
      "iso_times", "unix_times", "zero_times", "talk_list", "talk_zero", "fraction", "no_total",
      "zero_total", "page_total", "short_pages" } do
      it("takes answers in the form " .. form, function()
        sandbox.seed { calls = 23 }
        sandbox.set { forms = form }
        for _ = 1, 2 do
          assert(sync())
          assert.same({ 23, 23 }, { count "calls", count "customers" })
        end
        if form == "big_ids" then
          assert.equal(tostring(client.calls:list()[5].cdr_id), query(
            "SELECT cdr_id FROM calls ORDER BY cdr_id LIMIT 1 OFFSET 4"))
        end
      end)
    end
  end)
end
