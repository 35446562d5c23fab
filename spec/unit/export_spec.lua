--- Rows as CSV and as JSON lines: the values, one by one and together, and the options.
local ai95 = require "ai95"
local core = require "ai95.core"
local files = require "support.files"

local BOM, LOST = "\239\187\191", "\239\191\189"

--- The text of one row with the field `a`, without the name.
local function written(value, options)
  local given = { rows = { { a = value } }, fields = { { name = "a", type = "time" } },
    header = false, format = "csv" }
  for name, option in pairs(options or {}) do
    given[name] = option
  end
  return (assert(ai95.export(given)).body:gsub("\r?\n$", "", 1))
end

local function as_json(value, options)
  return written(value, { format = "jsonl", zone = options and options.zone })
    :match '^{"a":(.*)}$'
end

local function excel(value)
  return written(value, { excel = true })
end

-- What is written for a value: in CSV, in JSON, in CSV for a spreadsheet (nil: as in CSV).
local VALUES = {
  { "text", "text", '"text"' },
  { "a,b", '"a,b"', '"a,b"' },
  { "a;b", '"a;b"', '"a;b"' },
  { 'say "x"', '"say ""x"""', [["say \"x\""]] },
  { "two\nlines\r\n", '"two\nlines\r\n"', [["two\nlines\r\n"]] },
  { " a", '" a"', '" a"' },
  { "a\t", '"a\t"', [["a\t"]] },
  { "back\\slash/", "back\\slash/", [["back\\slash/"]] },
  { "中文𠮷é", "中文𠮷é", '"中文𠮷é"' },
  { "a\0b", "a\0b", [["a\u0000b"]] },
  { "a\27b\127", "a\27b\127", '"a\\u001bb\127"' },
  { "a\194\155b", "a\194\155b", [["a\u009bb"]] },
  { "a\226\128\168b\226\128\169", "a\226\128\168b\226\128\169", [["a\u2028b\u2029"]] },
  { "a\255b\228\184", "a" .. LOST .. "b" .. LOST .. LOST,
    '"a' .. LOST .. "b" .. LOST .. LOST .. '"' },
  { "\237\160\128", LOST:rep(3), '"' .. LOST:rep(3) .. '"' },
  { ("x"):rep(100) .. '"' .. ("中"):rep(50), '"' .. ("x"):rep(100) .. '""' .. ("中"):rep(50) .. '"',
    '"' .. ("x"):rep(100) .. '\\"' .. ("中"):rep(50) .. '"' },
  { "", '""', '""' }, -- in quotes: an empty line would be no row
  { "    ", '""', '""' },
  { "\227\128\128\194\160\t", '""', '""' },
  { nil, '""', "null" },
  { core.null, '""', "null" },
  { true, "true", "true" },
  { false, "false", "false" },
  { 0, "0", "0" },
  { -12, "-12", "-12" },
  { 0.1, "0.1", "0.1" },
  { 1 / 3, "0.3333333333333333", "0.3333333333333333" },
  { 2 ^ 53, "9007199254740992", "9007199254740992", '"=""9007199254740992"""' },
  { 13800000001, "13800000001", "13800000001" },
  { 138000000012, "138000000012", "138000000012", '"=""138000000012"""' },
  { 1e300, "1.0e+300", "1.0e+300", '"=""1.0e+300"""' },
  { 0 / 0, '""', "null" },
  { math.huge, '""', "null" },
  { -math.huge, '""', "null" },
  { {}, "[]", "[]" },
  { { 1, "b", { c = true } }, '"[1,""b"",{""c"":true}]"', '[1,"b",{"c":true}]' },
  { { b = 2, a = "x", ab = {} }, '"{""a"":""x"",""ab"":[],""b"":2}"', '{"a":"x","ab":[],"b":2}' },
  { "13800000001", "13800000001", '"13800000001"' },
  { "138000000012", "138000000012", '"138000000012"', '"=""138000000012"""' },
  { "021", "021", '"021"', '"=""021"""' },
  { "+8613800000001", "+8613800000001", '"+8613800000001"', '"=""+8613800000001"""' },
  { "1e5", "1e5", '"1e5"', '"=""1e5"""' },
  { "1E+10", "1E+10", '"1E+10"', '"=""1E+10"""' },
  { "0.5", "0.5", '"0.5"' },
  { "-3.25", "-3.25", '"-3.25"' },
  { "12x", "12x", '"12x"' },
  { "1e", "1e", '"1e"' },
  { "=1+1", "=1+1", '"=1+1"', "'=1+1" },
  { "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", [["=cmd|' /C calc'!A0"]], "'=cmd|' /C calc'!A0" },
  { '=HYPERLINK("x","y")', '"=HYPERLINK(""x"",""y"")"', [["=HYPERLINK(\"x\",\"y\")"]],
    [["'=HYPERLINK(""x"",""y"")"]] },
  { "+a", "+a", '"+a"', "'+a" },
  { "-a", "-a", '"-a"', "'-a" },
  { "@a", "@a", '"@a"', "'@a" },
  { "\t=a", '"\t=a"', [["\t=a"]], "\"'\t=a\"" },
  { "\r=a", '"\r=a"', [["\r=a"]], "\"'\r=a\"" },
  { "＝a", "＝a", '"＝a"', "'＝a" },
  { "＋a", "＋a", '"＋a"', "'＋a" },
  { "－a", "－a", '"－a"', "'－a" },
  { "＠a", "＠a", '"＠a"', "'＠a" },
}

