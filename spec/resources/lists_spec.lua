local dates = require "ai95.util.dates"
local sandbox = require "support.sandbox"

describe("an iterator over pages", function()
  local client

  setup(function()
    sandbox.reset()
    sandbox.seed { calls = 23 }
    client = sandbox.client()
  end)

  it("yields every row once, in order, whatever the page size", function()
    for _, size in ipairs { 1, 5, 22, 23, 24, 100 } do
      local last, count = 0, 0
      for call in client.calls:each { pageSize = size } do
        assert.is_true(call.cdr_id > last)
        last, count = call.cdr_id, count + 1
      end
      assert.equal(23, count)
    end
  end)

  it("requests no page after the last", function()
    local before = sandbox.counts("cdrlist").received
    for _ in client.calls:each { pageSize = 10 } do end
    assert.equal(3, sandbox.counts("cdrlist").received - before)
  end)

  it("begins at the given page", function()
    local count = 0
    for _ in client.calls:each { pageIndex = 1, pageSize = 10 } do count = count + 1 end
    assert.equal(13, count)
  end)

  it("fetches the next page while the program works on one", function()
    local now = require("ai95.core").now
    local iterate = client.calls:each { pageSize = 10 }
    iterate()
    -- For the third page: the second is under way already.
    sandbox.fault("cdrlist", "delay", { seconds = 0.2 })
    require("socket").sleep(0.1)
    for _ = 2, 10 do iterate() end
    -- The second page is here, and the third is requested before the program needs it.
    local before = sandbox.counts("cdrlist").received
    local started = now()
    for _ = 11, 20 do iterate() end
    assert.is_true(now() - started < 0.15)
    require("socket").sleep(0.3)
    assert.equal(before + 1, sandbox.counts("cdrlist").received)
    started = now()
    assert.is_table(iterate())
    assert.is_true(now() - started < 0.15)
  end)

  it("raises the error that a list returns", function()
    sandbox.fault("cdrlist", "html", { skip = 1 })
    local count = 0
    local ok, raised = pcall(function()
      for _ in client.calls:each { pageSize = 10 } do count = count + 1 end
    end)
    assert.is_false(ok)
    assert.equal("protocol", raised.kind)
    assert.equal(10, count)
    sandbox.fault("index", "html")
    local page, err = client.tasks:list()
    assert.is_nil(page)
    assert.equal("protocol", err.kind)
  end)

  it("ends at once if the list is empty", function()
    local range = { start_create_at = "2001-01-01", end_create_at = "2001-01-02" }
    assert.is_nil(client.calls:each(range)())
  end)

  it("may be left before its end", function()
    for _ = 1, 30 do
      assert.is_table(client.calls:each { pageSize = 2 } ())
    end
    collectgarbage()
    collectgarbage()
    assert(client:request("getProjects"))
  end)
end)

describe("an iterator over pages of a range in words", function()
  it("keeps to the same days, by the server's clock, past midnight too", function()
    sandbox.reset()
    sandbox.seed { calls = 23 }
    local client = sandbox.client()
    sandbox.advance(50 * 86400)
    client.calls:list() -- tells the clock
    local today = dates.resolve("today", "first", client:server_time())
    local range = { start_create_at = "50d", end_create_at = "today", pageSize = 10 }
    local count, iterate = 0, client.calls:each(range)
    for _ in iterate do
      count = count + 1
      if count == 1 then
        sandbox.advance(86400)
      end
      local sent = sandbox.last("cdrlist").body
      assert.truthy(sent:find(today:sub(1, 10) .. " 23:59:59", 1, true), sent)
    end
    assert.equal(23, count)
    assert.same({ start_create_at = "50d", end_create_at = "today", pageSize = 10 }, range)
  end)
end)

