--- Reads lists while each allocation fails in turn: every time the result is an error or right, and
-- nothing stays in memory.
local core = require "ai95.core"
local memory = require "memory"
local unpack = table.unpack or unpack

local jit = rawget(_G, "jit")
if jit then
  jit.off() -- LuaJIT's compiled code may crash if it has no memory (2.1.0-beta3)
end

local TEXT = "客户名单\n\n姓名,备注,电话\n张三,\"" .. ("long \"\" 中\n"):rep(40) .. "\",138-0000-0001\n"
  .. "李四,,1.38E+10\n王五,x,+86 21 5100 0001\n\255,,1\n\"a\"b,,1\n,,13800000001\n赵六,x,13800000001,y\n"
  .. "钱七,\"\",13800000009\n孙八,,8613800000001\n"
-- The same in GB18030, of which ASCII is a part, and in UTF-16.
local GB18030 = ("a,13800000002\n"):rep(50) .. "\213\197,13800000001\n\255,1\n"
local UTF16 = "\255\254"
  .. ("a\0,\0001\0003\0008\0000\0000\0000\0000\0000\0000\0000\0002\0\n\0"):rep(20)
  .. "\32\95,\0001\0\n\0"

local written = assert(core.temporary_file "/tmp")

--- What became of the rows: read in pieces of that size, checked, and encoded.
local function take(text, piece, columns, width, header)
  local reader = core.reader { delimiter = "," }
  local checker = core.checker(false)
  assert(checker:exclude "13800000009")
  local encoder = core.rows({ "姓名", "电话" }, checker)
  local results, at = {}, 1
  local function feed()
    if at > #text then
      return reader:feed() and nil
    end
    assert(reader:feed(text:sub(at, at + piece - 1)))
    at = at + piece
    return true
  end
  local is_whole
  for _ = 1, header do
    local cells = reader:next()
    while not cells do
      feed()
      cells = reader:next()
    end
    results[#results + 1] = table.concat(cells, "|")
  end
  reader:select(columns, width)
  while true do
    local count, code, detail = encoder:read(reader, 1000)
    if count == false then
      results[#results + 1] = ("%d %s %s %d"):format(reader:line(), code, detail, #reader:cells())
    elseif is_whole then
      results[#results + 1] = ("%d"):format(encoder:write(written))
      return table.concat(results, "\n") .. table.concat({ checker:counts() }, " ")
        .. tostring(reader:encoding())
    else
      is_whole = not feed()
    end
  end
end

--- The rows that a caller gets who goes on after an error.
local function go_on(text, piece)
  local reader = core.reader { delimiter = "," }
  local rows, at, failures, is_whole = {}, 1, 0, false
  while failures < 3 do
    local ok, row, code = pcall(reader.next, reader)
    if ok and row ~= nil then
      rows[#rows + 1] = row and table.concat(row, "|") or code
    elseif ok and is_whole then
      break
    elseif ok then
      is_whole = at > #text
      ok = pcall(reader.feed, reader, not is_whole and text:sub(at, at + piece - 1) or nil)
      at = at + piece
    end
    failures = failures + (ok and 0 or 1)
  end
  return rows
end

local function begins_with(list, start)
  for i, value in ipairs(start) do
    if list[i] ~= value then
      return false
    end
  end
  return true
end

local CASES = {
  { "a list", TEXT, 10000, { 1, 3 }, 3, 2 }, { "a list in pieces", TEXT, 7, { 1, 3 }, 3, 2 },
  { "a list in GB18030", GB18030, 64, { 1, 2 }, 2, 0 },
  { "a list in UTF-16", UTF16, 64, { 1, 2 }, 2, 0 },
}

for _, case in ipairs(CASES) do
  local name, text, piece, columns, width, header = unpack(case, 1, 6)
  local expected = take(text, piece, columns, width, header)
  for _, from_there in ipairs { false, true } do
    local allocations = -1
    repeat
      allocations = allocations + 1
      local where = ("%s, allocation %d%s"):format(name, allocations + 1,
        from_there and " and all after it" or "")
      local failed, ok, result = memory.try(allocations + 1, from_there, take, text, piece, columns,
        width, header)
      if ok then
        -- If only one failed, Lua collects garbage and tries again.
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
    print(("%s: %d allocations"):format(name, allocations))
  end
end

for _, case in ipairs(CASES) do
  local name, text, piece = unpack(case, 1, 3)
  local expected = go_on(text, piece)
  for _, from_there in ipairs { false, true } do
    local allocations = -1
    repeat
      allocations = allocations + 1
      local failed, ok, rows = memory.try(allocations + 1, from_there, go_on, text, piece)
      assert(not ok or begins_with(expected, rows), ("%s, allocation %d: a row was skipped"):format(
        name, allocations + 1))
      assert(failed or #rows == #expected)
      collectgarbage()
      collectgarbage()
    until not failed
  end
  print(name .. ", by a caller who goes on")
end
