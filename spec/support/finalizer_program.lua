--- Uses objects of the core while finalizers close or change the same objects, for
--- spec/unit/finalizers_spec.lua. Prints "right".
local core = require "ai95.core"

local TEXT = ("text "):rep(100)

local function arm(action)
  local object = newproxy and newproxy(true) or setmetatable({}, {})
  getmetatable(object).__gc = function() pcall(action) end
  if not newproxy then
    setmetatable(object, getmetatable(object))
  end
end

-- These settings make each Lua collect garbage inside a call now and then.
collectgarbage("setpause", 1)
collectgarbage("setstepmul", _VERSION == "Lua 5.1" and 200 or 10000)
if _VERSION == "Lua 5.4" then
  collectgarbage("generational", 1)
end

local function is_either(value, ...)
  for _, expected in ipairs { ... } do
    if value == expected then
      return
    end
  end
  error(("%q"):format(tostring(value)), 2)
end

local function is_fine(ok, problem, ...)
  for _, expected in ipairs { ... } do
    if ok or tostring(problem):find(expected, 1, true) then
      return
    end
  end
  error(problem, 2)
end

local expected = tostring(core.body { "name", TEXT })

local cases = {}

function cases.buffer(round)
  local buffer = core.body { "name", TEXT }
  arm(function() buffer:close() end)
  is_either(tostring(buffer), expected, "")
  local file = assert(core.temporary_file "/tmp")
  assert(file:write(TEXT .. round))
  arm(function() file:read_at(0, 3, buffer) end)
  is_either(tostring(buffer), expected, "", "tex")
  file:close()
end

function cases.encoder(round)
  local encoder = core.rows({ "姓名", "电话", "备注" }, core.checker(false))
  arm(function() encoder:close() end)
  for i = 1, 3 do
    local ok, problem = pcall(encoder.add, encoder, { "客户", 13800000000 + i, round + 0.5 }, i)
    is_fine(ok, problem, "was closed while it took a row", "has failed or is finished")
  end
end

local function new_reader()
  local reader = core.reader { delimiter = "," }
  reader:feed("客户" .. TEXT .. ",13800?00001" .. TEXT .. ",x\n李四,13800000001,y\n")
  return reader
end

function cases.reader()
  local reader = new_reader()
  arm(function() reader:feed(TEXT:rep(100)) end)
  arm(function() reader:next() end)
  local ok, row = pcall(reader.next, reader)
  is_fine(ok, row, "not enough memory")
  if ok and row then
    is_either(#row, 3)
    is_either(row[1], "客户" .. TEXT, "李四")
  end
  local cells
  ok, cells = pcall(reader.cells, reader)
  is_fine(ok, cells, "not enough memory")
end

function cases.reading()
  local reader = new_reader()
  local encoder = core.rows({ "姓名", "电话" }, core.checker(false))
  reader:select({ 1, 2 }, 3)
  arm(function() reader:feed(TEXT:rep(100)) end)
  arm(function() encoder:close() end)
  for _ = 1, 2 do
    local ok, count, code, detail = pcall(encoder.read, encoder, reader, 10)
    is_fine(ok, count, "not enough memory", "has failed or is finished")
    if ok and count == false and code == "character" then
      is_either(detail, "?")
    end
  end
end

for round = 1, 300 do
  for _, case in pairs(cases) do
    case(round)
  end
end
print "right"