describe("parallel", function()
  local client
  local now = require("ai95.core").now

  before_each(function()
    sandbox.reset()
    sandbox.seed { calls = 60 }
    client = sandbox.client()
    assert(client:login())
  end)

  it("runs several functions at once, and keeps the order", function()
    sandbox.fault("exportModel", "delay", { seconds = 0.5, times = 8 })
    local started = now()
    local items = { 1, 2, 3, 4, 5, 6, 7, 8 }
    local results, failures = client:parallel(8, items, function(i)
      return assert(client:request("exportModel", { project_sn = sandbox.PROJECT })).size + i
    end)
    assert.is_true(now() - started < 2) -- one after another they take 4 seconds
    assert.is_nil(failures)
    for i = 2, 8 do
      assert.equal(results[1] + i - 1, results[i])
    end
  end)

  it("never runs more functions at once than its width", function()
    sandbox.fault("getProjects", "delay", { seconds = 0.05, times = 9 })
    local active, most = 0, 0
    local results = client:parallel(3, { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, function(i)
      active = active + 1
      most = math.max(most, active)
      assert(client:request("getProjects"))
      active = active - 1
      return i
    end)
    assert.equal(3, most)
    assert.equal(9, results.n)
  end)

  it("collects errors by index, returned or raised", function()
    local results, failures = client:parallel(4, { 1, 2, 3, 4, 5 }, function(i)
      if i == 2 then
        return client:request("operateTask", { pkeys = 999999, oper = "stop" })
      elseif i == 3 then
        error("my own mistake", 0)
      elseif i == 5 then
        error(nil)
      end
      return i
    end)
    assert.equal(1, results[1])
    assert.equal(4, results[4])
    assert.is_nil(results[2])
    assert.equal(30011, failures[2].code)
    assert.equal("my own mistake", failures[3])
    assert.equal("nil was raised", failures[5])
    assert.equal(5, results.n)
  end)

  it("takes items from an iterator that sends requests itself", function()
    local results, failures = client:parallel(8, client.calls:each { pageSize = 7 }, function(call)
      return call.recordfile and assert(call:download()).bytes or 0
    end)
    assert.is_nil(failures)
    assert.equal(60, results.n)
  end)

  it("works inside itself, inside pcall, and with iterators inside", function()
    local results, failures = client:parallel(3, { 1, 2, 3 }, function()
      local count = 0
      for call in client.calls:each { pageSize = 20 } do
        count = count + (call and 1 or 0)
      end
      local ok, inner = pcall(function()
        return (client:parallel(2, { 1, 2 }, function() return #client:request("getProjects") end))
      end)
      assert(ok, inner)
      return count + inner[1] + inner[2]
    end)
    assert.is_nil(failures)
    assert.same({ 66, 66, 66 }, { results[1], results[2], results[3] })
  end)

  it("runs functions that use coroutines of their own", function()
    local results = client:parallel(4, { 1, 2, 3, 4 }, function(i)
      local rows = coroutine.wrap(function()
        for call in client.calls:each { pageSize = 30 } do
          coroutine.yield(call.cdr_id)
        end
      end)
      local count = 0
      for _ in rows do count = count + 1 end
      return count + i
    end)
    assert.same({ 61, 62, 63, 64 }, { results[1], results[2], results[3], results[4] })
  end)

  it("reports a function that yields, since nobody would resume it #plain", function()
    local results, failures = client:parallel(2, { 1, 2, 3, 4 }, function(i)
      if i == 2 then
        coroutine.yield({})
      end
      return client:request("getProjects") and i
    end)
    assert.same({ 1, nil, 3, 4, n = 4 }, results)
    assert.matches("coroutine.yield is for your own coroutines", failures[2])
  end)

  it("goes on although the program resumes or closes one of its coroutines #plain", function()
    local kept = {}
    local function keep(i)
      kept[i] = coroutine.running()
      if i == 4 then
        coroutine.resume(kept[3]) -- it waits for its request
      end
      return client:request("getProjects") and i
    end
    client:parallel(2, { 1, 2 }, keep)
    coroutine.resume(kept[1])
    if coroutine.close then
      coroutine.close(kept[2])
    end
    local results, failures = client:parallel(2, { 3, 4 }, function(i) return keep(i) end)
    assert.is_nil(failures)
    assert.same({ 3, 4, n = 2 }, results)
  end)

  it("finishes the running functions if the items raise", function()
    local done, given = 0, 0
    local ok, raised = pcall(client.parallel, client, 4, function()
      given = given + 1
      if given == 4 then
        error("no more", 0)
      end
      return given
    end, function()
      assert(client:request("addJson", sandbox.addjson()))
      done = done + 1
      return true
    end)
    assert.is_false(ok)
    assert.equal("no more", raised)
    assert.equal(3, done)
  end)

  it("uses few connections", function()
    client:parallel(4, client.calls:each(), function(call)
      return call.recordfile and assert(call:download()).bytes or 0
    end)
    assert.is_true(sandbox.state().connections < 10)
  end)

  it("returns no results for no items", function()
    local results, failures = client:parallel(4, {}, function() return 1 end)
    assert.equal(0, results.n)
    assert.is_nil(failures)
  end)

  it("runs imports side by side without mixing their rows", function()
    local results, failures = client:parallel(4, { 1, 2, 3, 4, 5, 6 }, function(i)
      return client.tasks:import {
        project_sn = sandbox.PROJECT, source = "p" .. i, ai_user_sn = sandbox.AI_USER,
        columns = sandbox.COLUMNS,
        rows = sandbox.customers(50, i * 100), aes = true, chunk = 20,
      }
    end)
    assert.is_nil(failures)
    for i = 1, 6 do
      local rows = sandbox.rows(results[i].dial_task_main_sn)
      assert.equal(50, #rows)
      assert.equal(("1380000%04d"):format(i * 100 + 1), rows[1]["电话"])
      assert.equal(("1380000%04d"):format(i * 100 + 50), rows[50]["电话"])
    end
  end)
end)
