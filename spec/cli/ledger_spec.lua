--- The commands that show a ledger and record what became of a request.
local ai95 = require "ai95"
local command = require "support.command"
local files = require "support.files"
local imports = require "support.imports"
local sandbox = require "support.sandbox"

describe("#plain #command ledger", function()
  local home, path, client

  setup(function()
    home = files.folder()
    path = home .. "/c.ledger"
  end)

  teardown(function() files.remove_folder(home) end)

  before_each(function()
    sandbox.reset()
    os.remove(path)
    client = sandbox.client { timeout = 0.5 }
  end)

  local function import(more)
    return client.tasks:import(imports.with_ledger(path, more))
  end

  local function ledger(...)
    return command.run(home, { "ledger", ... })
  end

  --- An import whose second request nobody can account for: somebody else adds to the task.
  local function lose_request()
    sandbox.fault("addJson", "reset_after", { skip = 1 })
    sandbox.fault("index", "status", { status = 404, skip = 1 })
    local result, err = import()
    assert.is_nil(result)
    assert.matches("request 2 was carried out.*`ai95 ledger resolve`", err.message)
  end

  it("show tells how many are in, and what is open", function()
    assert(import())
    local result = ledger("show", path, "--json")
    assert.equal(0, result.status, result.err)
    assert.matches('"people":30', result.out)
    assert.matches('"pending_people":0', result.out)
    assert.equal("", result.err)
    local summary = assert(ai95.ledger.read(path))
    assert.same({ 30, 30, 3, true, false }, { summary.rows, summary.total_count, summary.requests,
      summary.has "138 0000 0001", summary.has "13900000000" })
    assert.equal(2, ledger("show", home .. "/nothing").status)
  end)

  for carried_out, sent in pairs { [true] = 3, [false] = 4 } do
    local option = carried_out and "--carried-out" or "--not-carried-out"
    it("resolve " .. option .. " lets the next import go on", function()
      lose_request()
      local shown = ledger("show", path)
      assert.matches("pending_people +10", shown.out)
      assert.matches("ai95 ledger resolve %S+ %-%-request 2 %-%-carried%-out", shown.err)
      assert.equal(2, ledger("resolve", path, "--request", "1", option).status)
      assert.equal(2, ledger("resolve", path, "--request", "2").status)
      local result = ledger("resolve", path, "--request", "2", option)
      assert.same({ 0, ("request 2 is recorded as %scarried out\n"):format(carried_out and ""
        or "not ") }, { result.status, result.err })
      assert.is_nil(assert(ai95.ledger.read(path)).pending)
      assert.equal(2, ledger("resolve", path, "--request", "2", option).status)
      local _, err = import { reconcile_timeout = 0 }
      -- A person who was wrong is noticed: the campaign has more numbers than the ledger knows of.
      assert.equal(carried_out, err == nil)
      assert.equal(carried_out and sent or 2, sandbox.counts("addJson").received)
    end)
  end

  it("resolve needs the campaign that a request made, and takes no other", function()
    sandbox.fault("addJson", "reset_after")
    sandbox.fault("index", "status", { status = 404, skip = 1 })
    assert.is_nil((import()))
    local result = ledger("resolve", path, "--request", "1", "--carried-out")
    assert.equal(2, result.status)
    assert.matches("the request made a campaign; say which %(%-%-task SN%)", result.err)
    for given, status in pairs { x = 2, ["@last"] = 2, ["dial_task_main_sn|0"] = 1 } do
      assert.equal(status,
        ledger("resolve", path, "--request", "1", "--carried-out", "--task", given).status)
    end
    local sn = sandbox.state().tasks[1].dial_task_main_sn
    assert.equal(2,
      ledger("resolve", path, "--request", "1", "--not-carried-out", "--task", sn).status)
    assert.equal(0, ledger("resolve", path, "--request", "1", "--carried-out", "--task", sn).status)
    local done = assert(import())
    assert.same({ 20, 10, sn }, { done.success, done.already_in, done.dial_task_main_sn })
  end)

  it("resolve reads no file that an import has, and makes none", function()
    local core = require "ai95.core"
    local held = assert(core.prepare_log(path))
    local ok, err = ai95.ledger.resolve(path, { request = 1, carried_out = true })
    assert.is_nil(ok)
    assert.matches("another import is using it", err.message)
    held:close()
    ok, err = ai95.ledger.resolve(home .. "/nothing", { request = 1, carried_out = true })
    assert.is_nil(ok)
    assert.matches("there is none", err.message)
    assert.is_nil(io.open(home .. "/nothing") or io.open(home .. "/nothing.new"))
  end)
end)
