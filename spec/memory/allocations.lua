--- Reads answers while each allocation fails in turn: every time the result is an error or right,
-- and nothing stays in memory.
local core = require "ai95.core"
local memory = require "memory"
local unpack = table.unpack or unpack

local jit = rawget(_G, "jit")
if jit then
  jit.off() -- LuaJIT's compiled code may crash if it has no memory (2.1.0-beta3)
end

local function fields(list)
  local result = {}
  for i, field in ipairs(list) do
    result[i] = { name = field[1], type = field[2], required = field.required, shape = field.shape }
  end
  return result
end

local part = core.shape("object", fields { { "n", "int" }, { "text", "string" } })
local row_fields = fields {
  { "sn", "id", required = true }, { "text", "string" }, { "count", "int" }, { "score", "number" },
  { "at", "time" }, { "status", "scalar" }, { "parts", "rows", shape = part },
}
local page, list = core.shape("page", row_fields), core.shape("list", row_fields)
local object, nothing = core.shape("object", row_fields), core.shape("nothing", {})

-- Values of every type in every form, repeated ones, escapes that need memory, and names that do.
local LONG = ("1"):rep(70) .. ".5"
local ROWS = {
  ([[{"sn":"a","text":"%s\n\u4e2d","count":"0012","score":" 1.5 ","at":1700000000,"status":"on",
    "parts":[{"n":1,"text":"x\ty"},{"n":"2","text":"x\ty"}],"other":{"\u0061":[1,null,"\""]}}]])
    :format(("long "):rep(100)),
  '{"sn":"a","text":"same\\n","count":99999999999999999999,"score":' .. LONG .. ',"status":true}',
  '{"sn":"b","text":"same\\n","at":"2026-03-01 10:00:00","parts":{"9":{"n":9},"3":{"n":3}}}',
  '{"sn":"b","text":"same\\n","at":"2026-03-01T10:00:00Z","parts":"","\\n":"\\n","status":{}}',
}
local INNER = table.concat(ROWS, ",")
local KEYED = {}
for i, row in ipairs(ROWS) do
  KEYED[i] = ('"%d":%s'):format(100 - i, row)
end

local function answer(data)
  return '{"code":0,"msg":"\\u6210\\u529f","data":' .. data .. "}"
end

local metatable = { __index = {} }
-- The last reader, and how many rows it gave: what is left of it after an error must not do harm.
local reader, taken

