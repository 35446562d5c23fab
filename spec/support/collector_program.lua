--- Reads answers while the collector works at each allocation, for spec/unit/json_memory_spec.lua:
--- collector_program.lua FUNCTION prints "right".
local collector = dofile "spec/support/collector.lua"
local core = require "ai95.core"

local shape = core.shape("page", {
  { name = "sn", type = "id" }, { name = "text", type = "string" },
  { name = "count", type = "int" },
  { name = "parts", type = "rows", shape = core.shape("object", { { name = "n", type = "int" } }) },
})

--- Has `act` called by a finalizer, again and again; `stop` ends that.
local function call_from_finalizers(act)
  local active = true
  local arm
  arm = function()
    local object = newproxy and newproxy(true) or setmetatable({}, {})
    getmetatable(object).__gc = function()
      if active then
        act() -- meanwhile no object has this finalizer, or it would call itself
        arm()
      end
    end
    if not newproxy then
      setmetatable(object, getmetatable(object))
    end
  end
  arm()
  return function() active = false end
end

--- Runs with a collector that works at each allocation, as far as this Lua lets it.
local function without_rest(act)
  local restore = collector.press(1000) -- with ten times as much, Lua 5.1 crashes in a finalizer
  local ok, problem = pcall(act)
  restore()
  assert(ok, problem)
end

--- Rows with so many strings that the collector goes round while one is read.
local function page(count, size)
  local list, strings = {}, {}
  for i = 1, size do
    strings[i] = ('"\\n%d"'):format(i)
  end
  for i = 1, count do
    list[i] = ('{"sn":"%d","text":"same\\n","count":"%d","parts":[{"n":"%d"}],"x":[%s]}'):format(
      i, i, i, table.concat(strings, ","))
  end
  return '{"code":0,"msg":"\\n","data":{"list":[' .. table.concat(list, ",") .. '],"total":"9"}}'
end

local functions = {}

function functions.at_any_time()
  without_rest(function()
    for _, round in ipairs { 1, 2, 5 } do
      local text = page(round, 60)
      local _, msg, data = core.decode_answer(text, shape, { __index = {} })
      local _, _, rows = core.decode_answer(text, shape, { __index = {} }, true)
      for i = 1, round do
        local row = rows:next()
        assert(data.list[i].sn == tostring(i) and row.sn == tostring(i))
        assert(row.text == "same\n" and row.parts[1].n == i and row.x[60] == "\n60")
      end
      assert(rows:next() == nil and rows:total() == 9 and msg == "\n")
      assert(core.decode_json(text).data.list[round].parts[1].n == tostring(round))
    end
  end)
end

--- Each row comes once.
function functions.finalizers()
  local inside, calls, faults = false, 0, {}
  local text = page(10, 500)
  without_rest(function()
    for _ = 1, 100 do
      local seen, count = {}, 0
      local _, _, rows = core.decode_answer(text, shape, nil, true)
      local function take(row, problem)
        if row and not seen[row.sn] and row.x[500] == "\n500" then
          seen[row.sn], count = true, count + 1
        elseif row or problem then
          faults[#faults + 1] = problem or row.sn
        end
        return row
      end
      -- In the middle of a row, a finalizer finds nothing to read. Otherwise it takes a row.
      local stop = call_from_finalizers(function()
        calls = calls + (inside and 1 or 0)
        take(rows:next())
        rows:total()
        collectgarbage()
      end)
      local row, problem
      repeat
        inside = true
        row, problem = rows:next()
        inside = false
        take(row, problem)
      until not row
      stop()
      if count ~= 10 then
        faults[#faults + 1] = count
      end
      if calls >= 10 then
        break
      end
    end
  end)
  assert(#faults == 0, faults[1])
  assert(calls > 0, "no finalizer was called")
end

functions[arg[1]]()
print "right"
