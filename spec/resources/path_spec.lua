--- The path of a request through the library: few files, each called from the one above.
local sandbox = require "support.sandbox"

describe("#plain a list", function()
  it("passes at most nine files", function()
    sandbox.reset()
    sandbox.seed { calls = 3 }
    local client = sandbox.client()
    assert(client.calls:list()) -- logs in, and loads the modules that load on first use
    local files, count = {}, 0
    debug.sethook(function()
      local file = debug.getinfo(2, "S").source:match "lua/(ai95/.*)$"
      if file and not files[file] then
        files[file], count = true, count + 1
      end
    end, "c")
    local page, err = client.calls:list()
    debug.sethook()
    assert.equal(3, #assert(page, err))
    assert.is_true(files["ai95/http/serializer.lua"])
    assert.is_true(count <= 9, count)
  end)
end)