local function one_by_one(source, shape)
  local code, msg, rows, problem = core.decode_answer(source, shape, metatable, true)
  reader, taken = rows, 0
  if type(rows) ~= "userdata" then
    return code, msg, rows, problem
  end
  local result = {}
  while true do
    local row, wrong = rows:next()
    if not row then
      return code, msg, result, wrong, rows:total()
    end
    taken = taken + 1
    result[#result + 1] = row
  end
end

--- The body of a transfer, which decode_answer takes from it.
local function received(text, shape)
  return core.decode_answer(memory.transfer(text), shape, metatable)
end

local function received_one_by_one(text, shape)
  return one_by_one(memory.transfer(text), shape)
end

local function shape_of(kind)
  return core.shape(kind, row_fields)
end

--- The body of a request with a buffer that is large enough to be encrypted in pieces.
local source = assert(core.temporary_file "/tmp")
assert(source:write(("中 / "):rep(5000)))

local function body(encrypted)
  local text = assert(source:read_at(0, 30000, core.buffer()))
  return tostring(core.body({ "name", "x", "rows", text }, { rows = true },
    "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c", "key", encrypted))
end

local EXPORTED = {
  { a = ("long \" 中"):rep(100), b = "2026-03-01 10:00:00", c = 138000000012 },
  { a = "=1", b = { 1, { z = true, y = {} } }, c = false, other = "x", another = { k = "v" } },
  { a = ("x\255"):rep(200) },
}

local function exported(format, excel)
  local writer = core.writer(format, { { name = "a" }, { name = "b", type = "time" },
    { name = "c" } }, excel, true, true)
  if format == "csv" then
    writer:header()
  end
  for _, row in ipairs(EXPORTED) do
    assert(writer:add(row))
  end
  return writer:take() .. writer:take()
end

--- The rows of a page, written straight from its text where that goes.
local function exported_page(text, shape, format)
  local writer = core.writer(format, { { name = "sn" }, { name = "text" }, { name = "at",
    type = "time" } }, true, true)
  local rows = select(3, core.decode_answer(memory.transfer(text), shape, nil, true))
  while true do
    local row = rows:next()
    if not row then
      return writer:take()
    end
    assert(writer:add(row))
    rows:write(writer)
  end
end

local CASES = {
  { "any JSON", core.decode_json, "[" .. INNER .. "]" },
  { "invalid JSON", core.decode_json, "[" .. INNER .. ',"\\n",]' },
  { "a page", core.decode_answer, answer('{"total":"4","list":[' .. INNER .. "]}"), page,
    metatable },
  { "a page whose rows have keys", core.decode_answer,
    answer('{"list":{' .. table.concat(KEYED, ",") .. "}}"), page },
  { "a list", core.decode_answer, answer("[" .. INNER .. "]"), list, metatable },
  { "an object", core.decode_answer, answer(ROWS[1]), object },
  { "an answer without data", core.decode_answer, answer "[]", nothing },
  { "data before the code", core.decode_answer,
    '{"data":{"list":[' .. INNER .. ']},"msg":"\\n","code":"0"}', page },
  { "a failure", core.decode_answer, '{"code":20005,"msg":"\\n","data":{"\\n":"\\n"}}', page },
  { "a row without its sn", core.decode_answer, answer('{"list":[' .. INNER .. ",{}]}"), page },
  { "a value of another type", core.decode_answer, answer '{"list":[{"sn":"a","count":{"\\n":1}}]}',
    page },
  { "no JSON", core.decode_answer, "<html>" .. ("x"):rep(500), page },
  { "rows one by one", one_by_one,
    answer('{"\\n":[1],"total":4,"list":[' .. INNER .. '],"more":"\\n"}'), page },
  { "rows one by one, with keys", one_by_one,
    answer('{"list":{' .. table.concat(KEYED, ",") .. "}}"), page },
  { "rows one by one up to a wrong one", one_by_one, answer('{"list":[' .. INNER .. ",{}]}"),
    page },
  { "rows one by one up to the end of the text", one_by_one, '{"code":0,"data":{"list":[' .. INNER,
    page },
  { "a transfer's page", received, answer('{"total":"4","list":[' .. INNER .. "]}"), page },
  { "a transfer's page with a wrong row", received, answer('{"list":[' .. INNER .. ",5]}"), page },
  { "a transfer without JSON", received, "<html>" .. ("x"):rep(500), page },
  { "a transfer's rows one by one", received_one_by_one,
    answer('{"total":4,"list":[' .. INNER .. "]}"), page },
  { "a large transfer's rows one by one", received_one_by_one,
    answer('{"list":[' .. INNER .. "]}") .. (" "):rep(2 ^ 20), page },
  { "a large transfer's rows up to a wrong one", received_one_by_one,
    answer('{"list":[' .. INNER .. ",{}]}") .. (" "):rep(2 ^ 20), page },
  { "a shape", shape_of, "page" },
  { "rows as CSV", exported, "csv" }, { "rows for a spreadsheet", exported, "csv", true },
  { "rows as JSON lines", exported, "jsonl" },
  { "a page as CSV", exported_page, answer('{"list":[' .. INNER .. "," .. INNER .. "]}"), page,
    "csv" },
  { "a page as JSON lines", exported_page, answer('{"list":[' .. INNER .. "," .. INNER .. "]}"),
    page, "jsonl" },
  { "a body", body }, { "an encrypted body", body, { rows = true } },
}

local function is_same(a, b)
  if type(a) == "userdata" then
    return type(b) == "userdata"
  elseif type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  for name, value in pairs(a) do
    if not is_same(value, b[name]) then
      return false
    end
  end
  for name in pairs(b) do
    if a[name] == nil then
      return false
    end
  end
  return true
end

local function pack(...)
  return { n = select("#", ...), ... }
end

--- Whether an allocation failed. The result must be right, or an error that says so.
local function check(where, expected, from_there, failed, ok, ...)
  if ok then
    -- If only one failed, Lua collects garbage and tries again.
    assert(not failed or not from_there, where .. ": no error")
    assert(is_same(pack(...), expected), where)
  else
    assert(failed and tostring((...)):find("not enough memory", 1, true),
      where .. ": " .. tostring((...)))
  end
  -- After an error the rows go on, if it was not theirs, or they are an error: they do not end.
  local reading, row, problem = type(reader) == "userdata", nil, nil
  while reading do
    reading, row, problem = pcall(reader.next, reader)
    reading = reading and row ~= nil
    taken = taken + (reading and 1 or 0)
    assert(not reading or not ok, where)
  end
  assert(type(reader) ~= "userdata" or row or problem or taken == #expected[3],
    where .. ": the rows end")
  reader = nil
  return failed
end

for _, case in ipairs(CASES) do
  local name, run, a, b, c = unpack(case, 1, 5)
  local expected = pack(run(a, b, c))
  local allocations
  for _, from_there in ipairs { false, true } do
    allocations = -1
    repeat
      allocations = allocations + 1
      local where = ("%s, allocation %d%s"):format(name, allocations + 1,
        from_there and " and all after it" or "")
      local failed = check(where, expected, from_there,
        memory.try(allocations + 1, from_there, run, a, b, c))
      collectgarbage()
      collectgarbage()
      assert(memory.used() == 0, where .. ": memory was not freed")
    until not failed
  end
  print(("%s: %d allocations"):format(name, allocations))
end
