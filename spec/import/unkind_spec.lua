--- Imports into platforms and through proxies that alter, delay or hide what they show: nobody is
--- sent twice, and nobody is reported as sent who is not.
local core = require "ai95.core"
local imports = require "support.imports"
local sandbox = require "support.sandbox"

local path = os.tmpname()

describe("#program an import, if the platform or the machine is unkind,", function()
  local client

  before_each(function()
    sandbox.reset()
    os.remove(path)
    client = sandbox.client { timeout = 0.5 }
  end)

  teardown(function()
    os.remove(path)
  end)

  local function import(more)
    return client.tasks:import(imports.with_ledger(path, more))
  end

  --- Checks that the first `count` customers are in once.
  local function check_in(count, what)
    local phones = sandbox.imports().phones
    for _, phone in ipairs(sandbox.customer_phones(count)) do
      assert(phones[phone] == 1, ("%s: %s is in %s times"):format(what or "", phone,
        tostring(phones[phone])))
    end
  end

  local function check_undetermined(result, err, what)
    assert.is_nil(result, what)
    assert(err.kind == "undetermined", (what or "") .. ": " .. tostring(err))
    assert.same({ "unknown", false }, { err.outcome, err.retryable })
  end

  it("without a ledger is not retryable once a chunk went in", function()
    sandbox.fault("addJson", "status", { status = 429, retry_after = 0, skip = 2 })
    local given = imports.params { rows = sandbox.customers(30), chunk = 10 }
    local result, err = client.tasks:import(given)
    assert.is_nil(result)
    assert.same({ "rate_limit", "rejected", false }, { err.kind, err.outcome, err.retryable })
    assert.equal(20, err.partial.success)
    sandbox.fault("addJson", "status", { status = 429, retry_after = 0 })
    result, err = client.tasks:import(given)
    assert.is_nil(result)
    assert.is_true(err.retryable)
  end)

  -- What the platform does with a remark, and whether a token in it is still certain.
  local REMARKS = {
    { "mark", "trim", true }, { "mark", "escape", true }, { "mark", "trim,escape", true },
    { "mark_length", 50, true }, { "mark_length", 21, true }, { "mark_length", 20, false },
    { "mark_length", 3, false }, { "mark", "absent", false }, { "mark", "null", false },
    { "mark", "empty", false },
  }
  for _, remark in ipairs(REMARKS) do
    local name, value, is_certain = remark[1], remark[2], remark[3]

    for _, remark_of_user in ipairs { "", " <春季 \"1\"> " } do
      local title = "finds the task that it made, or is undetermined: %s = %s, remark \"%s\""
      it(title:format(name, value, remark_of_user), function()
        sandbox.reset { [name] = value, source = "escape", time_shift = -108000,
          date_shift = 108000 }
        for _, loss in ipairs { "reset_after", "reset_before" } do
          os.remove(path)
          sandbox.fault("addJson", loss)
          local more = { source = loss .. " <&>", mark = remark_of_user,
            rows = sandbox.customers(30, loss == "reset_before" and 30 or 0) }
          local result, err = import(more)
          if loss == "reset_after" and not is_certain then
            check_undetermined(result, err)
            check_undetermined(import(more))
            assert.equal(1, sandbox.counts("addJson").received)
          else
            assert.equal(30, assert(result, err).success)
          end
        end
        check_in(is_certain and 60 or 10)
      end)
    end
  end

  it("takes no other campaign with the same people for its own", function()
    sandbox.reset { mark = "absent", dial_seconds = 0 }
    assert(import { source = "另一", rows = sandbox.customers(1), chunk = 10 }) -- so there is a list
    os.remove(path)
    sandbox.fault("addJson", "reset_before")
    -- While the request is lost, somebody makes another campaign of the same people.
    local is_made
    local result, err = import { reconcile_timeout = 0.2, progress = function()
      if not is_made then
        is_made = true
        assert(client.tasks:import(imports.params { source = "别人", is_zidong = true,
          rows = sandbox.customers(10) }))
      end
    end }
    check_undetermined(result, err)
  end)

  for _, lag in ipairs { "task_lag", "count_lag" } do
    for _, loss in ipairs { "reset_after", "reset_before" } do
      for chunk = 1, 3 do
        it(("waits for late lists: %s, %s of chunk %d"):format(lag, loss, chunk), function()
          sandbox.reset { [lag] = 0.3 }
          sandbox.fault("addJson", loss, { skip = chunk - 1 })
          local result = assert(import { reconcile_timeout = 0.8 })
          assert.same({ 30, 30 }, { result.success, result.rows })
          check_in(30)
        end)
      end
    end
  end

  it("does not take a late count of chunk 1 for chunk 2", function()
    sandbox.reset { count_lag = 0.5 }
    sandbox.fault("addJson", "reset_after")
    sandbox.fault("addJson", "reset_before", { skip = 1 })
    assert(import { reconcile_timeout = 1 })
    check_in(30)
  end)

  it("finds its task though others are deleted while it looks", function()
    for skip = 1, 5 do
      sandbox.reset { forms = "short_pages" }
      os.remove(path)
      for _ = 1, 7 do
        sandbox.seed { calls = 1 }
      end
      -- The eighth task is ours, the first on the second page.
      sandbox.fault("addJson", "reset_after")
      sandbox.fault("index", "task_deleted", { skip = skip })
      assert(import())
      check_in(30, skip)
    end
  end)

  it("counts the time of a lost request from when it can have left", function()
    sandbox.fault("login", "delay", { seconds = 0.4 })
    sandbox.fault("addJson", "close_after", { late = 0.5 })
    assert(import { reconcile_timeout = 0.7 })
    check_in(30)
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("counts it anew in a new process, whatever the clock says", function()
    local time = os.time
    finally(function()
      os.time = time -- luacheck: ignore 122
    end)
    for _, jump in ipairs { -3600, 3600, 10 ^ 9 } do
      sandbox.reset()
      os.remove(path)
      client = sandbox.client { timeout = 0.5 }
      sandbox.fault("addJson", "close_after", { late = 0.6, skip = 1 })
      sandbox.fault("index", "status", { status = 404, skip = 1 })
      local result, err = import { reconcile_timeout = 1 }
      assert.is_nil(result)
      assert.equal("unknown", err.outcome)
      os.time = function(...) -- luacheck: ignore 122
        return time(...) + (... == nil and jump or 0)
      end
      result = assert(import { reconcile_timeout = 1, progress = function()
        jump = jump + 3600
      end })
      os.time = time -- luacheck: ignore 122
      assert.equal(10, result.success)
      check_in(30)
    end
  end)

  for _, form in ipairs { "no_task_sn", "missing_task_sn" } do
    it("stops if an answer does not name the task: " .. form, function()
      for skip = 0, 1 do
        sandbox.reset()
        os.remove(path)
        sandbox.fault("addJson", "form", { form = form, skip = skip })
        local result, err = import()
        assert.is_nil(result)
        assert.same({ "protocol", "unknown", false }, { err.kind, err.outcome, err.retryable })
        assert.equal(skip + 1, sandbox.counts("addJson").received)
        assert(import())
        check_in(30)
      end
    end)
  end

  it("counts the rows of a chunk if the answer does not say how many were taken", function()
    for _, success in ipairs { "", ',"success":null', ',"success":""' } do
      sandbox.reset()
      os.remove(path)
      client = sandbox.client { timeout = 0.5 }
      local sn = assert(import { rows = sandbox.customers(10) }).dial_task_main_sn
      sandbox.fault("addJson", "status", { status = 200, carry_out = true,
        content_type = "application/json",
        body = ('{"code":0,"data":{"dial_task_main_sn":"%s"%s}}'):format(sn, success) })
      sandbox.fault("addJson", "reset_before")
      assert(import())
      check_in(30, success)
    end
  end)

  it("remembers who was in the task that it adds to", function()
    local sn = assert(client.tasks:import(imports.params { rows = sandbox.customers(10),
      is_zidong = true })).dial_task_main_sn
    local task = assert(client.tasks:get(sn))
    assert(task:wait { timeout = 10, interval = 0.1 })
    local more = { dial_task_main_sn = sn, rows = sandbox.customers(10, 10) }
    assert.equal(10, assert(import(more)).success) -- finds out that the first ten are in
    more.rows = sandbox.customers(30)
    assert.same({ 10, 20 }, (function(result)
      return { result.success, result.already_in }
    end)(assert(import(more))))
    check_in(30)
  end)

  it("asks every time for those in the task whom nobody can tell", function()
    local sn = assert(client.tasks:import(imports.params { rows = sandbox.customers(10) }))
      .dial_task_main_sn
    local more = { dial_task_main_sn = sn, rows = sandbox.customers(20),
      exclude = sandbox.customers(10) }
    assert.equal(10, assert(import(more)).success)
    more.exclude, more.rows = nil, sandbox.customers(30)
    local result, err = import(more)
    assert.is_nil(result)
    assert.same({ "undetermined", "not_sent" }, { err.kind, err.outcome })
    more.exclude = sandbox.customers(10)
    assert.equal(10, assert(import(more)).success)
    check_in(30)
  end)

  it("never sends again what was answered with success, though nothing shows it", function()
    sandbox.reset { mark = "absent" }
    sandbox.fault("addJson", "shape", { carry_out = false })
    local result, err = import()
    assert.is_nil(result)
    assert.equal("unknown", err.outcome)
    check_undetermined(import())
    assert.equal(1, sandbox.counts("addJson").received)
  end)

  it("does not resume what a person paused", function()
    for _, count in ipairs { 30, 31 } do
      sandbox.reset { dial_seconds = 0 }
      os.remove(path)
      local task = assert(client.tasks:get(assert(import { is_zidong = true }).dial_task_main_sn))
      assert(task:pause())
      local before = sandbox.counts("operateTask").received
      local result = assert(import { is_zidong = true, rows = sandbox.customers(count) })
      assert.is_true(result.paused)
      assert.equal("paused", assert(client.tasks:get(task.dial_task_main_sn)).state)
      assert.equal(before, sandbox.counts("operateTask").received)
    end
  end)

  it("has sent nothing if a list cannot be read before", function()
    for _, status in ipairs { 404, 302 } do
      sandbox.fault("index", "status", { status = status })
      local result, err = import()
      assert.is_nil(result)
      assert.equal("not_sent", err.outcome)
    end
    assert.equal(0, sandbox.counts("addJson").received)
  end)

  it("tries again if the platform does not know the task yet that it made", function()
    sandbox.reset { append_lag = 0.4 }
    assert(import { reconcile_timeout = 5 })
    check_in(30)
    -- It stays so.
    sandbox.reset { append_lag = 100 }
    os.remove(path)
    local result, err = import { reconcile_timeout = 0.1 }
    assert.is_nil(result)
    assert.same({ "undetermined", "rejected", true }, { err.kind, err.outcome, err.retryable })
    assert.matches("lists the task .* and takes nothing more for it", tostring(err))
    sandbox.set { append_lag = 0 }
    assert(import())
    check_in(30)
  end)

  it("stops if the disk is full when the platform does not know the task yet", function()
    sandbox.reset { append_lag = 100 }
    local prepare_log, writes = core.prepare_log, 0
    finally(function()
      core.prepare_log = prepare_log
    end)
    core.prepare_log = function(...)
      local file, is_new = prepare_log(...)
      return setmetatable({ log = function(_, data)
        writes = writes + 1
        if writes == 4 then
          return nil, "write: No space left on device"
        end
        return file:log(data)
      end }, { __index = function(_, name)
        return function(_, ...) return file[name](file, ...) end
      end }), is_new
    end
    local result, err = import { reconcile_timeout = 5 }
    assert.is_nil(result)
    assert.equal(30011, err.code)
    assert.matches("No space left", tostring(err))
    sandbox.set { append_lag = 0 }
    assert(import())
    check_in(30)
  end)

  it("is undetermined if the lists change at every look", function()
    sandbox.fault("addJson", "reset_before")
    sandbox.fault("index", "task_added", { times = 0 })
    local result, err = import { reconcile_timeout = 0.1 }
    check_undetermined(result, err)
    assert.matches("the platform's lists change all the time", tostring(err))
    assert.equal(1, sandbox.counts("addJson").received)
  end)
end)
