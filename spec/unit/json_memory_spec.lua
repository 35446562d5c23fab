--- How the JSON reader uses memory: large answers, deep ones, and a collector that never rests.
--
-- AI95_MEGABYTES is the size of the large ones.
local core = require "ai95.core"
local lua = require("support.program").lua

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

describe("#plain #once a large answer", function()
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

describe("#once a deep answer", function()
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

--- The output of a program that runs a function of support/collector_program.lua. It needs a Lua of
--- its own: the more this one has in memory, the slower a collector that never rests is, and the
--- longer it takes until it calls a finalizer.
local function run(name)
  local command = "exec %s spec/support/collector_program.lua %s 2>&1"
  local pipe = assert(io.popen(command:format(lua, name)))
  local output = pipe:read("*a")
  pipe:close()
  return output
end

describe("#once the collector", function()
  it("may work at any time while an answer is read", function()
    assert.equal("right\n", run "at_any_time")
  end)

  it("may call finalizers that read the same rows: each row comes once", function()
    assert.equal("right\n", run "finalizers")
  end)

  it("may be called for rows whose reading is not finished, and twice", function()
    local page = '{"code":0,"data":{"list":[{"sn":"1"},{"sn":"2"},{"sn":"3","text":"\\n"}]}}'
    for _ = 1, 200 do
      local _, _, rows = core.decode_answer(page, shape, nil, true)
      rows:next()
    end
    collectgarbage()
    local _, _, rows = core.decode_answer(page, shape, nil, true)
    assert.equal("1", rows:next().sn)
    local finalizer = debug.getmetatable(rows).__gc
    finalizer(rows)
    finalizer(rows)
    assert.is_nil(rows:next())
    assert.equal(nil, rows:total())
  end)
end)
