--- Every type of a declared field with every form of a value, against a model: support/field_model.
--
-- AI95_SEED repeats a run, and AI95_PAGES says how many random pages it has.
local core = require "ai95.core"
local documents = require "support.json_documents"
local model = require "support.field_model"

local SEED = tonumber(os.getenv "AI95_SEED") or os.time() % 2147483646
local PAGES = tonumber(os.getenv "AI95_PAGES") or 150
local TYPES = { "any", "scalar", "string", "id", "int", "number", "time" }

local function number(text)
  return { kind = "number", content = text, text = text }
end

--- A string, with some of its characters as escapes.
local function string_of(content, escaped)
  local text = content:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end)
  if escaped then
    text = content:gsub("[%z\1-\127]", function(c) return ("\\u%04x"):format(c:byte()) end)
  end
  return { kind = "string", content = content, text = '"' .. text .. '"' }
end

local NUMBERS = {
  "0", "-0", "1", "-1", "7", "1826", "0.0", "-0.0", "7.0", "2.50", "-1.5", "0.5", "1e3", "1E3",
  "1e-3",
  "-25e-1", "100e-2", "9007199254740991", "9007199254740992", "9007199254740993",
  "-9007199254740992", "-9007199254740993", "9007199254740991.0", "9007199254740992.0", "1e15",
  "1e16", "1e18", "1e19", "1.0e+25", "9223372036854775807", "9223372036854775808",
  "-9223372036854775808", "-9223372036854775809", "18446744073709551616", "2147483648",
  "4294967296", "1618065507111835490", "99999999999999999999999", "1e308", "1e400", "-1.5e400",
  "5e-324", "1e-400", "0.1", "31507199", "31507200", "1700000000", "1700000000.25", "-1700000000",
  "1700000000000", "1700000000999", "99999999999", "100000000000", "253402271999", "253402272000",
  "253402271999999", "1700000000000000", "20240101", "20240101103000", "86400", "0e5", "1.7e9",
  "1.6180655071118356e+18", "9223372036854775807.0", "9223372036854775808.0",
  "92233720368547758070e-1", "92233720368547758070.00e-1", "-9.223372036854775808e18",
  "-9223372036854775809.0", "9007199254740993.5", "90071992547409935e-1", "-9007199254740993.0",
  "0.00000000000000000001e38", "10000000000000000000000e-4", "1e9999",
  "123456789012345678e+2", "1e-9999", "0.0e9999",
}

local NOT_NUMBERS = {
  "", " ", "\t ", "x", "+5", "0x10", "1.", ".5", "1e", "1e+", "--1", "1 2", "1,000", "NaN", "INF",
  "true", "null", "\n5", "5\n", "5\0", "\0", "\0005", "[]", "{}", '"5"', "１", "\239\187\1915", "é",
  '\n"\\n"', '\239\187\191 "\\n"', '\r[{"a\\tb":"\\n"}]', -- text that a JSON reader would take
  "abc", "on", "0001", "00", "000.5", "-01", "-007", "00-1", "0e", "01e2", "00x", "0 1",
}

local TIMES = {
  "2026-03-01 10:20:30", "2026-03-01", "2026/03/01", "2026/03/01 10:20:30", "2026-03-01 10:20",
  "2026-03-01T10:20:30", "2026-03-01t10:20:30", "2026-03-01T10:20:30Z", "2026-03-01T10:20:30z",
  "2026-03-01T10:20:30+08:00", "2026-03-01T10:20:30+0530", "2026-03-01 10:20:30 -03:30",
  "2026-03-01 10:20:30.123", "2026-03-01 10:20:30.", "2026-03-01T10:20:30.123456Z",
  "2026-03-01 10:20+08", "2026-03-01 10:20.50", "2026-03-01 10:20:30+08:", "2026-03-01 10:20Z",
  "2026-03-01 10:20:30+14:59", "2026-03-01 10:20:30+15:00", "2026-03-01 10:20:30+08:60",
  "0000-00-00", "0000-00-00 00:00:00", "-0001-11-30 00:00:00", "-0001-11-30", "1970-01-01",
  "1970-01-01 08:00:00", "1970-12-31 23:59:59", "1971-01-01", "1971-01-01 00:00:00",
  "1971-01-01T00:00:00", "1971-01-01T00:00:00+09:00", "1971-01-01T00:00:00Z", "9999-12-31",
  "9999-12-31 23:59:59", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59", "10000-01-01", "2024-02-29",
  "2023-02-29", "2000-02-29T00:00:00", "2100-02-29", "2100-02-28T23:59:59", "2026-04-31",
  "2026-12-31T23:59:59Z", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026-3-1",
  "26-03-01", "2026-03/01", "2026/03-01", "2026-03-01 ", "2026-03-01 24:00:00",
  "2026-03-01 23:60:00",
  "2026-03-01 23:59:60", "2026-03-01 1:02:03", "2026-03-01 10:20:30 ", "2026-03-01  10:20:30",
  " 2026-03-01", "2026-03-01x", "2026-03-01 10", "2026-03-01 10:2", "2026-03-01 10:20:3",
  "2026-03-01 10:20:30+8", "2026-03-01 10:20:30+", "2026-03-01 10:20:30+08:0", "-", "/", "--",
  "01-03-2026", "2026年03月01日", "1700000000 ", " 1700000000", "1700000000.", "1700000000.5",
  "1700000000.5x", "0.0", "0.9", "09", "10:20:30", "2026-03-01 10:20:30\0",
  "2026-03-01\00010:20:30",
}