describe("an export writes", function()
  for i = 1, #VALUES do
    local value, csv, json, cell = VALUES[i][1], VALUES[i][2], VALUES[i][3], VALUES[i][4]
    it(("value %d (%s) as CSV, as JSON and for a spreadsheet"):format(i, type(value)), function()
      assert.equal(csv, written(value))
      assert.equal(json, as_json(value))
      assert.equal(cell or csv, excel(value))
    end)
  end

  it("integers beyond 2^53 with all their digits", function()
    local integer = math.type and math.tointeger(2 ^ 53) + 1
    if integer then
      assert.equal("9007199254740993", written(integer))
      assert.equal("-9223372036854775808", as_json(math.mininteger))
    end
    assert.equal("99999999999999999999", written "99999999999999999999")
  end)

  it("times with their zone on request, if they are times", function()
    local zone = { zone = true }
    assert.equal("2024-05-31T18:00:00+08:00", written("2024-05-31 18:00:00", zone))
    assert.equal('"2024-05-31T18:00:00+08:00"', as_json("2024-05-31 18:00:00", zone))
    for _, other in ipairs {
      "2024-05-31", "2024-02-30 18:00:00", "soon", "2024-05-31 18:00:0", "2024-05-31T18:00:00",
      "2024/05/31 18:00:00", "1700000000000000000",
    } do
      assert.equal(other, written(other, zone))
    end
    assert.equal("2024-05-31 18:00:00",
      written("2024-05-31 18:00:00", { zone = true, fields = { "a" } }))
  end)

  it("nothing of methods, metatables and other types", function()
    local row = setmetatable({ a = 1 }, { __index = { b = print, c = "inherited" } })
    assert.equal("1,,\n",
      ai95.export({ rows = { row }, fields = { "a", "b", "c" }, header = false }).body)
    assert.equal('{"a":1,"b":null}\n',
      ai95.export({ rows = { row }, fields = { "a", "b" }, format = "jsonl" }).body)
    for _, value in ipairs { print, coroutine.create(function() end), io.stdout } do
      for _, inside in ipairs { value, { value }, { x = value } } do
        assert.has_error(function() written(inside) end)
        local _, raised = pcall(as_json, inside)
        assert.matches("ai95: export: row 1: `a` is a %a+, which cannot be written$", raised)
      end
    end
  end)

  it("the fields in their order, and the others by name", function()
    local row = { c = 1, a = 2, b = 3, z = { y = 1 }, d = "x" }
    local function line(given)
      given.rows, given.format = { row }, "jsonl"
      return assert(ai95.export(given)).body
    end
    assert.equal('{"c":1,"x":null,"a":2}\n', line { fields = { "c", "x", "a" } })
    assert.equal('{"c":1,"x":null,"a":2,"b":3,"d":"x","z":{"y":1}}\n',
      line { fields = { "c", "x", "a" }, others = true })
    assert.equal('{"a":2,"b":3,"c":1,"d":"x","z":{"y":1}}\n', line {})
    assert.equal("{}\n", ai95.export({ rows = { {} }, format = "jsonl" }).body)
    assert.equal('{"a":2,"a":2,"b":3,"c":1,"d":"x","z":{"y":1}}\n',
      line { fields = { "a", "a" }, others = true })
    row = { a = 1, b = 2 }
    assert.equal('{"a":1,"a":1,"b":2}\n', line { fields = { "a", "a" }, others = true })
  end)

  it("a header, which may be left out, and for Excel a mark and CRLF", function()
    local rows, fields = { { a = 1 }, { ["b,c"] = "x" } }, { "a", "b,c" }
    assert.equal('a,"b,c"\n1,\n,x\n', ai95.export({ rows = rows, fields = fields }).body)
    assert.equal("1,\n,x\n", ai95.export({ rows = rows, fields = fields, header = false }).body)
    assert.equal(BOM .. 'a,"b,c"\r\n1,\r\n,x\r\n',
      ai95.export({ rows = rows, fields = fields, excel = true }).body)
    assert.equal("a\n", ai95.export({ rows = {}, fields = { "a" } }).body)
    assert.equal("", ai95.export({ rows = {}, format = "jsonl" }).body)
  end)

  it("tables that are nested deeply, but not endlessly", function()
    local value = {}
    for _ = 1, 98 do
      value = { value }
    end
    assert.equal(("["):rep(99) .. ("]"):rep(99), as_json(value))
    value = { { { value } } }
    assert.has_error(function() as_json(value) end)
    local round = {}
    round.round = round
    local _, raised = pcall(as_json, round)
    assert.matches("`a` has tables that are nested too deeply", raised, 1, true)
  end)
end)

