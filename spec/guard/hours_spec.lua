--- Calling hours, as people write them.
local dates = require "ai95.util.dates"
local hours = require "ai95.guard.hours"

local WINDOWS = {
  { "09:00-12:00,13:30-18:00", "09:00-12:00, 13:30-18:00" },
  { "9-12", "09:00-12:00" },
  { " 9:00 - 12:00 ; 13:30 - 18:00; ", "09:00-12:00, 13:30-18:00" },
  { "9:00–12:00 13:30—18:00", "09:00-12:00, 13:30-18:00" },
  { "９：００－１２：００，１３：３０～１８：００", "09:00-12:00, 13:30-18:00" },
  { "9点至12点、13点半到18点30分", "09:00-12:00, 13:30-18:30" },
  { "9时30-12时，下午" },
  { "9时30-12时", "09:30-12:00" },
  { "08:00:00-18:00:30", "08:00-18:00:30" },
  { "13:00-18:00,09:00-13:00", "09:00-18:00" }, -- sorted, and those that touch are one
  { "08:00-18:00,08:30-21:10", "08:00-21:10" },
  { "00:00-24:00", "00:00-24:00" },
  { "22:00-24:00,00:00-01:00", "00:00-01:00, 22:00-24:00" },
  { "8 to 12", "08:00-12:00" },
  { "", nil, "there is no window" },
  { " , ", nil, "there is no window" },
  { "09:00", nil, "no window such as" },
  { "9-12-13", nil, "no window such as" },
  { "09:00-09:00", nil, "is empty; the whole day is 00:00%-24:00" },
  { "22:00-06:00", nil, "goes over midnight; write it as two: 22:00%-24:00,00:00%-06:00" },
  { "22:00-00:00", nil, "goes over midnight; write it as two: 22:00%-24:00" },
  { "24:00-25:00", nil, "\"24:00\" is no time of the day" },
  { "09:00-24:01", nil, "\"24:01\" is no time of the day" },
  { "09:60-10:00", nil, "\"09:60\" is no time of the day" },
  { "9am-5pm", nil, "\"9am\" is no time of the day" },
  { "-1-5", nil, "no window such as" },
  { "09:00-12:00,nonsense", nil, "\"nonsense\"" },
}

local DAYS = {
  { "mon-fri", "Mon-Fri" }, { "Mon-Fri", "Mon-Fri" }, { "1-5", "Mon-Fri" }, { "１－５", "Mon-Fri" },
  { "周一至周五", "Mon-Fri" }, { "星期一到星期五", "Mon-Fri" }, { "一、三、五", "Mon,Wed,Fri" },
  { "礼拜天", "Sun" }, { "工作日", "Mon-Fri" }, { "每天", "every day" }, { "daily", "every day" },
  { "周末", "Sat,Sun" }, { "Monday, Thursday", "Mon,Thu" }, { "sat-mon", "Mon,Sat,Sun" },
  { "mon tue wed sun", "Mon-Wed,Sun" }, { "1-7", "every day" },
  { "", nil, "no day of the week" }, { "8", nil, "\"8\" is no day" }, { "0-5", nil, "is no day" },
  { "mon-", nil, "is no day" }, { "holiday", nil, "is no day" }, { "1-3-5", nil, "is no day" },
}

describe("#plain calling hours", function()
  for _, case in ipairs(WINDOWS) do
    it(("read the windows \"%s\""):format(case[1]), function()
      local read, problem = hours.parse(case[1])
      if case[2] then
        assert.is_nil(problem)
        assert.equal(case[2] .. ", every day", read:text())
      else
        assert.is_nil(read)
        assert.matches(case[3] or "", problem)
      end
    end)
  end

  for _, case in ipairs(DAYS) do
    it(("read the days \"%s\""):format(case[1]), function()
      local read, problem = hours.parse("9-12", case[1])
      if case[2] then
        assert.is_nil(problem)
        assert.equal("09:00-12:00, " .. case[2], read:text())
      else
        assert.is_nil(read)
        assert.matches(case[3], problem)
      end
    end)
  end

  -- 2026-11-27 is a Friday.
  local TIMES = {
    { "09:00-12:00,13:30-18:00", "1-5", "2026-11-27 09:00:00", closes = "Fri 2026-11-27 12:00" },
    { "09:00-12:00,13:30-18:00", "1-5", "2026-11-27 08:59:59", opens = "Fri 2026-11-27 09:00" },
    { "09:00-12:00,13:30-18:00", "1-5", "2026-11-27 12:00:00", opens = "Fri 2026-11-27 13:30" },
    { "09:00-12:00,13:30-18:00", "1-5", "2026-11-27 18:00:00", opens = "Mon 2026-11-30 09:00" },
    { "00:00-12:00,13:00-24:00", "1-5", "2026-11-26 23:59:59", closes = "Fri 2026-11-27 12:00" },
    { "00:00-12:00,13:00-24:00", "1-5", "2026-11-27 14:00:00", closes = "Sat 2026-11-28 00:00" },
    { "00:00-24:00", "1-5", "2026-11-24 14:00:00", closes = "Sat 2026-11-28 00:00" },
    { "09:00-10:00", "7", "2026-11-29 10:00:00", opens = "Sun 2026-12-06 09:00" },
  }
  for _, case in ipairs(TIMES) do
    it(("%s on %s: %s"):format(case[1], case[2], case[3]), function()
      local read = assert(hours.parse(case[1], case[2]))
      local time = dates.parse(case[3])
      local closes = read:closes_at(time)
      assert.equal(case.closes, closes and hours.at(closes))
      if not closes then
        assert.equal(case.opens, hours.at(read:opens_at(time)))
      end
    end)
  end

  it("without an end are open for ever", function()
    assert.equal(math.huge, assert(hours.parse "0-24"):closes_at(dates.parse "2026-11-27"))
  end)

  it("are China's whatever the machine's zone is", function()
    local read = assert(hours.parse("09:00-12:00", "mon-fri"))
    local time = 1795741200 -- 2026-11-27 01:00 UTC
    assert.equal("Fri 2026-11-27 09:00", hours.at(time))
    assert.equal(time + 3 * 3600, read:closes_at(time))
    assert.is_nil(read:closes_at(time - 1))
  end)
end)
