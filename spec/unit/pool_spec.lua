local core = require "ai95.core"

local URL = "http://127.0.0.1:1/"

describe("the pool", function()
  it("takes a profile of known types", function()
    assert.error_matches(function() core.profile {} end, "needs headers")
    assert.error_matches(function() core.profile { headers = 1 } end,
      "profile.headers is a number; expected a string")
    assert.error_matches(function() core.profile { headers = "a\0b" } end,
      "profile.headers contains a NUL byte")
    assert.error_matches(function() core.profile { headers = "", stall = "1" } end,
      "profile.stall is a string")
    assert.error_matches(function() core.profile { headers = "", maximum = -1 } end, "out of range")
  end)

  it("refuses an invalid request before anything is sent", function()
    local pool, profile = core.pool(), core.profile { headers = "" }
    assert.error_matches(function() pool:start({}, URL) end, "ai95.profile expected")
    assert.error_matches(function() pool:start(profile, URL .. "\0") end, "NUL byte")
    assert.error_matches(function() pool:start(profile, URL, true) end, "string expected")
    assert.error_matches(function() pool:start(profile, URL, { { name = "x" } }) end,
      "needs a name, and data")
    assert.error_matches(function() pool:start(profile, URL, nil, 1, 1e9) end, "out of range")
    assert.error_matches(function() pool:start(profile, URL, nil, 1, {}) end, "ai95.file expected")
    assert.error_matches(function() pool:start(profile, URL):answer() end, "is under way")
    pool:close()
  end)
end)
