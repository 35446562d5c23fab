--- Imports that end in the middle: a full disk, a crash, SIGKILL. The next run completes them, and
--- each row is sent exactly once.
local core = require "ai95.core"
local files = require "support.files"
local imports = require "support.imports"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"

local path = os.tmpname()

describe("an import with a ledger", function()
  local client

  before_each(function()
    sandbox.reset()
    os.remove(path)
    client = sandbox.client { timeout = 0.5 }
  end)

  teardown(function()
    os.remove(path)
  end)

  local function import()
    return client.tasks:import(imports.with_ledger(path))
  end

  --- Lets the next import write `writes` times to its ledger, and calls `fail` for the next.
  local function after_writes(writes, fail)
    local prepare_log = core.prepare_log
    core.prepare_log = function(...)
      local file, is_new = prepare_log(...)
      core.prepare_log = prepare_log
      local wrapper = { log = function(_, data)
        writes = writes - 1
        if writes < 0 then
          return fail(file, data)
        end
        return file:log(data)
      end }
      return setmetatable(wrapper, { __index = function(_, name)
        return function(_, ...) return file[name](file, ...) end
      end }), is_new
    end
  end

  -- The records are, for each of the three chunks: that it is sent (the first with the header), and
  -- that it is done.
  for writes = 0, 5 do
    it(("continues after a full disk at record %d of the ledger"):format(writes + 1), function()
      after_writes(writes, function() return nil, "write: No space left on device" end)
      local result, err = import()
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.matches("ledger: .*No space left", tostring(err))
      assert.equal(math.ceil(writes / 2), sandbox.counts("addJson").received)
      -- It is the request's outcome, whatever our disk does.
      assert.equal(writes % 2 == 0 and "not_sent" or "unknown", err.outcome)
      assert(import())
      assert.same(sandbox.customer_phones(30),
        sandbox.phones(sandbox.state().tasks[1].dial_task_main_sn))
      assert.equal(3, sandbox.counts("addJson").received)
    end)

    it(("continues after a crash in record %d of the ledger"):format(writes + 1), function()
      after_writes(writes, function(file, data)
        file:log(data:sub(1, math.floor(#data / 2)))
        file:close()
        error("crash", 0)
      end)
      local ok, raised = pcall(import)
      assert.is_false(ok)
      assert.equal("crash", raised)
      local result = assert(import())
      assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
      assert.equal(3, sandbox.counts("addJson").received)
    end)
  end

  local PROGRAM = [[
    local ai95 = require "ai95"
    local client = ai95.new {
      username = "hln", password = "secret", store = ai95.store.file(%q), timeout = 0.3,
    }
    local result, err = client.tasks:import {
      project_sn = %q, source = "测试", ai_user_sn = %q, rows = assert(ai95.rows(%q)), aes = true,
      chunk = %d, ledger = arg[1], reconcile_timeout = 0.15,
    }
    if result then
      print("done " .. result.dial_task_main_sn)
    else
      print("failed " .. tostring(err.outcome) .. " " .. tostring(err))
    end
  ]]
  local LOSSES = {
    "reset_before", "reset_after", "close_before", "close_after", "truncate", "html", "stall",
    "status",
  }

  local function random(count)
    local a, b = core.random(2):byte(1, 2)
    return (a * 256 + b) % count
  end

  --- Queues faults for every few requests of an import.
  local function lose_responses()
    for i = 1, 12 do
      sandbox.fault("addJson", LOSSES[random(#LOSSES) + 1], {
        skip = i * 2 + random(3), seconds = 0.5, carry_out = random(2) == 0,
      })
    end
  end

  it("that is killed and loses responses, both at random, sends each row exactly once", function()
    local kills_wanted = tonumber(os.getenv "AI95_KILLS" or 12)
    local rows, chunk = 600, 20
    local csv, program, output, store = os.tmpname(), os.tmpname(), os.tmpname(), os.tmpname()
    local lines = { table.concat(sandbox.COLUMNS, ",") }
    for i, row in ipairs(sandbox.customers(rows)) do
      lines[i + 1] = table.concat(row, ",")
    end
    files.write(csv, table.concat(lines, "\n"))
    files.write(program, PROGRAM:format(store, sandbox.PROJECT, sandbox.AI_USER, csv, chunk))
    local kills = 0
    while kills < kills_wanted do
      sandbox.reset()
      os.remove(path)
      lose_responses()
      local finished
      for try = 1, 400 do
        -- `timeout` sends SIGKILL after these milliseconds. They grow, quickly after many tries, as
        -- the machine may be busy. A process that ended before has ended by itself.
        local wait = 10 + random(190 + try + math.max(0, try - 100) * 20)
        local command = "AI95_BASE_URL=%s timeout -s KILL %d.%03d %s %s %s > %s 2>&1"
        os.execute(command:format(sandbox.url, math.floor(wait / 1000), wait % 1000, lua, program,
          path, output))
        local printed = files.read(output)
        finished = printed:match("^done (%S+)")
        if finished then
          break
        elseif printed == "" or printed:find("^Killed") then
          kills = kills + 1
        else
          assert.matches("^failed %a+ ", printed)
        end
      end
      assert.is_string(finished, "the import was never completed")
      assert.equal(1, #sandbox.state().tasks)
      assert.same(sandbox.customer_phones(rows), sandbox.phones(finished))
    end
    for _, name in ipairs { csv, program, output, store, store .. ".lock" } do
      os.remove(name)
    end
  end)
end)
