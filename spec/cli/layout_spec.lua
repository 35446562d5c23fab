--- Texts and tables in a line of so many cells.
local print_table = require "ai95_cli.table"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

describe("#plain a text", function()
  it("is wrapped between words and Chinese characters, never in a word", function()
    local cases = {
      { "", 10, {} },
      { "one", 2, { "one" } },
      { "one two three", 7, { "one two", "three" } },
      { "one two three", 8, { "one two", "three" } },
      { "  a   b", 3, { "a", "b" } },
      { "a-long-word is last", 6, { "a-long-word", "is", "last" } },
      { "启动任务，看着它拨完", 8, { "启动任", "务，看着", "它拨完" } },
      { "导入customers.csv里的人", 10, { "导入", "customers.csv", "里的人" } },
      { "看见（一二）吧", 6, { "看见", "（一", "二）吧" } },
      { "导入 customers 里", 14, { "导入 customers", "里" } },
    }
    for _, case in ipairs(cases) do
      assert.same(case[3], text.wrap(case[1], case[2]), case[1])
    end
  end)

  it("keeps the indentation of its lines", function()
    assert.equal("  one\n  two\n\nthree", text.wrap_lines("  one two\n\nthree", 6))
  end)

  it("is beside its label, or below it if there is no room", function()
    assert.equal("label  one two three", text.hang("label  ", "one two three"))
    assert.equal("label  one two three four\n       five",
      text.hang("label  ", "one two three four five", 28))
    assert.equal("label\n  one two\n  three", text.hang("label  ", "one two three", 10))
    assert.equal("<label  >one", text.hang("label  ", "one", nil, function(label)
      return "<" .. label .. ">"
    end))
  end)
end)

describe("#plain a table", function()
  local SN = ("0"):rep(32)
  local columns = {
    { "created_at" }, { "source", shrinks = true }, { "state" }, { "total_count", right = true },
    { "dial_task_main_sn", below = true },
  }
  local row = { created_at = "2024-05-31 12:00:00", source = "Spring campaign 春季回访",
    state = "paused", total_count = 12345, dial_task_main_sn = "dial_task_main_sn|" .. SN }

  local function lines_of(room, given, rows)
    local lines, index = {}, 0
    print_table({
      columns = given or columns, text_of = function(value) return tostring(value or "") end,
      title_of = function(column) return column[1] end,
      paint = function(shown) return shown end, room = room,
      write = function(line) lines[#lines + 1] = line:gsub("\n$", "") end,
    }, function()
      index = index + 1
      return (rows or { row })[index]
    end)
    return lines
  end

  it("has a row on one line, then the sn below, then names cut, then more lines", function()
    local date, source = row.created_at .. "  ", row.source .. "  "
    for room, expected in pairs {
      [200] = { date .. source .. "paused        12345  " .. row.dial_task_main_sn },
      [100] = { date .. source .. "paused        12345", "  " .. row.dial_task_main_sn },
      [60] = { date .. "Spring campaign …   paused        12345", "  " .. row.dial_task_main_sn },
      [40] = { "2024-05-31 12:00:00", "  " .. source .. "paused", "        12345",
        "dial_task_main_sn|" .. ("0"):rep(21) .. "…" },
    } do
      local lines = lines_of(room)
      assert.same(expected, { (unpack or table.unpack)(lines, #lines / 2 + 1) }, room)
    end
  end)

  it("never has a line that is too long", function()
    for room = 24, 140 do
      for _, line in ipairs(lines_of(room)) do
        assert.is_true(terminal.width(line) <= room, line)
      end
    end
  end)

  it("has an sn that is the first column below the others, too", function()
    local given = { { "sn", below = true }, { "name", shrinks = true } }
    local rows = { { sn = "project|" .. SN, name = "韩后系列" } }
    assert.same({ "sn                                        name",
      "project|" .. SN .. "  韩后系列" }, lines_of(60, given, rows))
    assert.same({ "name", "  sn", "韩后系列", "  project|" .. SN }, lines_of(45, given, rows))
    assert.same({ "name", "sn", "韩后系列", "project|" .. SN }, lines_of(40, given, rows))
  end)
end)
