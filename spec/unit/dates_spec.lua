local dates = require "ai95.util.dates"

describe("the platform's times", function()
  it("are read as China Standard Time", function()
    assert.equal(0, dates.parse "1970-01-01 08:00:00")
    assert.equal(1525765210, dates.parse "2018-05-08 15:40:10")
    assert.equal(1525708800, dates.parse "2018-05-08")
    assert.equal(951753600, dates.parse "2000-02-29")
    local time = dates.parse "2018-05-08 15:40:10"
    assert.equal("1525765210", tostring(time)) -- an integer on Luas that have integers
  end)

  it("read back the same as they were written", function()
    for time = 946656000, 2145888000, 86400 * 97 + 3601 do
      assert.equal(time, dates.parse(dates.format(time)))
    end
    for time = -62135600000, 253402271999, 86400 * 97000 + 3601 do -- on 32-bit systems, too
      assert.equal(time, dates.parse(dates.format(time)))
    end
    assert.equal("9999-12-31 23:59:59", dates.format(253402271999))
    assert.equal("2000-02-29 00:00:00", dates.format(951753600.9))
  end)

  it("are refused if no clock or calendar shows them", function()
    local invalid = {
      "", "2026-1-01", "2026-13-01", "2026-00-10", "2026-01-00", "2026-02-29", "2100-02-29",
      "2026-04-31", "2026-01-01 24:00:00", "2026-01-01 10:60:00", "2026-01-01 10:00",
      "2026-01-01T10:00:00", "0000-00-00 00:00:00",
    }
    for _, text in ipairs(invalid) do
      assert.is_nil(dates.parse(text), text)
      assert.is_false(dates.is_valid(text))
    end
  end)

  it("have a day, an hour and a weekday in China", function()
    local function place(text)
      return { dates.place(dates.parse(text)) }
    end
    assert.same({ 0, 0, 4 }, place "1970-01-01 00:00:00")
    assert.same({ 20779, 23, 7 }, place "2026-11-22 23:59:59")
    assert.same({ 20780, 0, 1 }, place "2026-11-23 00:00:00")
  end)

  describe("in words", function()
    local NOW = dates.parse "2026-03-01 00:30:00" -- a Sunday; in UTC it is still February

    local function range(word)
      return { dates.resolve(word, "first", NOW), dates.resolve(word, "last", NOW) }
    end

    local function days(first, last)
      return { first .. " 00:00:00", last .. " 23:59:59" }
    end

    it("are whole days in China", function()
      for word, expected in pairs {
        ["today"] = days("2026-03-01", "2026-03-01"),
        ["yesterday"] = days("2026-02-28", "2026-02-28"),
        ["this-week"] = days("2026-02-23", "2026-03-01"),
        ["last-week"] = days("2026-02-16", "2026-02-22"),
        ["this-month"] = days("2026-03-01", "2026-03-31"),
        ["last-month"] = days("2026-02-01", "2026-02-28"),
        ["0d"] = days("2026-03-01", "2026-03-01"),
        ["60d"] = days("2025-12-31", "2025-12-31"),
      } do
        assert.same(expected, range(word), word)
      end
    end)

    it("begin weeks on Monday, and months in the year before", function()
      NOW = dates.parse "2026-01-05 23:59:59" -- a Monday
      assert.same(days("2026-01-05", "2026-01-11"), range "this-week")
      assert.same(days("2025-12-29", "2026-01-04"), range "last-week")
      assert.same(days("2025-12-01", "2025-12-31"), range "last-month")
    end)

    it("may omit the seconds, and are the platform's times otherwise", function()
      assert.same({ "2026-01-05 10:00:00", "2026-01-05 10:00:59" }, range "2026-01-05 10:00")
      for _, time in ipairs { "2026-01-05", "2026-01-05 10:00:07" } do
        assert.same({ time, time }, range(time))
      end
    end)

    it("are nothing else", function()
      local others = {
        "", "Today", "tomorrow", "last week", "d", "-1d", "1.5d", "99999d", "2026-02-29",
        "2026-01-05 24:00", "2026-1-5", "today 10:00",
      }
      for _, text in ipairs(others) do
        assert.same({}, range(text), text)
      end
    end)
  end)
end)
