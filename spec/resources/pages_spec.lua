--- Iterators over pages of platforms that count, or cut, them in their own ways.
local files = require "support.files"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"

describe("an iterator over pages", function()
  local client

  before_each(function()
    client = sandbox.client()
  end)

  --- How often each row comes from pages of that size, and the error that is raised.
  local function read(size)
    local times, count = {}, 0
    local ok, err = pcall(function()
      for call in client.calls:each { pageSize = size } do
        times[call.cdr_sn] = (times[call.cdr_sn] or 0) + 1
        count = count + 1
      end
    end)
    return times, count, not ok and err or nil
  end

  --- How many different rows there are. None of them came more often than `most`.
  local function distinct(times, most)
    local count = 0
    for _, number in pairs(times) do
      assert.is_true(number <= most)
      count = count + 1
    end
    return count
  end

  local SIZES = { 1, 4, 5, 22, 23, 24, 100 }

  for _, form in ipairs {
    "page_total", "page_total,string_numbers", "no_total", "zero_total", "short_pages",
    "short_pages,no_total", "short_pages,zero_total", "short_pages,keyed_lists,string_numbers",
  } do
    it("yields every row once with " .. form, function()
      sandbox.reset { forms = form }
      sandbox.seed { calls = 23 }
      for _, size in ipairs(SIZES) do
        local times, count, err = read(size)
        assert.is_nil(err)
        assert.equal(23, count)
        assert.equal(23, distinct(times, 1))
      end
    end)
  end

  it("yields the rows behind the first pages if every page is shorter than asked for", function()
    for _, form in ipairs { "short_pages", "short_pages,no_total", "short_pages,zero_total" } do
      sandbox.reset { forms = form }
      sandbox.seed { calls = 23 }
      for index = 0, 4 do
        local count = 0
        for _ in client.calls:each { pageSize = 100, pageIndex = index } do
          count = count + 1
        end
        assert.equal(math.max(23 - 7 * index, 0), count)
      end
    end
  end)

  it("asks once for a short list, and for the last page last, if there is a total", function()
    sandbox.reset()
    sandbox.seed { calls = 23 }
    local expected = { [100] = 1, [24] = 1, [23] = 2, [22] = 2, [12] = 2, [8] = 3, [5] = 5 }
    for size, requests in pairs(expected) do
      local before = sandbox.counts("cdrlist").received
      local _, count = read(size)
      assert.equal(23, count)
      assert.equal(requests, sandbox.counts("cdrlist").received - before, size)
    end
  end)

  it("leaves no row out if rows move meanwhile", function()
    sandbox.reset { forms = "repeated_rows" }
    sandbox.seed { calls = 23 }
    for _, size in ipairs(SIZES) do
      local times, _, err = read(size)
      assert.is_nil(err)
      assert.equal(23, distinct(times, 2))
    end
  end)

  it("ends if every page is the same, and says that there are more rows", function()
    for _, form in ipairs { "one_page", "one_page,keyed_lists,string_numbers" } do
      sandbox.reset { forms = form }
      sandbox.seed { calls = 23 }
      for _, size in ipairs { 1, 5, 10, 22 } do
        local times, _, err = read(size)
        assert.equal(size, distinct(times, 3))
        assert.equal("protocol", err.kind)
        assert.matches("sends the same page again", err.message)
      end
      assert.is_true(sandbox.counts("cdrlist").received <= 4 * 4)
    end
  end)

  it("ends if every page is the same, and has all rows", function()
    for _, form in ipairs { "one_page", "one_page,page_total" } do
      sandbox.reset { forms = form }
      sandbox.seed { calls = 23 }
      for _, size in ipairs { 23, 24, 100 } do
        local times, count, err = read(size)
        assert.is_nil(err)
        assert.equal(23, count)
        assert.equal(23, distinct(times, 1))
      end
    end
  end)

  it("says so at an empty page if there are more rows", function()
    sandbox.reset()
    sandbox.seed { calls = 23 }
    sandbox.fault("cdrlist", "status", { status = 200, content_type = "application/json",
      body = '{"code":0,"data":{"total":1000000,"list":[]}}', times = 0, skip = 1 })
    local _, count, err = read(10)
    assert.equal("protocol", err.kind)
    assert.matches("a page without rows", err.message)
    assert.equal(10, count)
    assert.is_true(sandbox.counts("cdrlist").received <= 4)
  end)

  -- In a program of its own: the collector goes round more slowly, and so more pages are in memory,
  -- the more of other specs there is.
  it("does not keep the pages of loops that were left", function()
    if os.getenv "ASAN_OPTIONS" then
      return -- AddressSanitizer keeps freed memory for a while
    end
    sandbox.reset()
    sandbox.seed { calls = 3000 }
    local path = os.tmpname()
    files.write(path, [[
      local client = require("ai95").new { username = "hln", password = "secret" }
      local function leave_loops(count)
        for _ = 1, count do
          assert(client.calls:each { pageSize = 3000 }()) -- the first row only
        end
        return io.open("/proc/self/status"):read("*a"):match "VmRSS:%s*(%d+)" -- KB
      end
      local before = leave_loops(5)
      print(leave_loops(10) - before)
    ]])
    local pipe = io.popen(("AI95_BASE_URL=%s %s %s 2>&1"):format(sandbox.url, lua, path))
    local output = pipe:read("*a")
    pipe:close()
    os.remove(path)
    -- A page has 4 MB of text. Lua 5.1 cannot be asked for a step of its collector.
    local most = _VERSION == "Lua 5.1" and not rawget(_G, "jit") and 200000 or 16000
    assert.is_true(assert(tonumber(output), output) < most, output)
  end)

  it("is shared by coroutines, each of which gets other rows", function()
    sandbox.reset()
    sandbox.seed { calls = 1000 }
    local each, times, count = client.calls:each { pageSize = 100 }, {}, 0
    client:parallel(4, { 1, 2, 3, 4 }, function()
      for call in each do
        times[call.cdr_sn], count = (times[call.cdr_sn] or 0) + 1, count + 1
      end
    end)
    assert.equal(1000, count)
    for _, number in pairs(times) do
      assert.equal(1, number)
    end
  end)

  it("can go on after a page that failed", function()
    sandbox.reset()
    sandbox.seed { calls = 60 }
    sandbox.fault("cdrlist", "status", { status = 403, skip = 1 })
    local each, count, failures = client.calls:each { pageSize = 20 }, 0, 0
    for _ = 1, 70 do
      local ok, row = pcall(each)
      count, failures = count + (ok and row and 1 or 0), failures + (ok and 0 or 1)
    end
    assert.same({ 60, 1 }, { count, failures })
  end)

  it("raises the error of a row again, and ends if the first rows change", function()
    sandbox.reset()
    local function answer(list, times)
      sandbox.fault("cdrlist", "status", { status = 200, content_type = "application/json",
        body = '{"code":0,"data":{"list":[' .. list .. '],"total":4}}', times = times })
    end
    answer('{"cdr_id":1,"cdr_sn":"1"},5,{"cdr_id":3,"cdr_sn":"3"}', 1)
    local each = client.calls:each()
    assert.equal("1", each().cdr_sn)
    for _ = 1, 2 do
      local ok, err = pcall(each)
      assert.is_false(ok)
      assert.matches("row 2 of `list`", err.message)
    end
    for first = 1, 4 do
      answer(('{"cdr_id":1,"cdr_sn":"x%d"},{"cdr_id":2,"cdr_sn":"y"}'):format(first), 1)
    end
    local count = 0
    for _ in client.calls:each { pageSize = 2 } do
      count = count + 1
    end
    assert.equal(4, count)
  end)
end)
