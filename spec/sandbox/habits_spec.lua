--- The sandbox's habits: what it shows late or altered, and what it nevertheless carried out.
local sandbox = require "support.sandbox"
local socket_http = require "socket.http"

local PHONE = "13800000001"

describe("#program sandbox:", function()
  local client

  --- A client that repeats nothing: a spec counts its requests.
  local function start(settings)
    sandbox.reset(settings)
    client = sandbox.client { max_retries = 0, timeout = 5 }
  end

  before_each(function()
    start()
  end)

  --- Imports one row; returns the campaign's sn, or nil and the error.
  local function import(more)
    local data, err = client:request("addJson", sandbox.addjson(more))
    return data and data.dial_task_main_sn, err
  end

  local function tasks(more)
    local params = { pageIndex = 0, pageSize = 1000, start_create_at = "2000-01-01" }
    for name, value in pairs(more or {}) do
      params[name] = value
    end
    return assert(client:request("index", params))
  end

  local function calls()
    return assert(client:request("cdrlist",
      { pageIndex = 0, pageSize = 1000, start_create_at = "2000-01-01" })).list
  end

  local function date_header()
    local _, _, headers = socket_http.request(sandbox.url .. "/api/index")
    return headers.date
  end

  describe("settings", function()
    it("change without a reset, and keep the others", function()
      start { mark_length = 3 }
      local sn = import { mark = "abcdef" }
      sandbox.set { mark = "escape" }
      assert.equal("abc", tasks().list[1].mark)
      assert.equal(sn, tasks().list[1].dial_task_main_sn)
    end)

    it("refuse what is not a habit, and change nothing then", function()
      for _, given in ipairs {
        { habit = 1 }, { task_lag = -1 }, { task_lag = "1" }, { mark = "unknown" },
        { newest_first = 1 },
      } do
        given.mark_length = 2
        assert.is_false((pcall(sandbox.set, given)))
      end
      import { mark = "abcdef" }
      assert.equal("abcdef", tasks().list[1].mark)
    end)
  end)

  describe("lag:", function()
    it("a task appears in index after task_lag", function()
      start { task_lag = 60 }
      local sn = import()
      assert.same({ 0, 0 }, { tasks().total, #tasks().list })
      assert.equal(0, #tasks({ dial_task_main_sn = sn }).list)
      sandbox.advance(61)
      assert.equal(sn, tasks({ dial_task_main_sn = sn }).list[1].dial_task_main_sn)
    end)

    it("an import and an operation may name the task after append_lag", function()
      start { append_lag = 60 }
      local sn = import()
      local task = tasks().list[1]
      local function append()
        return select(2, import { dial_task_main_sn = sn })
      end
      local function pause()
        local operation = { pkeys = task.dial_task_main_id, oper = "stop" }
        return select(2, client:request("operateTask", operation))
      end
      assert.equal(30011, append().code)
      assert.equal(30011, pause().code)
      sandbox.advance(61)
      assert.is_nil(append())
      assert.is_nil(pause())
      assert.equal(2, sandbox.imports().phones[PHONE])
    end)

    it("total_count counts the rows of each import after count_lag", function()
      start { count_lag = 60 }
      local sn = import()
      sandbox.advance(40)
      import { dial_task_main_sn = sn }
      local function counts()
        local row = tasks().list[1]
        return { row.total_count, row.unsend_count }
      end
      assert.same({ 0, 0 }, counts())
      sandbox.advance(30)
      assert.same({ 1, 1 }, counts())
      sandbox.advance(40)
      assert.same({ 2, 2 }, counts())
    end)

    it("a call appears in cdrlist and crmList after row_lag", function()
      start { row_lag = 60 }
      sandbox.seed { calls = 3 }
      local function customers()
        return assert(client:request("crmList", { pageIndex = 0, pageSize = 10 })).list
      end
      assert.same({ 0, 0 }, { #calls(), #customers() })
      sandbox.advance(61)
      assert.same({ 3, 3 }, { #calls(), #customers() })
    end)

    it("a call names its recording after recording_lag", function()
      start { row_lag = 10, recording_lag = 60 }
      sandbox.seed { calls = 20 }
      local function recorded()
        local count = 0
        for _, call in ipairs(calls()) do
          count = count + (call.recordfile and 1 or 0)
        end
        return count
      end
      sandbox.advance(11)
      assert.same({ 20, 0 }, { #calls(), recorded() })
      sandbox.advance(60)
      assert.is_true(recorded() > 5)
    end)
  end)

  it("a recording in gone_recordings is 404 for ever", function()
    sandbox.seed { calls = 20 }
    local call, other
    for _, row in ipairs(calls()) do
      if row.recordfile then
        call, other = row, call
      end
    end
    sandbox.set { gone_recordings = call.callee }
    for _ = 1, 2 do
      local data, err = client:request("cdrDownload",
        { recordpath = call.recordpath, recordfile = call.recordfile })
      assert.is_nil(data)
      assert.equal(404, err.http_status)
    end
    assert(client:request("cdrDownload",
      { recordpath = other.recordpath, recordfile = other.recordfile }))
  end)

  describe("texts:", function()
    local TEXT = " 客户<a> & \"b\" 'c' "
    local ESCAPED = " 客户&lt;a&gt; &amp; &quot;b&quot; &#039;c&#039; "

    for _, case in ipairs {
      { {}, TEXT }, { { way = "trim" }, TEXT:match("^ (.*) $") }, { { way = "escape" }, ESCAPED },
      { { way = "trim,escape" }, ESCAPED:match("^ (.*) $") }, { { way = "empty" } },
      { { way = "null" } }, { { way = "absent" } }, { { length = 4 }, " 客户<" },
      { { length = 3, way = "trim" }, "客户" }, { { length = 50 }, TEXT },
    } do
      local length, way, shown = case[1].length, case[1].way, case[2]
      it(("mark and source with length %s, way %s"):format(length or 0, way or "none"), function()
        import { mark = TEXT, source = TEXT }
        sandbox.set { mark = way, mark_length = length }
        local row = tasks().list[1]
        assert.same({ shown or "", TEXT }, { row.mark or "", row.source })
        sandbox.set { mark = "", mark_length = 0, source = way, source_length = length }
        row = tasks().list[1]
        assert.same({ TEXT, shown or "" }, { row.mark, row.source or "" })
      end)
    end
  end)

  describe("clock:", function()
    it("date_shift moves the Date header alone", function()
      local before = date_header()
      import()
      local created = tasks().list[1].created_at
      sandbox.set { date_shift = 30 * 3600 }
      local one, other = before:match("^%a+, (%d+ %a+)"), date_header():match("^%a+, (%d+ %a+)")
      assert.not_equal(one, other)
      assert.equal(created, tasks().list[1].created_at)
    end)

    it("time_shift moves the times in lists, and their filters", function()
      sandbox.seed { calls = 1, task = { created_at = "2024-05-01 10:00:00" } }
      sandbox.set { time_shift = 30 * 3600 }
      local task, call = tasks().list[1], calls()[1]
      assert.equal("2024-05-02 16:00:00", task.created_at)
      assert.equal("2024-05-02 16:00:00", call.connected_at)
      assert.equal(0, #tasks({ start_create_at = "2024-05-01", end_create_at = "2024-05-01" }).list)
      assert.equal(1, #tasks({ start_create_at = "2024-05-02", end_create_at = "2024-05-02" }).list)
    end)

    it("the form no_date leaves the Date header out", function()
      sandbox.set { forms = "no_date" }
      local _, err = client:request("getProjects")
      assert.is_nil(err)
      local _, _, headers = socket_http.request(sandbox.url .. "/api/login?")
      assert.is_nil(headers.date)
    end)
  end)

  it("single_session ends the other sessions of an account at its login", function()
    start { single_session = true }
    local others = sandbox.client { username = "guest" }
    assert(others:request("getProjects"))
    assert(client:request("getProjects"))
    assert(sandbox.client():request("getProjects"))
    assert(client:request("getProjects"))
    assert(others:request("getProjects"))
    assert.equal(4, sandbox.counts("login").carried_out)
  end)

  describe("lists:", function()
    local function sns()
      local list = {}
      for i, row in ipairs(tasks().list) do
        list[i] = row.dial_task_main_sn
      end
      return list
    end

    it("newest_first turns them round, page by page", function()
      local first, second = import(), import()
      assert.same({ first, second }, sns())
      sandbox.set { newest_first = true }
      assert.same({ second, first }, sns())
      assert.equal(first, tasks({ pageIndex = 1, pageSize = 1 }).list[1].dial_task_main_sn)
    end)

    it("task_deleted and task_added change them after one page", function()
      local first, second, third = import(), import(), import()
      sandbox.fault("index", "task_deleted")
      local page = tasks { pageSize = 1 }
      assert.same({ 3, first }, { page.total, page.list[1].dial_task_main_sn })
      page = tasks { pageSize = 1, pageIndex = 1 }
      assert.same({ 2, third }, { page.total, page.list[1].dial_task_main_sn }) -- second is skipped
      sandbox.fault("index", "task_added")
      assert.equal(2, tasks().total)
      assert.same({ second, third }, { sns()[1], sns()[2] })
      assert.equal(3, tasks().total)
    end)
  end)

  describe("an import is carried out", function()
    for _, status in ipairs { 400, 401, 408, 409, 425, 429, 499, 500, 502, 503, 504 } do
      it("before status " .. status, function()
        sandbox.fault("addJson", "status", { status = status, carry_out = true })
        local sn, err = import()
        assert.is_nil(sn)
        assert.equal(status, err.http_status)
        assert.same({ [PHONE] = 1 }, sandbox.imports().phones)
      end)
    end

    it("before status 500 with the platform's code 20006", function()
      sandbox.fault("addJson", "code", { code = 20006, status = 500, carry_out = true, times = 0 })
      import()
      assert.equal(sandbox.counts("addJson").received, sandbox.imports().phones[PHONE])
    end)

    for _, form in ipairs { "no_task_sn", "missing_task_sn", "no_task_sn,empty_nulls" } do
      it("and its answer has no dial_task_main_sn with " .. form, function()
        sandbox.set { forms = form }
        assert.is_nil((import()))
        assert.same({ [PHONE] = 1 }, sandbox.imports().phones)
      end)
    end

    it("late, after the connection was closed, at the time at which it is due", function()
      for _, fault in ipairs {
        { "close_after", {} }, { "status", { status = 504, carry_out = true } },
      } do
        start()
        fault[2].late = 60
        sandbox.fault("addJson", fault[1], fault[2])
        assert.is_nil((import()))
        assert.same({ {}, 0 }, { sandbox.imports().phones, sandbox.counts("addJson").carried_out })
        assert.equal(0, tasks().total)
        sandbox.advance(600)
        assert.same({ [PHONE] = 1 }, sandbox.imports().phones)
        assert.equal(1, sandbox.counts("addJson").carried_out)
        local row = tasks().list[1]
        assert.is_true(row.created_at < sandbox.state().now)
        assert.equal(1, row.total_count)
      end
    end)
  end)

  it("imports counts each phone number by campaign, also those of a deleted one", function()
    local first, second = import(), import()
    import { dial_task_main_sn = first }
    local deleted = { pkeys = tasks().list[1].dial_task_main_id, oper = "delete" }
    assert(client:request("operateTask", deleted))
    import { project_sn = sandbox.EMPTY_PROJECT } -- refused
    sandbox.fault("addJson", "close_before")
    import()
    assert.same({
      phones = { [PHONE] = 3 },
      campaigns = { [first] = { [PHONE] = 2 }, [second] = { [PHONE] = 1 } },
    }, sandbox.imports())
  end)

  it("imports does not count what dedupe refuses", function()
    start { dedupe = true }
    local sn = import()
    import { dial_task_main_sn = sn }
    assert.same({ [PHONE] = 1 }, sandbox.imports().phones)
  end)

  it("a call has no connected_at with the form no_connected_at", function()
    start { forms = "no_connected_at" }
    sandbox.seed { calls = 5 }
    for _, call in ipairs(calls()) do
      assert.is_nil(call.connected_at)
    end
  end)
end)
