local core = require "ai95.core"
local lua = require("support.program").lua

local URL = "http://127.0.0.1:1/"

describe("the pool", function()
  it("accepts a profile of known types only", function()
    assert.error_matches(function() core.profile {} end, "needs headers")
    assert.error_matches(function() core.profile { headers = 1 } end,
      "profile.headers is a number; expected a string")
    assert.error_matches(function() core.profile { headers = "a\0b" } end,
      "profile.headers contains a NUL byte")
    assert.error_matches(function() core.profile { headers = "", stall = "1" } end,
      "profile.stall is a string")
    assert.error_matches(function() core.profile { headers = "", maximum = -1 } end, "out of range")
  end)

  it("refuses an invalid request before it sends anything", function()
    local pool, profile = core.pool(), core.profile { headers = "" }
    assert.error_matches(function() pool:start({}, URL) end, "ai95.profile expected")
    assert.error_matches(function() pool:start(profile, URL .. "\0") end, "NUL byte")
    assert.error_matches(function() pool:start(profile, URL, "text") end, "ai95.buffer expected")
    assert.error_matches(function() pool:start(profile, URL, { { name = "x" } }) end,
      "needs a name, and data")
    assert.error_matches(function() pool:start(profile, URL, nil, 1, 1e9) end, "out of range")
    assert.error_matches(function() pool:start(profile, URL, nil, 1, {}) end, "ai95.file expected")
    assert.error_matches(function() pool:start(profile, URL):answer() end, "is under way")
    pool:close()
  end)

  it("takes a body over, and refuses to send it a second time", function()
    local pool, profile, body = core.pool(), core.profile { headers = "" }, core.body {}
    assert.equal('{"url":"9914b932"}', tostring(body))
    assert.error_matches(function() pool:start(profile, URL, body, 1, 1e9) end, "out of range")
    pool:start(profile, URL, body)
    assert.equal("", tostring(body))
    assert.error_matches(function() pool:start(profile, URL, body) end, "was sent before")
    pool:close()
  end)

  it("refuses a form whose names would end their header line", function()
    local pool, profile = core.pool(), core.profile { headers = "" }
    local function start(part)
      return function() pool:start(profile, URL, { { name = "url", data = "x" }, part }) end
    end
    for byte = 0, 31 do
      local text = "a" .. string.char(byte) .. "b"
      assert.error_matches(start { name = text, data = "x" },
        "part 2 of a form has a control character in its name")
      assert.error_matches(start { name = "upload", filename = text, data = "x" },
        "part 2 of a form has a control character in its file name")
    end
    assert.error_matches(start { name = "a\127", data = "x" }, "control character in its name")
    assert.error_matches(start { name = "upload", filename = "x", path = "/dev/null\0x" },
      "part 2 of a form has a NUL byte in its path")
    assert.error_matches(start { name = "upload", path = "/dev/null" },
      "part 2 of a form needs a file name for its path")
    assert.error_matches(start { name = "upload", filename = "x", path = "/nonexistent/x" },
      'part "upload" of a form: ')
    start { name = "名单", filename = '2026 "名单".xlsx', data = "\0\r\n" }()
    pool:close()
  end)

  it("raises if reading a form closes the pool", function()
    local pool, profile = core.pool(), core.profile { headers = "" }
    local part = setmetatable({ name = "x" }, { __index = function(_, name)
      pool:close()
      return name == "data" and "y" or nil
    end })
    assert.error_matches(function() pool:start(profile, URL, { part }) end, "pool is closed")
    pool = core.pool()
    part = setmetatable({}, { __index = function(_, name)
      return ({ name = "x", data = "y" })[name]
    end })
    assert.is_false(pool:start(profile, URL, { part }):ready())
    pool:close()
  end)

  -- It needs a Lua of its own: the collector works all the time, and would go round all that the
  -- specs before have left.
  it("raises if a finalizer closes the pool, whenever the finalizer runs", function()
    local pipe = io.popen("exec " .. lua .. " spec/support/pool_program.lua 2>&1")
    local output = pipe:read "*a"
    pipe:close()
    assert.equal("right\n", output)
  end)
end)
