--- Imports with a journal: repeated runs, errors, and the file itself.
local cjson = require "cjson"
local files = require "support.files"
local imports = require "support.imports"
local sandbox = require "support.sandbox"

local path = os.tmpname()

describe("an import with a journal", function()
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
    return client.tasks:import(imports.with_journal(path, more))
  end

  it("sends the rows once, however often it runs", function()
    local first = assert(import())
    for _ = 1, 3 do
      assert.same(first, assert(import()))
    end
    assert.equal(3, sandbox.counts("addJson").received)
    assert.same(sandbox.customer_phones(30), sandbox.phones(first.dial_task_main_sn))
    assert.matches("^ai95:%x+$", assert(client.tasks:get(first.dial_task_main_sn)).mark)
  end)

  it("writes no customers' data to it, and only its owner can read it", function()
    assert(import { mark = "春季" })
    local text = files.read(path)
    assert.is_nil(text:find("138000", 1, true) or text:find("客户", 1, true))
    assert.equal("600", io.popen("stat -c %a " .. path):read("*l"))
    for line in text:gmatch("[^\n]+") do
      assert.is_table(cjson.decode(line))
    end
  end)

  it("returns the error of a rejection, and continues from there in the next run", function()
    sandbox.fault("addJson", "code", { code = 30004, skip = 1 })
    local result, err = import()
    assert.is_nil(result)
    assert.same({ 30004, "rejected", 10 }, { err.code, err.outcome, err.partial.success })
    result = assert(import())
    assert.equal(30, result.success)
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(4, sandbox.counts("addJson").received)
  end)

  it("releases the journal if `progress` raises", function()
    local ok, raised = pcall(import, { progress = function() error("my own mistake", 0) end })
    assert.is_false(ok)
    assert.equal("my own mistake", raised)
    local result = assert(import())
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(3, sandbox.counts("addJson").carried_out)
  end)

  it("is rejected if three requests certainly failed", function()
    sandbox.fault("addJson", "reset_before", { times = 3 })
    local result, err = import()
    assert.is_nil(result)
    assert.same({ "rejected", true }, { err.outcome, err.retryable })
    result = assert(import())
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
  end)

  it("refuses changed rows or parameters, and a file that is no journal", function()
    assert(import())
    local rows = sandbox.customers(30)
    rows[30][3] = "上海"
    local changes = {
      { rows = rows }, { chunk = 15 }, { source = "其他" }, { is_zidong = true },
    }
    for _, more in ipairs(changes) do
      local result, err = import(more)
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.equal("not_sent", err.outcome)
      assert.matches("the rows or the parameters have changed since", tostring(err))
    end
    files.write(path, "姓名,电话\n")
    local result, err = import()
    assert.is_nil(result)
    assert.matches("is not the journal of an import", tostring(err))
    result, err = import { journal = "/nonexistent/journal" }
    assert.is_nil(result)
    assert.matches("journal: /nonexistent/journal: No such file", tostring(err))
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("starts again with other parameters if nothing was carried out before", function()
    local result, err = import { ai_user_sn = "nobody" }
    assert.is_nil(result)
    assert.equal("rejected", err.outcome)
    local done = assert(import())
    assert.equal(30, done.success)
    assert.equal(30, #sandbox.rows(done.dial_task_main_sn))
    assert.equal(3, assert(import()).chunks) -- the journal is this import's now
    assert.is_nil((import { source = "其他" }))
    -- It does not start again if the outcome was unknown.
    os.remove(path)
    sandbox.fault("addJson", "reset_after")
    result, err = import { reconcile_timeout = 0.1, source = "一" }
    assert(result, tostring(err))
    assert.is_nil((import { source = "二" }))
  end)

  it("refuses a journal that another import is using", function()
    local core = require "ai95.core"
    local held = assert(core.open_log(path))
    local result, err = import()
    assert.is_nil(result)
    assert.matches("another import is using it", tostring(err))
    held:close()
    assert(import())
  end)
end)
