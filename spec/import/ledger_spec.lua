--- Imports with a ledger: repeated runs, errors, and the file itself.
local cjson = require "cjson"
local files = require "support.files"
local imports = require "support.imports"
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

  local function import(more)
    return client.tasks:import(imports.with_ledger(path, more))
  end

  it("sends the rows once, however often it runs", function()
    local first = assert(import())
    assert.same({ 30, 0, 3 }, { first.success, first.already_in, first.chunks })
    for _ = 1, 3 do
      local again = assert(import())
      assert.same({ 0, 0, 30, 0 }, { again.rows, again.success, again.already_in, again.chunks })
      assert.equal(first.dial_task_main_sn, again.dial_task_main_sn)
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
      assert.is_table(cjson.decode(line:match "^%x+ (.*)$"))
    end
  end)

  it("returns the error of a rejection, and continues from there in the next run", function()
    sandbox.fault("addJson", "code", { code = 30004, skip = 1 })
    local result, err = import()
    assert.is_nil(result)
    assert.same({ 30004, "rejected", 10 }, { err.code, err.outcome, err.partial.success })
    result = assert(import())
    assert.same({ 20, 10 }, { result.success, result.already_in })
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(4, sandbox.counts("addJson").received)
  end)

  it("releases the ledger if `progress` raises", function()
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

  it("sends only those who are not in yet, whatever list it gets", function()
    local sn = assert(import()).dial_task_main_sn
    local corrected, longer, shuffled = sandbox.customers(30), sandbox.customers(32), {}
    corrected[30][3] = "上海"
    for i, row in ipairs(sandbox.customers(35)) do
      shuffled[36 - i] = { row[1], "+86 " .. row[2]:gsub("^(...)(....)", "%1-%2-"), row[3] }
    end
    local changes = {
      { more = { rows = corrected }, sent = 0 }, { more = { chunk = 15 }, sent = 0 },
      { more = { rows = longer, mark = "补充" }, sent = 2 },
      { more = { rows = shuffled, chunk = 2, aes = true }, sent = 3 },
      { more = { rows = sandbox.customers(3) }, sent = 0 },
    }
    for _, change in ipairs(changes) do
      local result = assert(import(change.more))
      assert.same({ change.sent, sn }, { result.success, result.dial_task_main_sn })
      assert.equal(#(change.more.rows or sandbox.customers(30)) - change.sent, result.already_in)
    end
    local phones = sandbox.phones(sn)
    table.sort(phones)
    assert.same(sandbox.customer_phones(35), phones)
    assert.equal(1, #sandbox.state().tasks)
  end)

  it("refuses the ledger of another campaign, and a file that is no ledger", function()
    local own = assert(import()).dial_task_main_sn
    for name, value in pairs { source = "其他", project_sn = "p", ai_user_sn = "u",
      dial_task_main_sn = "t" } do
      local result, err = import { [name] = value, rows = sandbox.customers(31) }
      assert.is_nil(result)
      assert.same({ "file", "not_sent" }, { err.kind, err.outcome })
      assert.matches("it belongs to another campaign, with " .. name:gsub("source", "name"),
        tostring(err))
    end
    assert.equal(30, assert(import { dial_task_main_sn = own }).already_in)
    for content, message in pairs {
      ["姓名,电话\n"] = "is not a ledger", [""] = "the file is empty",
      ['{"type":"import","version":1,"input":"a","token":"b"}\n'] = "a journal of ai95 0%.1",
      [files.read(path):match "^[^\n]*\n"] = "its requests are missing",
      [files.read(path):sub(1, 50)] = "it is damaged in line 1",
    } do
      files.write(path, content)
      os.execute("chmod 600 " .. path)
      local result, err = import()
      assert.is_nil(result)
      assert.matches(message, tostring(err))
      assert.equal(content, files.read(path))
    end
    local result, err = import { ledger = "/nonexistent/ledger" }
    assert.is_nil(result)
    assert.matches("ledger: /nonexistent/ledger: No such file", tostring(err))
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("begins anew with other parameters if nothing was carried out before", function()
    local result, err = import { ai_user_sn = "nobody" }
    assert.is_nil(result)
    assert.equal("rejected", err.outcome)
    local done = assert(import())
    assert.equal(30, done.success)
    assert.equal(30, #sandbox.rows(done.dial_task_main_sn))
    assert.equal(30, assert(import()).already_in) -- the ledger is this import's now
    assert.is_nil((import { source = "其他" }))
  end)

  it("sends nothing if everybody is in, also if the campaign was deleted since", function()
    local done = assert(import { is_zidong = true })
    assert(assert(client.tasks:get(done.dial_task_main_sn)):delete())
    local again = assert(import { is_zidong = true })
    assert.same({ 30, 0, false }, { again.already_in, again.chunks, again.paused })
  end)

  it("leaves no file if nothing was sent", function()
    local result = import { rows = { { "", "13800000001", "" } } }
    assert.is_nil(result)
    assert.is_nil(io.open(path) or io.open(path .. ".new"))
  end)

  it("refuses a ledger that another import is using", function()
    local core = require "ai95.core"
    local held = assert(core.prepare_log(path))
    local result, err = import()
    assert.is_nil(result)
    assert.matches("another import is using it", tostring(err))
    held:close()
    assert(import())
  end)
end)
