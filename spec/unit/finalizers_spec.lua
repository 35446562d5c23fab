local lua = require("support.program").lua

describe("an object of the core", function()
  -- It needs a Lua of its own: the collector works all the time, and would go round all that the
  -- specs before have left.
  it("may be closed or changed by a finalizer while it works", function()
    local pipe = io.popen("exec " .. lua .. " spec/support/finalizer_program.lua 2>&1")
    local output = pipe:read "*a"
    pipe:close()
    assert.equal("right\n", output)
  end)
end)
