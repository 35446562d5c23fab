--- Uses objects again after an allocation failed in them: every time the result is an error that
-- says so or right, and nothing is lost on the way or stays in memory.
local core = require "ai95.core"
local memory = require "memory"

local jit = rawget(_G, "jit")
if jit then
  jit.off() -- LuaJIT's compiled code may crash if it has no memory (2.1.0-beta3)
end

local LONG = ("long "):rep(1000)
local KEY = ("0123456789abcdef"):rep(2)
local HASHES = ("0123456789abcdef"):rep(100)

local row_shape = core.shape("page", { { name = "sn", type = "string" } })
local ANSWER = '{"code":0,"data":{"list":[{"sn":"' .. LONG .. '"},{"sn":"\\n' .. LONG .. '"}]}}'
local profile = core.profile { headers = "" }
local file = assert(core.temporary_file "/tmp")
assert(file:write(LONG))

local function path()
  local name = os.tmpname()
  return name, assert(core.create(name .. ".new"))
end

-- The object, and what is done with it, first with an allocation that fails. If `again` is a
-- pattern, the second time may also be an error that matches it.
local CASES = {
  { "a charset", make = function() return core.charset "UTF-16LE" end, use = function(charset)
    return charset:decode(("a\0"):rep(5000))
  end },
  { "a buffer", make = function() return core.body { "name", LONG } end, use = tostring },
  { "a buffer that is read into", make = core.buffer, use = function(buffer)
    return tostring(file:read_at(0, #LONG, buffer))
  end },
  { "the pieces of a transfer", make = function() return memory.transfer(LONG) end,
    use = function(transfer) return transfer:take() end },
  { "the answer of a transfer", make = function() return memory.transfer(ANSWER) end,
    use = function(transfer)
      return core.decode_answer(transfer, row_shape) .. ""
    end, again = "ai95: the answer was read before" },
  { "rows one by one", make = function()
    local rows = select(3, core.decode_answer(memory.transfer(ANSWER), row_shape, nil, true))
    return { rows = rows, count = 0, false, false, false } -- with room: no row is lost here
  end, use = function(made)
    while true do
      local row = made.rows:next()
      if not row then
        return made[1].sn .. made[2].sn .. made.count
      end
      made.count = made.count + 1
      made[made.count] = row
    end
  end, again = "the rows cannot be read further" },
  { "a set of people", make = function() return core.people(KEY) end, use = function(people)
    return tostring(people:add(HASHES)) .. tostring(people:add_phone "13800000001") .. #people
  end },
  { "a checker", make = function() return core.checker(false) end, use = function(checker)
    return tostring(checker:exclude "13800000001")
      .. table.concat({ checker:exclude "1" , select(2, checker:exclude "1") }, "", 2)
  end },
  { "an encoder", make = function()
    return core.rows({ "姓名", "电话", "备注" }, core.checker(false))
  end, use = function(encoder)
    return encoder:add({ "客户", 13800000001, LONG }, 1) .. ""
  end, again = "this row encoder has failed" },
  { "a reader", make = function()
    local reader = core.reader { delimiter = "," }
    reader:feed("姓名," .. LONG .. "\n")
    return { reader = reader, row = false }
  end, use = function(made)
    made.row = made.row or made.reader:next()
    return table.concat(made.row, "|")
  end, again = "not enough memory" },
  { "a writer of rows", make = function()
    return core.writer("jsonl", { { name = "a" } }, false, false, true)
  end, use = function(writer)
    assert(writer:add { a = LONG, b = { x = { y = LONG } } })
    return writer:take():sub(-2 * #LONG)
  end, again = "nothing more can be written" },
  { "a page that is written", make = function()
    return {
      page = select(3, core.decode_answer(memory.transfer(ANSWER), row_shape, nil, true)),
      writer = core.writer("jsonl", { { name = "sn" } }),
    }
  end, use = function(made)
    made.page:write(made.writer)
    return made.writer:take()
  end },
  { "a writer that is emptied", make = function()
    local writer = core.writer("csv", { { name = "a" } })
    assert(writer:add { a = LONG })
    return writer
  end, use = function(writer) return writer:take() end },
  { "a pool", make = core.pool, use = function(pool)
    local transfer = pool:start(profile, "http://127.0.0.1:1/", core.body { "name", LONG })
    transfer:stop()
    return transfer:result() .. ""
  end },
  { "a pool's committer", make = function()
    local name, new = path()
    return { name = name, new = new, pool = core.pool() }
  end, use = function(made)
    local job = made.pool:commit(made.new, made.name .. ".new", made.name)
    for _ = 1, 1000 do
      if job:ready() then break end
      made.pool:run(0.01)
    end
    local ok, problem = job:result(made.name)
    made.pool:close()
    made.new:close()
    os.remove(made.name)
    return tostring(ok) .. tostring(problem)
  end, again = "closed" },
}

local function check(case, where, expected, failed, ok, result)
  if ok then
    assert(result == expected, where .. ": another result")
  else
    assert(failed and tostring(result):find("not enough memory", 1, true),
      where .. ": " .. tostring(result))
  end
  return failed, ok, case
end

for _, case in ipairs(CASES) do
  local expected = case.use(case.make())
  local allocations = -1
  repeat
    allocations = allocations + 1
    local where = ("%s, allocation %d"):format(case[1], allocations + 1)
    local object = case.make()
    local failed, ok = check(case, where, expected,
      memory.try(allocations + 1, true, case.use, object))
    if not ok then
      local again_ok, again = pcall(case.use, object)
      if again_ok then
        assert(again == expected, where .. ": another result the second time: " .. tostring(again))
      else
        assert(case.again and tostring(again):find(case.again), where .. ": " .. tostring(again))
      end
    end
    object = nil -- luacheck: ignore 311
    collectgarbage()
    collectgarbage()
  until not failed
  print(("%s: %d allocations"):format(case[1], allocations))
end
