--- The dates in HTTP headers.
local core = require "ai95.core"
local retry = require "ai95.http.retry"

local TIME = 1667724577 -- 2022-11-06 08:49:37 UTC

local forms = {
  "Sun, 06 Nov 2022 08:49:37 GMT",
  "Sun, 6 Nov 2022 08:49:37 GMT",
  "Sun, 06 Nov 2022 08:49:37 UTC",
  "Sun, 06 Nov 2022 08:49:37 Z",
  "Sun, 06 Nov 2022 16:49:37 +0800",
  "sun, 06 nov 2022 08:49:37 gmt",
  "SUN, 06 NOV 2022 08:49:37 GMT",
  "  Sun,  06  Nov\t2022  08:49:37   GMT  ",
  "Sunday, 06-Nov-22 08:49:37 GMT", -- RFC 850
  "Sunday, 06-Nov-2022 08:49:37 GMT",
  "Sun Nov  6 08:49:37 2022", -- asctime
  "06 Nov 2022 08:49:37 GMT",
}

local garbage = {
  "", " ", "Mon", "20040911", "0", "1667724577", "08:49:37", "06 Nov 2022", "tomorrow",
  "Sun, 06 Nov 2022",
  "Sun, 06 Nov 2022 08:49 GMT",
  "Sun, 06 Nov 2022 25:49:37 GMT",
  "Sun, 99 Nov 2022 08:49:37 GMT",
  "Sun, 06 Foo 2022 08:49:37 GMT",
  "Sun, 06 Nov 2022 08:49:37 CST",
  "Sun, 06 Nov 2022 16:49:37 GMT+0800",
  "Sun, 06 Nov 2022 08:49:37 GMT x",
  "Sun, 06 Nov 2022 08:49:37 GMT\0",
  ("Sun, 06 Nov 2022 08:49:37 GMT"):rep(5),
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "Fri, 31 Dec 1999 23:59:59 GMT",
  "Sun, 06 Nov 94 08:49:37 GMT",
  "Mon, 01 Jan 0001 00:00:00 GMT",
  "Sun Nov  6 08:49:37 0000",
  "Sat, 01 Jan 2101 00:00:00 GMT",
  "Sun, 06 Nov 9999 08:49:37 GMT",
}

describe("the date of a header", function()
  it("is read in every form that servers use", function()
    for _, text in ipairs(forms) do
      assert.equal(TIME, core.parse_http_date(text), text)
    end
    assert.equal(946684800, core.parse_http_date "Sat, 01 Jan 2000 00:00:00 GMT")
    -- On a 32-bit system, the times of libcurl end in 2038.
    if pcall(os.date, "!%Y", 2 ^ 32) then
      assert.equal(4133980799, core.parse_http_date "Fri, 31 Dec 2100 23:59:59 GMT")
    end
  end)

  it("is ignored if it is not a date with a time, or is implausible", function()
    for _, text in ipairs(garbage) do
      assert.is_nil(core.parse_http_date(text), text)
    end
  end)
end)

describe("Retry-After", function()
  it("is a number of seconds, or a date in any form", function()
    assert.equal(120, retry.after("120", TIME))
    assert.equal(0, retry.after("0", TIME))
    for _, text in ipairs(forms) do
      assert.equal(90, retry.after(text, TIME - 90), text)
      assert.equal(0, retry.after(text, TIME + 90), text)
    end
  end)

  it("is ignored if it is neither", function()
    assert.is_nil(retry.after(nil, TIME))
    local neither = { "", "-1", "soon", "1.5", "0x10", "Mon", "Thu, 01 Jan 1970 00:00:00 GMT" }
    for _, text in ipairs(neither) do
      assert.is_nil(retry.after(text, TIME), text)
    end
  end)
end)
