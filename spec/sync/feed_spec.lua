local fake_client = require "support.fake_client"
local new_feed = require "ai95.sync.feed"
local resource = require "ai95.resources.resource"
local sandbox = require "support.sandbox"

describe("calls since a watermark", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  local function read_new(watermark)
    local ids, feed = {}, client.calls:since(watermark)
    for call in feed do
      ids[#ids + 1] = call.cdr_id
    end
    return ids, feed:watermark()
  end

  it("are all calls, then the new ones, each once", function()
    sandbox.seed { calls = 1200 }
    local ids, mark = read_new(nil)
    assert.equal(1200, #ids)
    assert.same({}, (read_new(mark)))
    sandbox.seed { calls = 7 }
    ids, mark = read_new(mark)
    assert.equal(7, #ids)
    assert.same({}, (read_new(mark)))
    assert.matches("^2;%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d;[%w_%-]+;;%x+$", mark)
    assert.is_true(#mark < 1207 * 8 + 40) -- all of them are of the last two hours
  end)

  it("of old days leave the watermark, which stays small", function()
    sandbox.seed { calls = 50, task = { created_at = "2019-03-08 10:00:00" } }
    sandbox.seed { calls = 5 }
    local ids, mark = read_new(nil)
    assert.equal(55, #ids)
    assert.is_nil(mark:find("2019", 1, true))
    assert.is_true(#mark < 5 * 8 + 40)
    assert.same({}, (read_new(mark)))
  end)

  it("include records that arrive late, under an earlier time", function()
    sandbox.seed { calls = 5 }
    local _, mark = read_new(nil)
    local half_an_hour_ago = os.date("!%Y-%m-%d %H:%M:%S", os.time() + 8 * 3600 - 1800)
    sandbox.seed { calls = 3, task = { created_at = half_an_hour_ago } }
    local ids = read_new(mark)
    assert.equal(3, #ids)
  end)

  it("can be left at any call, and continued from there", function()
    sandbox.seed { calls = 20 }
    local count, feed = 0, client.calls:since()
    for _ in feed do
      count = count + 1
      if count == 8 then
        break
      end
    end
    local ids = read_new(feed:watermark())
    assert.equal(12, #ids)
  end)

  it("are neither lost nor repeated while records arrive and pages shift", function()
    -- A platform that lists the newest first, and gets a record with every page it sends.
    local records = {}
    local function add(id)
      table.insert(records, 1,
        { cdr_id = id, cdr_sn = "sn-" .. id, connected_at = "2026-11-22 10:00:00" })
    end
    for id = 1, 1300 do
      add(id * 3)
    end
    local arriving = 10000
    local fake = fake_client(function(_, params)
      local list, total = {}, #records
      for i = 1, params.pageSize do
        list[i] = records[params.pageIndex * params.pageSize + i]
      end
      if arriving < 10007 then
        arriving = arriving + 1
        add(arriving)
      end
      return { total = total, list = list }
    end)
    local class = resource.class("call", {})
    local function list_rows(params)
      return resource.rows(fake, "cdrlist", class, params)
    end
    local function server_time()
      return 1795000000
    end
    local seen, count = {}, 0
    local first = new_feed(list_rows, server_time, nil)
    for call in first do
      assert.is_nil(seen[call.cdr_id])
      seen[call.cdr_id], count = true, count + 1
    end
    for call in new_feed(list_rows, server_time, first:watermark()) do
      assert.is_nil(seen[call.cdr_id])
      seen[call.cdr_id], count = true, count + 1
    end
    assert.equal(1307, count)
  end)

  it("refuse an invalid watermark", function()
    for _, bad in ipairs { "x", "1;2026-13-01 00:00:00;", "2;2026-11-22 00:00:00;1" } do
      assert.error_matches(function() client.calls:since(bad) end, "that is not a watermark")
    end
    assert.error_matches(function() client.calls:since(5) end, "takes a watermark, or nil")
  end)
end)