local function all_values()
  local list = {
    { kind = "null", text = "null" }, { kind = "true", text = "true" },
    { kind = "false", text = "false" }, { kind = "array", empty = true, text = "[ ]" },
    { kind = "object", empty = true, text = "{\n}" }, { kind = "array", text = "[1]" },
    { kind = "array", text = '[""]' }, { kind = "array", text = "[null]" },
    { kind = "object", text = '{"a":1}' }, { kind = "object", text = '{"0":null}' },
    { kind = "array", text = "[[]]" },
  }
  for _, text in ipairs(NUMBERS) do
    list[#list + 1] = number(text)
    for _, form in ipairs { text, " " .. text, text .. " \t", "00" .. text, "  007" .. text } do
      list[#list + 1] = string_of(form)
    end
    list[#list + 1] = string_of(text, true)
  end
  for _, texts in ipairs { NOT_NUMBERS, TIMES } do
    for _, text in ipairs(texts) do
      list[#list + 1] = string_of(text)
      list[#list + 1] = string_of(text, true)
    end
  end
  return list
end

local VALUES = all_values()

--- Whether two values are the same, and of the same type: an integer is no float.
local function is_same(a, b)
  return a == b and (not math.type or math.type(a) == math.type(b))
end

local function show(value)
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

--- The only field of an answer: { value }, or the problem.
local function read_field(kind, text)
  local shape = core.shape("object", kind == "any" and {} or { { name = "x", type = kind } })
  local code, _, data, problem = core.decode_answer('{"code":0,"data":{"x":' .. text .. "}}", shape)
  assert.equal(0, code, text)
  return data and { data.x }, problem
end

describe("a declared field", function()
  setup(function()
    io.stderr:write(("pages with AI95_SEED=%d AI95_PAGES=%d\n"):format(SEED, PAGES))
  end)

  it("becomes what its type promises, in whatever form the value comes", function()
    local kinds = { any = "anything", scalar = "text or a number", string = "text",
      id = "text without NUL", int = "a whole number", number = "a number",
      time = "a time" }
    local sorts = { ["true"] = "true", number = "a number", string = "text", array = "a list",
      object = "an object" }
    for _, kind in ipairs(TYPES) do
      for _, value in ipairs(VALUES) do
        if kind ~= "any" or (value.kind ~= "array" and value.kind ~= "object") then
          local expected = model.expected(kind, value)
          local got, problem = read_field(kind, value.text)
          local where = kind .. " " .. value.text
          if expected == model.WRONG then
            local wrong = ("`x` must be %s, got %s"):format(kinds[kind], sorts[value.kind])
            assert.equal(wrong, problem, where)
          else
            assert(got, where .. ": " .. tostring(problem))
            assert(is_same(expected, got[1]),
              ("%s: expected %s, got %s"):format(where, show(expected), show(got[1])))
          end
        end
      end
    end
  end)
end)

local NAMES = { "a", "b", "c", "d", "e", "f", "g", "h", "parts", "extra" }
local KINDS = { a = "string", b = "string", c = "id", d = "int", e = "number", f = "time",
  g = "scalar", h = "time" }

local function row_shape()
  local fields = {}
  for i = 1, 8 do
    fields[i] = { name = NAMES[i], type = KINDS[NAMES[i]], required = NAMES[i] == "c" }
  end
  fields[9] = { name = "parts", type = "rows",
    shape = core.shape("object",
      { { name = "n", type = "int" }, { name = "s", type = "string" } }) }
  return core.shape("page", fields)
end

local shape = row_shape()

--- A value that is right for the field, as a rule.
local function value_for(source, name)
  local value
  repeat
    value = VALUES[source:random(#VALUES)]
    if source:random(3) == 1 then
      value = string_of("text " .. source:random(1000), source:random(5) == 1)
    end
    local kind = KINDS[name] or "any"
    local is_wrong = model.expected(kind, value) == model.WRONG
      or (name == "c" and model.expected(kind, value) == nil)
  until not is_wrong or source:random(3000) == 1
  return value.text
end

local PARTS = {
  '""', "null", "false", "[]", "{}",
  '[{"n":"1","s":"x"},{"n":2,"s":"x"}]', '{"7":{"n":7},"5":{"s":"x"}}',
  '[{"s":"x"},{"s":"x"},{"s":"x","n":null}]',
}

--- A row's text. Many of its values are those of the row before, in the same form or another one.
local function row_text(source, before, wide)
  local members = {}
  for _, name in ipairs(NAMES) do
    local value = before[name]
    if not value or source:random(3) > wide then
      value = name == "parts" and source:one_of(PARTS) or value_for(source, name)
      before[name] = value
    end
    if name == "c" or source:random(12) > 1 then
      members[#members + 1] = ('%s"%s"%s:%s%s%s'):format(source:blank(), name, source:blank(),
        source:blank(), value, source:blank())
    end
    if source:random(60) == 1 then -- a name twice: the last value counts
      before[name] = name == "parts" and source:one_of(PARTS) or value_for(source, name)
      members[#members + 1] = ('"%s":%s'):format(name, before[name])
    end
  end
  return "{" .. table.concat(members, ",") .. "}"
end

--- The rows up to the first one that is wrong, and what is wrong with it.
local function read_whole(rows)
  local text = '{"code":0,"data":{"list":[' .. table.concat(rows, ",") .. "]}}"
  local _, _, data, problem = core.decode_answer(text, shape)
  return data and data.list, problem
end

local function read_one_by_one(rows)
  local text = '{"code":0,"data":{"list":[' .. table.concat(rows, ",") .. "]}}"
  local _, _, reader = core.decode_answer(text, shape, nil, true)
  local list = {}
  while true do
    local row, problem = reader:next()
    if not row then
      return list, problem
    end
    list[#list + 1] = row
  end
end

describe("the rows of a page", function()
  it("are the same alone, in a page, and one by one, whatever they repeat", function()
    local source = documents.new(SEED)
    local wrong_pages = 0
    for page = 1, PAGES do
      local texts, expected, before, problem = {}, {}, {}, nil
      local wide = source:random(3) -- how much rows repeat
      for i = 1, source:random(60) do
        texts[i] = row_text(source, before, wide)
        if not problem then
          local alone
          alone, problem = read_whole { texts[i] }
          expected[i] = alone and alone[1]
          problem = problem and problem:gsub("^row 1 of `list`", ("row %d of `list`"):format(i))
        end
      end
      local where = ("AI95_SEED=%d, page %d"):format(SEED, page)
      local list, list_problem = read_whole(texts)
      assert.equal(problem, list_problem, where)
      if problem then
        wrong_pages = wrong_pages + 1
      else
        assert.same(expected, list, where)
      end
      list, list_problem = read_one_by_one(texts)
      assert.equal(problem, list_problem, where)
      assert.same(expected, list, where)
    end
    assert.is_true(wrong_pages < PAGES / 2)
  end)

  it("are read as the model says in a page that repeats them", function()
    local source = documents.new(SEED + 1)
    for page = 1, PAGES do
      local rows, expected = {}, {}
      local kind, choices = source:one_of(TYPES), {}
      for i = 1, source:random(4) do
        repeat
          choices[i] = VALUES[source:random(#VALUES)]
          local result = model.expected(kind, choices[i])
        until result ~= model.WRONG and choices[i].kind ~= "array" and choices[i].kind ~= "object"
      end
      for i = 1, 40 do
        local value = source:one_of(choices)
        rows[i] = '{"x":' .. value.text .. "}"
        expected[i] = { x = model.expected(kind, value) }
      end
      local page_shape = core.shape("page", kind == "any" and {} or { { name = "x", type = kind } })
      local text = '{"code":0,"data":{"list":[' .. table.concat(rows, ",") .. "]}}"
      local _, _, data = core.decode_answer(text, page_shape)
      local _, _, reader = core.decode_answer(text, page_shape, nil, true)
      for i = 1, 40 do
        local where = ("AI95_SEED=%d, page %d, row %d: %s"):format(SEED, page, i, rows[i])
        assert(is_same(expected[i].x, data.list[i].x), where)
        assert(is_same(expected[i].x, reader:next().x), where)
      end
      assert.is_nil(reader:next())
    end
  end)
end)
