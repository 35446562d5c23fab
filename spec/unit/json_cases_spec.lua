--- The cases of fixtures/json/cases.lua, read alone and as a field that the document does not list.
local core = require "ai95.core"
local cases = dofile "spec/fixtures/json/cases.lua"

local shape = core.shape("page", { { name = "sn", type = "id" } })
local page = '{"code":0,"data":{"list":[{"sn":"a","other":%s},{"other":%s,"sn":"b"}],"more":%s}}'

--- The text that a page has with this value in it three times.
local function within_page(bytes)
  local value = bytes:gsub("^\239\187\191", ""):gsub("%%", "%%%%")
  return (page:gsub("%%s", value))
end

--- The page's rows and its other member; nil and the problem if it was refused.
local function read_whole(text)
  local code, _, data, problem = core.decode_answer(text, shape)
  if code == nil or problem then
    return nil
  end
  return data.list, data
end

local function read_one_by_one(text)
  local code, _, rows, problem = core.decode_answer(text, shape, nil, true)
  if code == nil or problem then
    return nil
  end
  local list = {}
  while true do
    local row, wrong = rows:next()
    if wrong then
      return nil
    elseif row == nil then
      return list
    end
    list[#list + 1] = row
  end
end

local function count(expected)
  local number = 0
  for _, case in ipairs(cases) do
    number = number + (case[1] == expected and 1 or 0)
  end
  return number
end

describe("JSON of the public test suite", function()
  it("is complete: 318 cases of parsing and 22 of what a value becomes", function()
    assert.same({ 340, 122, 218 }, { #cases, count "accept", count "reject" })
  end)

  it("is accepted or rejected as RFC 8259 says, and everywhere alike", function()
    for _, case in ipairs(cases) do
      local expected, name, bytes = case[1], case[2], case[3]
      local value, problem = core.decode_json(bytes)
      assert.equal(expected, problem and "reject" or "accept", name)
      local text = within_page(bytes)
      local rows, data = read_whole(text)
      local same_rows = read_one_by_one(text)
      assert.equal(expected == "accept", rows ~= nil, name)
      if expected == "accept" then
        local expected_rows = { { sn = "a", other = value }, { sn = "b", other = value } }
        assert.same({ list = expected_rows, more = value }, data, name)
        assert.same(expected_rows, same_rows, name)
      else
        assert.is_nil(same_rows, name)
        assert.matches("%(byte %d+%)$", problem, name)
      end
    end
  end)

  it("has the values that its names say", function()
    local values = {
      ["minus zero"] = { 0 }, ["a million with a capital exponent"] = { 1000000 },
      ["zero with an exponent's plus"] = { 0 }, ["a round number with an exponent"] = { 200 },
      ["a whole number with a fraction of zero"] = { 1 },
      ["a fraction that no double can hold"] = { 1 },
      ["a fraction that is zero as a double"] = { 0 },
      ["an integer with an exponent of -10000000"] = { 0 },
      ["a whole number of 16 digits"] = { 1000000000000000 },
      ["a whole number of 20 digits"] = { "10000000000000000999" },
      ["one more than the greatest integer of 64 bits"] = { "9223372036854775808" },
      ["1.5 with an exponent of 9999"] = { "1.5e+9999" },
      ["a negative integer of 30 digits"] = { "-123123123123123123123123123123" },
      ["a name with two numbers"] = { a = 2 }, ["a name with two values"] = { a = "c" },
      ["a composed and a decomposed name"] = { ["é"] = "NFC", ["e\204\129"] = "NFD" },
      ["an escaped NUL in a name"] = { ["foo\0bar"] = 42 },
      ["a pair"] = { "\240\144\144\183" }, ["the last pair"] = { "\244\143\191\191" },
      ["every short escape"] = { "\"\\/\b\f\n\r\t" },
      ["an escape of NUL between letters"] = { "A\0B" },
      ["escapes of one, two and three bytes"] = { "`\196\170\225\138\171" },
      ["an escaped backslash before what looks like an escape"] = { "\\u0000" },
      ["nulls between numbers"] = { [1] = 1, [5] = 2 },
      ["null alone"] = "nothing",
    }
    for _, case in ipairs(cases) do
      local expected = values[case[2]]
      if expected ~= nil then
        local value = core.decode_json(case[3])
        assert.same(expected, value == nil and "nothing" or value, case[2])
        values[case[2]] = nil
      end
    end
    assert.same({}, values)
  end)
end)
