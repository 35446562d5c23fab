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
    assert.matches("^1;%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d;[%d,%-]+$", mark)
    assert.is_true(#mark < 100)
  end)

  it("of old days leave the watermark, which stays small", function()
    sandbox.seed { calls = 50, task = { created_at = "2019-03-08 10:00:00" } }
    sandbox.seed { calls = 5 }
    local ids, mark = read_new(nil)
    assert.equal(55, #ids)
    assert.is_nil(mark:find("2019", 1, true))
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
    local feed = require "ai95.sync.feed"
    local records = {}
    local function add(id)
      table.insert(records, 1, { cdr_id = id, connected_at = "2026-11-22 10:00:00" })
    end
    for id = 1, 1300 do
      add(id * 3)
    end
    local arriving = 10000
    local fake
    fake = {
      server_time = function() return 1795000000 end,
      request = function(_, _, params)
        local list = {}
        for i = 1, params.pageSize do
          local record = records[params.pageIndex * params.pageSize + i]
          list[i] = record and { cdr_id = record.cdr_id, connected_at = record.connected_at }
        end
        local total = #records
        if arriving < 10007 then
          arriving = arriving + 1
          add(arriving)
        end
        return { total = total, list = list }
      end,
    }
    local class = require("ai95.resources.resource").class("call", {})
    local resource = require "ai95.resources.resource"
    local function walk(params)
      return resource.walk(fake, "cdrlist", class, params)
    end
    local seen, count = {}, 0
    local first = feed(walk, fake.server_time, nil)
    for call in first do
      assert.is_nil(seen[call.cdr_id])
      seen[call.cdr_id], count = true, count + 1
    end
    for call in feed(walk, fake.server_time, first:watermark()) do
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