describe("an export", function()
  it("raises for what cannot be meant", function()
    local cases = {
      ['the parameter "rows" is missing'] = {},
      ['parameter "rows" must be a list or an iterator, got a number'] = { rows = 1 },
      ['export: CSV needs the parameter "fields"'] = { rows = {} },
      ['parameter "format" must be one of: csv, jsonl'] = { rows = {}, format = "xml" },
      ['export: the parameter "excel" is for CSV'] = { rows = {}, format = "jsonl", excel = true },
      ["export: field 2 must be a name, got a number"] = { rows = {}, fields = { "a", 2 } },
      ["export: row 2 must be a table, got a number"] = { rows = { {}, 2 }, fields = { "a" } },
      ["export: row 1: it has a name that is no text"] = { rows = { { 1 } }, format = "jsonl" },
      ['unknown parameter "field" (did you mean "fields"?)'] = { rows = {}, field = {} },
    }
    for message, given in pairs(cases) do
      local ok, raised = pcall(ai95.export, given)
      assert.is_false(ok)
      assert.matches((message:gsub("^the ", "")), raised, 1, true)
      assert.matches("export_spec.lua", raised, 1, true)
    end
  end)

  it("gives a function each piece, none of them large", function()
    local pieces, count = {}, 0
    local result = assert(ai95.export {
      rows = function()
        count = count + 1
        return count <= 5000 and { a = ("x"):rep(100), n = count } or nil
      end,
      fields = { "n", "a" }, format = "jsonl",
      to = function(piece) pieces[#pieces + 1] = piece end,
    })
    assert.is_true(#pieces > 5)
    for _, piece in ipairs(pieces) do
      assert.is_true(#piece < 70000)
      assert.matches("\n$", piece)
    end
    local text = table.concat(pieces)
    assert.same({ rows = 5000, size = #text }, result)
    assert.equal(5000, select(2, text:gsub("\n", "")))
  end)

  describe("to a path", function()
    local path

    before_each(function() path = os.tmpname() .. ".csv" end)

    after_each(function()
      os.remove(path)
      assert.is_nil(io.open(path .. ".part"))
    end)

    it("writes the file, in the format of its ending", function()
      local rows = { { a = 1 } }
      assert.same({ rows = 1, size = 4, path = path },
        ai95.export { rows = rows, fields = { "a" }, to = path })
      assert.equal("a\n1\n", files.read(path))
      for ending, text in pairs { json = '{"a":1}\n', jsonl = '{"a":1}\n', txt = "a\n1\n" } do
        local other = path .. "." .. ending
        assert(ai95.export { rows = rows, fields = { "a" }, to = other })
        assert.equal(text, files.read(other))
        os.remove(other)
      end
    end)

    it("leaves the old file as it was if it fails", function()
      files.write(path, "old")
      local failure = ai95.export { rows = {}, fields = {}, to = "/nonexistent/x.csv" }
      assert.is_nil(failure)
      local err = setmetatable({}, { __tostring = function() return "own" end })
      local count = 0
      local function rows()
        count = count + 1
        if count == 3000 then
          error(err, 0)
        end
        return { a = ("x"):rep(100) }
      end
      local ok, raised = pcall(ai95.export, { rows = rows, fields = { "a" }, to = path })
      assert.same({ false, err }, { ok, raised })
      assert.is_false(pcall(ai95.export, { rows = { { a = print } }, fields = { "a" }, to = path }))
      assert.equal("old", files.read(path))
    end)

    it("returns an error of the kind \"file\" if the disk is full", function()
      local aborted
      local target = { open = function()
        local file = { write = function() return nil, "No space left on device" end }
        return { file = file, path = "x.csv", abort = function() aborted = true end }
      end }
      local result, err = ai95.export {
        rows = { { a = 1 } }, fields = { "a" }, to = target,
      }
      assert.is_nil(result)
      assert.same({ "file", "ai95: x.csv: No space left on device", true },
        { err.kind, tostring(err), aborted })
    end)
  end)

  it("knows the fields of each list", function()
    for what, last in pairs {
      calls = "team_sn", customers = "unit", tasks = "state", ai_users = "expired",
      projects = "project_excel",
    } do
      local fields = ai95.fields(what)
      assert.equal(last, fields[#fields].name)
    end
    assert.same({ name = "connected_at", type = "time" }, ai95.fields("calls")[8])
    assert.has_error(function() ai95.fields "call" end)
  end)
end)

describe("#once an export", function()
  --- What Python reads, as JSON that is sorted and ASCII.
  local function read_back(format, text)
    local path = os.tmpname()
    files.write(path, text)
    local program = [==[
import csv, json, sys
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    if sys.argv[1] == "csv":
        rows = list(csv.reader(file))
    else:
        rows = [json.loads(line) for line in file.read().split("\n")[:-1]]
print(json.dumps(rows, sort_keys=True))
]==]
    local script = os.tmpname()
    files.write(script, program)
    local pipe = io.popen(("LD_PRELOAD= python3 %s %s %s"):format(script, format, path))
    local result = pipe:read "*a"
    pipe:close()
    os.remove(path)
    os.remove(script)
    return core.decode_json(result)
  end

  local PIECES = { "a", "中", '"', ",", ";", "\n", "\r", "\r\n", " ", "\t", "'", "=", "\\", "/", "𠮷",
    "\1", "\27", "\194\133", "\226\128\168", "1", "-", "e" }

  local function random_text()
    local parts = {}
    for i = 1, math.random(0, 12) do
      parts[i] = PIECES[math.random(#PIECES)]
    end
    local text = table.concat(parts)
    return core.trim(text) == "" and "x" or text
  end

  it("is read back by Python's csv and json as the same values", function()
    local seed = tonumber(os.getenv "AI95_SEED") or os.time()
    math.randomseed(seed)
    local rows, names = {}, { "a", "b, \"c\"", "d" }
    for i = 1, 2000 do
      rows[i] = {}
      for _, name in ipairs(names) do
        rows[i][name] = random_text()
      end
    end
    local csv = read_back("csv", ai95.export({ rows = rows, fields = names }).body)
    local json = read_back("json",
      ai95.export({ rows = rows, fields = names, format = "jsonl" }).body)
    assert.same({ #rows + 1, #rows }, { #csv, #json })
    assert.same(names, csv[1])
    for i, row in ipairs(rows) do
      assert.same(row, json[i], "seed " .. seed)
      for j, name in ipairs(names) do
        assert.equal(row[name], csv[i + 1][j], "seed " .. seed)
      end
    end
  end)

  it("writes numbers that Python reads as the same", function()
    local rows = {}
    for i, number in ipairs { 0, -1, 2 ^ 53, 1 / 3, 1e300, 5e-324, -0.5, 1e15, 1e17, 123456.789 } do
      rows[i] = { n = number }
    end
    local json = read_back("json", ai95.export({ rows = rows, format = "jsonl" }).body)
    for i, row in ipairs(rows) do
      assert.is_true(json[i].n == row.n, ("%.17g"):format(row.n))
    end
  end)
end)

describe("#plain #program an export of many rows", function()
  local program = require "support.program"
  local SCRIPT = [[
    local ai95 = require "ai95"
    local count, path = tonumber(arg[1]), arg[2]
    local made = 0
    local written = assert(ai95.export { to = path, fields = { "n", "text" }, rows = function()
      made = made + 1
      return made <= count and { n = made, text = ("long \"中\" "):rep(100) } or nil
    end })
    collectgarbage()
    local status = io.open "/proc/self/status"
    print(written.rows, math.floor(collectgarbage "count"),
      status and status:read "*a":match "VmHWM:%s*(%d+)" or 0)
  ]]

  it("takes no more memory than one of few rows", function()
    local script, path = os.tmpname(), os.tmpname()
    files.write(script, SCRIPT)
    local lua, process = {}, {}
    for i, count in ipairs { 10000, 100000 } do
      for _, ending in ipairs { ".csv", ".jsonl" } do
        local pipe = assert(io.popen(("%s %s %d %s%s"):format(program.lua, script, count, path,
          ending)))
        local rows, kilobytes, peak = pipe:read("*n", "*n", "*n")
        pipe:close()
        os.remove(path .. ending)
        assert.equal(count, rows)
        lua[i], process[i] = kilobytes, peak
      end
    end
    os.remove(script)
    os.remove(path)
    assert.is_true(lua[2] - lua[1] < 100, lua[2] .. " KB")
    assert.is_true(process[2] - process[1] < 1024, process[2] .. " KB")
  end)
end)
