--- The stores that need no server, and the misuse that every store refuses.
local ai95 = require "ai95"
local contract = require "support.store_contract"
local socket = require "socket"

describe("a store keeps the contract:", function()
  it("memory", function()
    contract(ai95.store.memory(), socket.sleep)
  end)

  it("file", function()
    local path = os.tmpname()
    contract(ai95.store.file(path), socket.sleep)
    os.remove(path)
    os.remove(path .. ".lock")
  end)
end)

describe("a store", function()
  it("is refused if its client is not one", function()
    for _, given in ipairs { {}, { get = print }, "127.0.0.1", 6379, true } do
      assert.error_matches(function() ai95.store.redis(given) end,
        "store.redis needs a connected client %(with the methods get, set, del%), "
          .. "or a function that makes one")
      assert.error_matches(function() ai95.store.memcached(given) end,
        "store.memcached needs a connected client %(with the methods get, set, add, delete%)")
    end
    local _, message = pcall(function() ai95.store.redis() end)
    assert.matches("^spec/unit/store_spec.lua:%d+: ai95: store.redis needs a connected client",
      message)
  end)

  it("is refused outside nginx if it needs nginx #plain", function()
    assert.error_matches(function() ai95.store.shdict("x") end,
      "store.shdict is for programs inside nginx; there is store.file")
  end)
end)
