--- Rows that are written straight from JSON are the same, to the byte, as those that were tables.
local core = require "ai95.core"

local FIELDS = {
  { name = "sn", type = "id", required = true }, { name = "text", type = "string" },
  { name = "count", type = "int" }, { name = "score", type = "number" },
  { name = "at", type = "time" }, { name = "status", type = "scalar" },
  { name = "any", type = "any" },
  { name = "parts", type = "rows", shape = core.shape("object", { { name = "n", type = "int" } }) },
}
local SHAPE = core.shape("page", FIELDS)

-- Values as a platform may send them, of every kind, and some that are wrong for some fields.
local VALUES = {
  '"a"', '"  "', '""', "null", "0", "-5", "1.5", '"1.5"', '"12"', "9007199254740993",
  "9223372036854775808", "138000000012", '"021"', '"=1+1"', '"\\u4e2d,\\"\\n;"',
  '"\\ud834\\udd1e"',
  '"2026-03-01 10:00:00"', '"2026-03-01"', '"2026-03-01T10:00:00Z"', "1700000000", "true", "false",
  "[]", "{}", '[{"n":1}]', '{"n":2}', '[1,"x"]', "1e300", "1e400", "-0", "0.1", '"\\u0000\\u001b"',
  '"' .. ("long \\/ 中 "):rep(40) .. '"', '"\\u0085\\u2028"', '"\\u3000"', '"x\\ty"',
}
local NAMES = { "sn", "text", "count", "score", "at", "status", "any", "parts", "other",
  "s\\u006e" }

local function pick(list)
  return list[math.random(#list)]
end

local function random_row(is_clean)
  local members = { '"sn":"' .. math.random(1000) .. '"' }
  for _ = 1, math.random(0, 8) do
    members[#members + 1] = ('"%s":%s'):format(pick(NAMES), pick(VALUES))
  end
  if is_clean then
    members = {
      members[1], '"count":' .. math.random(100), '"text":' .. pick { '"a"', '"b,c"', "null" },
    }
  end
  return "{" .. table.concat(members, ",") .. "}"
end

local function random_page()
  local rows = {}
  for i = 1, math.random(0, 12) do
    rows[i] = math.random(60) == 1 and pick { "1", "null", "{", '{"sn":1,}' }
      or random_row(math.random(3) > 1)
  end
  return '{"code":0,"data":{"list":[' .. table.concat(rows, ",") .. '],"total":"5"}}'
end

--- What is written of a page, how many rows, how many of them the short way, and the problem.
local function written(text, options, is_short)
  local _, _, page, problem = core.decode_answer(text, SHAPE, nil, true)
  if type(page) ~= "userdata" then
    return problem or "not read"
  end
  local writer = core.writer(options.format, options.fields, options.excel, options.zone,
    options.others)
  local rows, short = 0, 0
  while true do
    local row, wrong = page:next()
    if not row then
      return writer:take(), rows, short, wrong
    end
    assert(writer:add(row))
    rows = rows + 1
    local count = is_short and page:write(writer) or 0
    rows, short = rows + count, short + count
  end
end

describe("rows that are written straight from JSON", function()
  local few = { FIELDS[3], FIELDS[1], FIELDS[5], FIELDS[2] }
  local unknown = { FIELDS[1], { name = "other", type = "any" } }
  local twice = { FIELDS[1], FIELDS[1] }

  it("are the same as rows that were tables, and end with the same error", function()
    local seed = tonumber(os.getenv "AI95_SEED") or os.time()
    math.randomseed(seed)
    local short, all, problems = 0, 0, 0
    for _ = 1, 3000 do
      local text = random_page()
      local options = {
        format = pick { "csv", "jsonl" }, fields = pick { FIELDS, few, unknown, twice },
        excel = pick { true, false }, zone = pick { true, false }, others = pick { true, false },
      }
      local one, one_rows, _, one_problem = written(text, options, false)
      local other, rows, count, problem = written(text, options, true)
      assert.equal(one, other, "seed " .. seed)
      assert.same({ one_rows, one_problem }, { rows, problem }, "seed " .. seed)
      short, all = short + (count or 0), all + (rows or 0)
      problems = problems + (problem and 1 or 0)
    end
    assert.is_true(short > all / 4 and problems > 50, ("%d of %d"):format(short, all))
  end)

  it("are all but the first of a page as the document promises it", function()
    local rows = {}
    for i = 1, 100 do
      rows[i] = ('{"sn":"%d","count":%d,"text":null,"at":"0000-00-00 00:00:00"}'):format(i, i)
    end
    local text = '{"code":0,"data":{"total":100,"list":[' .. table.concat(rows, ",") .. "]}}"
    for _, format in ipairs { "csv", "jsonl" } do
      local _, count, short = written(text, { format = format, fields = FIELDS, others = true },
        true)
      assert.same({ 100, 99 }, { count, short })
    end
  end)

  it("stop when enough waits in the writer", function()
    local row = '{"sn":"1","text":"' .. ("x"):rep(1000) .. '"}'
    local text = '{"code":0,"data":{"list":[' .. row .. ("," .. row):rep(999) .. "]}}"
    local _, _, page = core.decode_answer(text, SHAPE, nil, true)
    local writer = core.writer("csv", FIELDS)
    local rows, pieces = 0, 0
    repeat
      local count, waiting = page:write(writer)
      assert.is_true(waiting < 70000)
      assert.equal(waiting, #writer:take())
      rows, pieces = rows + count, pieces + 1
    until count == 0
    assert.equal(1000, rows)
    assert.is_true(pieces > 10)
    assert.is_nil(page:next())
    assert.equal(0, (page:write(writer)))
    assert.has_error(function() page:write(page) end)
  end)
end)
