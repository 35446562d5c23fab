--- Guards of the sandbox's campaigns: the requests, the state file, two guards at once, kills.
local core = require "ai95.core"
local files = require "support.files"
local imports = require "support.imports"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"

local ALWAYS = "00:00-24:00"

describe("task:guard", function()
  local client, folder, state

  before_each(function()
    sandbox.reset()
    client = sandbox.client { timeout = 0.5, max_retries = 0 }
    folder = files.folder()
    state = folder .. "/spring.guard"
  end)

  after_each(function()
    files.remove_folder(folder)
  end)

  local function new_task(count, more)
    local given = imports.params(more)
    given.rows = sandbox.customers(count)
    local sn = assert(client.tasks:import(given)).dial_task_main_sn
    return assert(client.tasks:get(sn))
  end

  local function options(more)
    local given = { hours = ALWAYS, state = state, interval = 0.02, reconcile_timeout = 0 }
    for name, value in pairs(more or {}) do
      given[name] = value
    end
    return given
  end

  --- How often somebody was called at most, and how many calls there were.
  local function most_calls(task)
    local counts, most, all = {}, 0, 0
    for call in task:calls() do
      counts[call.callee] = (counts[call.callee] or 0) + 1
      most, all = math.max(most, counts[call.callee]), all + 1
    end
    return most, all
  end

  it("dials a campaign to its end, and those again who failed", function()
    local task, seen = new_task(40), 0
    local guarded = assert(task:guard(options { redials = 1, redial_pause = 0,
      progress = function(step)
        seen = seen + 1
        assert.equal(task.dial_task_main_sn, step.task and step.task.dial_task_main_sn)
      end }))
    assert.equal("done", guarded.reason)
    assert.equal(task, guarded.task)
    assert.equal("sent", task.state)
    assert.equal(1, guarded.redials)
    local most, all = most_calls(task)
    assert.equal(2, most)
    assert.is_true(all > 40 and seen > #guarded.steps)
    assert.equal("rw-------", require("lfs").attributes(state).permissions)
  end)

  it("dials nobody outside the hours, and pauses a campaign that dials", function()
    local task = new_task(200, { is_zidong = true })
    local looks = 0
    local hour = math.floor((client:server_time() + 8 * 3600) % 86400 / 3600 + 5) % 24
    local guarded = assert(task:guard(options {
      hours = ("%02d:00-%02d:01"):format(hour, hour),
      stop_when = function()
        looks = looks + 1
        return looks > 4
      end,
    }))
    assert.equal("stopped", guarded.reason)
    assert.equal("paused", task.state)
    assert.equal("paused", guarded.steps[1].action)
    assert.equal("start", guarded.steps[1].reason)
    assert.equal(1, sandbox.counts("operateTask").carried_out)
    local before = task.send_count
    sandbox.advance(3600)
    assert.equal(before, assert(task:refresh()).send_count)
  end)

  it("ends when enough customers are interested", function()
    local task = new_task(60)
    local guarded = assert(task:guard(options {
      interested = 3, interested_labels = { "有意向", "再联系" },
    }))
    assert.equal("interested", guarded.reason)
    assert.equal(3, guarded.interested)
    assert.is_true(task.state == "paused" or task.state == "sent")
  end)

  it("is alone: another one of the same campaign is refused", function()
    local task = new_task(5)
    local refused
    assert(task:guard(options { progress = function()
      if not refused then
        refused = select(2, task:guard(options()))
      end
    end }))
    assert.equal("file", refused.kind)
    assert.matches("another guard is using it", refused.message)
  end)

  it("refuses the state of another campaign, and does nothing", function()
    assert(new_task(5):guard(options()))
    local other = new_task(5)
    local before = sandbox.counts("operateTask").received
    local guarded, err = other:guard(options())
    assert.is_nil(guarded)
    assert.equal("file", err.kind)
    assert.matches("it belongs to the campaign dial_task_main_sn|%x+ and not to", err.message)
    assert.equal(before, sandbox.counts("operateTask").received)
  end)

  it("refuses a damaged state, whichever byte it is", function()
    local task = new_task(5)
    assert(task:guard(options()))
    local text = files.read(state)
    local before = sandbox.counts("operateTask").received
    local damaged = { "", text:sub(1, -2), text .. "x", "{}" }
    for i = 1, #text do
      damaged[#damaged + 1] = text:sub(1, i - 1) .. string.char((text:byte(i) + 1) % 256)
        .. text:sub(i + 1)
    end
    for _, each in ipairs(damaged) do
      files.write(state, each)
      local guarded, err = task:guard(options())
      assert.is_nil(guarded)
      assert.equal("file", err.kind)
      assert.matches("it is damaged", err.message)
    end
    assert.equal(before, sandbox.counts("operateTask").received)
  end)

  it("dials nobody if its state cannot be written", function()
    local task = new_task(5)
    local guarded, err = task:guard(options { state = folder .. "/missing/spring.guard" })
    assert.is_nil(guarded)
    assert.equal("file", err.kind)
    assert.equal(0, sandbox.counts("operateTask").received)
    local replace_file = core.replace_file
    core.replace_file = function() return nil, "write: No space left on device" end
    guarded, err = task:guard(options())
    core.replace_file = replace_file
    assert.is_nil(guarded)
    assert.equal("guard: write: No space left on device", err.message)
    assert.equal(0, sandbox.counts("operateTask").received)
    assert.equal("unsent", assert(task:refresh()).state)
  end)

  it("does not block others that wait in the same loop", function()
    local task, ticks = new_task(100), 0
    local results = client:parallel(2, { "guard", "other" }, function(name)
      if name == "guard" then
        return assert(task:guard(options { interval = 0.05 })).reason
      end
      for _ = 1, 5 do
        assert(client.projects:list())
        ticks = ticks + 1
      end
      return ticks
    end)
    assert.same({ "done", 5 }, { results[1], results[2] })
  end)

  -- Every way in which an operation's answer is lost, and the outcome that the sandbox gives it.
  local FAULTS = {
    { "delay", { seconds = 0.7 } }, { "delay_after", { seconds = 0.7 } }, { "reset_before" },
    { "reset_after" }, { "close_before" }, { "close_after" }, { "truncate" }, { "short_length" },
    { "stall", { seconds = 1 } }, { "status", { status = 500 } },
    { "status", { status = 503, carry_out = true } },
    { "status", { status = 408, carry_out = true } },
    { "status", { status = 429, retry_after = 0 } }, { "code", { code = 500 } }, { "bad_json" },
    { "html" }, { "empty" }, { "expire" }, { "revoke" },
  }
  for _, fault in ipairs(FAULTS) do
    local settings = fault[2] or {}
    for skip, oper in ipairs { "the pause", "the resume", "the redial" } do
      it(("#once calls nobody too often if %s meets %s %s"):format(oper, fault[1], settings.status
        or settings.code or ""), function()
        local task = new_task(12, { is_zidong = true })
        local given = { skip = skip - 1 }
        for name, value in pairs(settings) do
          given[name] = value
        end
        sandbox.fault("operateTask", fault[1], given)
        local guarded = assert(task:guard(options { redials = 1, redial_pause = 0 }))
        assert.equal("done", guarded.reason)
        assert.is_true(guarded.redials <= 1)
        local most = most_calls(task)
        assert.is_true(most <= 2)
        assert.equal(12, task.success + task.fail)
      end)
    end
  end

  it("killed at random with SIGKILL, calls nobody too often, and ends", function()
    local kills = math.ceil(tonumber(os.getenv "AI95_KILLS" or 12) / 10) -- they take long
    local program, output = folder .. "/program.lua", folder .. "/output"
    files.write(program, ([[
      local ai95 = require "ai95"
      local client = ai95.new {
        username = "hln", password = "secret", store = ai95.store.file(%q),
      }
      local task = assert(client.tasks:get(arg[1]))
      local guarded, err = task:guard {
        hours = "0-24", state = %q, interval = 0.01, redials = 1, redial_pause = 0,
        reconcile_timeout = 0,
      }
      print(guarded and "ended " .. guarded.reason or "failed " .. tostring(err))
    ]]):format(folder .. "/store", state))
    local killed = 0
    for round = 1, 100 do
      if killed >= kills then
        break
      end
      os.remove(state)
      local task, ended = new_task(30), nil
      for try = 1, 200 do
        local a, b = core.random(2):byte(1, 2)
        local wait = 50 + (a * 256 + b) % (100 + try * 50)
        os.execute(("AI95_BASE_URL=%s timeout -s KILL %d.%03d %s %s '%s' > %s 2>&1"):format(
          sandbox.url, math.floor(wait / 1000), wait % 1000, lua, program, task.dial_task_main_sn,
          output))
        ended = files.read(output):match("^ended (%S+)")
        if ended then
          break
        end
        killed = killed + 1
      end
      assert.equal("done", ended, "round " .. round)
      local most = most_calls(assert(task:refresh()))
      assert.is_true(most <= 2)
      assert.equal(30, task.success + task.fail)
    end
  end)

  it("names a wrong option at the caller's line", function()
    local task = new_task(1)
    local cases = {
      { {}, "option \"hours\" is missing %(when it may dial" },
      { { hours = "9-12" }, "option \"state\" is missing" },
      { { hours = "22:00-06:00", state = state }, "option \"hours\" must be calling hours: "
        .. "\"22:00%-06:00\" goes over midnight" },
      { { hours = "9-12", weekdays = "8", state = state }, "\"8\" is no day of the week" },
      { { hours = "9-12", state = state, max_failure_rate = 60 }, "a share from 0 to 1" },
      { { hours = "9-12", state = state, deadline = "tomorrow" }, "option \"deadline\" must be" },
      { { hours = "9-12", state = state, redials = -1 }, "a whole number, 0 or more" },
      { { hours = "9-12", state = state, stop_if = 1 }, "unknown option \"stop_if\"" },
    }
    for _, case in ipairs(cases) do
      local ok, raised = pcall(task.guard, task, case[1])
      assert.is_false(ok)
      assert.matches(case[2], raised)
    end
    assert.has_error(function() task.guard { hours = "9-12", state = state } end)
  end)
end)
