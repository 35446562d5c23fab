--- How the JSON reader uses memory: large answers, deep ones, and a collector that never rests.
--
-- AI95_MEGABYTES is the size of the large ones.
local core = require "ai95.core"

local SIZE = (tonumber(os.getenv "AI95_MEGABYTES") or 8) * 2 ^ 20
local ROWS = 50000

local shape = core.shape("page", {
  { name = "sn", type = "id" }, { name = "text", type = "string" },
  { name = "count", type = "int" },
  { name = "parts", type = "rows", shape = core.shape("object", { { name = "n", type = "int" } }) },
})

--- Kilobytes that the process has in memory; nil if the system does not say.
local function resident()
  local file = io.open "/proc/self/status"
  if file then
    local size = file:read("*a"):match "VmRSS:%s*(%d+)"
    file:close()
    return tonumber(size)
  end
end

--- Kilobytes that Lua needs without its garbage.
local function needed()
  collectgarbage()
  collectgarbage()
  return collectgarbage "count"
end

describe("#plain a large answer", function()
  it("with one long string is read once, with and without escapes", function()
    local plain = ("x"):rep(SIZE)
    for content, expected in pairs { [plain] = plain, [plain .. "\\n"] = plain .. "\n" } do
      local text = '{"code":0,"data":{"list":[{"text":"' .. content .. '"}]}}'
      local _, _, data = core.decode_answer(text, shape)
      assert.is_true(data.list[1].text == expected)
      local _, _, rows = core.decode_answer(text, shape, nil, true)
      assert.is_true(rows:next().text == expected)
      assert.is_nil(rows:next())
      assert.is_true(core.decode_json(text).data.list[1].text == expected)
    end
  end)

  it("needs no more than its text if the rows are read one by one", function()
    local row = ('{"sn":"%%d","count":"%%d","text":"%s\\n","other":[1,{}]}'):format(
      ("y"):rep(math.floor(SIZE / ROWS - 60)))
    local list = {}
    for i = 1, ROWS do
      list[i] = row:format(i, i)
    end
    local text = '{"code":0,"data":{"list":[' .. table.concat(list, ",") .. '],"total":7}}'
    list = nil -- luacheck: ignore 311
    local before, resident_before = needed(), resident()
    local _, _, rows = core.decode_answer(text, shape, nil, true)
    for i = 1, ROWS do
      assert(rows:next().count == i)
      if i % 10000 == 0 then
        assert.is_true(needed() - before < 100)
      end
    end
    assert.is_nil(rows:next())
    assert.equal(7, rows:total())
    if resident_before and not os.getenv "ASAN_OPTIONS" then -- ASan keeps what was freed
      assert.is_true(resident() - resident_before < SIZE / 1024 / 4 + 4096)
    end
    assert.equal(ROWS, #core.decode_json(text).data.list)
  end)
end)

describe("a deep answer", function()
  local function nested(opening, closing, depth)
    return opening:rep(math.floor(depth)) .. closing:rep(math.floor(depth))
  end

  it("is read up to 100 arrays and objects, its own included", function()
    for _, form in ipairs { { "[", "]" }, { '{"a":[', "]}", 2 } } do
      -- The value is in a row, a list, the data and the answer.
      for levels, is_read in pairs { [96] = true, [98] = false, [1000000] = false } do
        local value = nested(form[1], form[2], levels / (form[3] or 1))
        local text = '{"code":0,"data":{"list":[{"sn":"a","other":' .. value .. "}]}}"
        local code, problem, data = core.decode_answer(text, shape)
        assert.equal(is_read, code == 0 and data.list[1].other ~= nil)
        local same_code, _, rows = core.decode_answer(text, shape, nil, true)
        local row, row_problem = nil, nil
        if same_code then
          row, row_problem = rows:next()
        end
        assert.equal(is_read, row ~= nil)
        if not is_read then
          assert.matches("nested too deeply", problem)
          assert.matches("nested too deeply", row_problem)
        end
      end
    end
  end)

  it("may be skipped as deep, and no deeper", function()
    for _, text in ipairs {
      '{"code":1,"data":%s}', '{"data":%s,"code":1}', '{"code":1,"msg":%s}', '{"code":1,"x":%s}',
    } do
      assert.equal(1, (core.decode_answer(text:format(nested("[", "]", 99)), shape)))
      for _, depth in ipairs { 100, 1000000 } do
        assert.is_nil((core.decode_answer(text:format(nested("[", "]", depth)), shape)))
      end
    end
  end)

  it("is read from coroutines too, each of which resumes the next", function()
    local value = nested("[", "]", 96)
    local text = '{"code":0,"data":{"list":[{"other":' .. value .. "}]}}"
    local function read(level)
      if level > 0 then
        return coroutine.wrap(read)(level - 1)
      end
      local _, _, data = core.decode_answer(text, shape)
      return data.list[1].other
    end
    assert.is_table(read(50))
  end)

  it("can be read by several coroutines in turn", function()
    local _, _, rows = core.decode_answer('{"code":0,"data":{"list":['
      .. ('{"sn":"same","parts":[{"n":"1"}]},'):rep(20) .. '{"sn":"last"}]}}', shape, nil, true)
    local count = 0
    repeat
      local row = coroutine.wrap(function() return rows:next() end)()
      count = count + (row and 1 or 0)
      assert.is_true(not row or row.sn == (count == 21 and "last" or "same"))
    until not row
    assert.equal(21, count)
  end)
end)

--- Has `act` called by a finalizer, again and again; `stop` ends that.
local function call_from_finalizers(act)
  local active, busy = true, false
  local arm
  arm = function()
    local object = newproxy and newproxy(true) or setmetatable({}, {})
    getmetatable(object).__gc = function()
      if active then
        arm()
      end
      if active and not busy then -- it may call the collector, which calls this
        busy = true
        act()
        busy = false
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
  local pause = collectgarbage("setpause", 0)
  local multiplier = collectgarbage("setstepmul", _VERSION == "Lua 5.4" and 1000 or 10000)
  if _VERSION == "Lua 5.4" then
    collectgarbage("generational", 1)
  end
  local ok, problem = pcall(act)
  if _VERSION == "Lua 5.4" then
    collectgarbage "incremental"
  end
  collectgarbage("setpause", pause)
  collectgarbage("setstepmul", multiplier)
  assert(ok, problem)
end

describe("the collector", function()
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

  it("may work at any time while an answer is read", function()
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
  end)

  it("may call finalizers that read the same rows: each row comes once", function()
    local inside, calls, faults = false, 0, {}
    -- The more there is in memory, the longer it takes the collector to go round.
    local text = page(10, 500 + math.floor(needed() / 20))
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
    assert.same({}, faults)
    assert.is_true(calls > 0)
  end)

  it("may be called for rows whose reading is not finished, and twice", function()
    for _ = 1, 200 do
      local _, _, rows = core.decode_answer(page(5, 1), shape, nil, true)
      rows:next()
    end
    collectgarbage()
    local _, _, rows = core.decode_answer(page(5, 1), shape, nil, true)
    assert.equal("1", rows:next().sn)
    local finalizer = debug.getmetatable(rows).__gc
    finalizer(rows)
    finalizer(rows)
    assert.is_nil(rows:next())
    assert.equal(nil, rows:total())
  end)
end)
