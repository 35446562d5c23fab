--- Sets of people while each allocation fails in turn: every time the result is an error or right,
-- and nothing stays in memory.
local core = require "ai95.core"
local memory = require "memory"

local KEY, OTHER_KEY = ("0123456789abcdef"):rep(2), ("fedcba9876543210"):rep(2)

local function take(count)
  local campaign, excluded = core.people(KEY), core.people(OTHER_KEY)
  assert(campaign:add_phone "13800000001")
  assert(excluded:add_phone "13800000002")
  local checker = core.checker(false, campaign)
  checker:exclude_people(excluded)
  local encoder = core.rows({ "姓名", "电话" }, checker)
  for i = 1, count do
    encoder:add({ "客户", ("138%08d"):format(i) }, i)
  end
  local hashes = encoder:people()
  assert(campaign:add(hashes))
  return ("%d %d %s"):format(#campaign, #encoder, hashes)
end

local expected = take(100)
for _, from_there in ipairs { false, true } do
  local allocations = -1
  repeat
    allocations = allocations + 1
    local where = ("people, allocation %d"):format(allocations + 1)
    local failed, ok, result = memory.try(allocations + 1, from_there, take, 100)
    if ok then
      assert(not failed or not from_there, where .. ": no error")
      assert(result == expected, where .. ": another result")
    else
      assert(failed and tostring(result):find("not enough memory", 1, true),
        where .. ": " .. tostring(result))
    end
    collectgarbage()
    collectgarbage()
    assert(memory.used() == 0, where .. ": memory was not freed")
  until not failed
  print(("people: %d allocations"):format(allocations))
end
