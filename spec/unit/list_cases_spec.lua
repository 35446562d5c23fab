--- Customer lists in common formats, and each of them in every encoding and with every delimiter.
local ai95 = require "ai95"
local cases = dofile "spec/fixtures/lists/cases.lua"
local lists = require "support.lists"

local TITLE = "2026年客户名单"

--- What may stand before the header.
local function befores(delimiter, eol)
  return { "", TITLE .. delimiter .. delimiter .. eol, eol .. eol, "sep=" .. delimiter .. eol,
    "sep=" .. delimiter .. eol .. TITLE .. eol .. eol }
end

--- The rows, or the error without the path and the line.
local function outcome(text)
  local rows, err = ai95.rows(lists.write(text))
  if not rows then
    return tostring(err):match "^.-: .-: (.*)"
  end
  local list = { columns = rows.columns }
  for row in rows do
    list[#list + 1] = row
  end
  return list
end

describe("a customer list", function()
  teardown(lists.remove)

  for _, case in ipairs(cases) do
    local name, records = case[1], case[2]

    it(name .. " is read, checked and cleaned", function()
      local text = lists.encode(lists.text(records, case), case.encoding or "UTF-8")
      if case.error then
        assert.matches(case.error, lists.error(text), 1, true)
        return
      end
      local report = assert(lists.check(text))
      assert.same({ rows = case.rows, refused = case.refused or 0, cleaned = case.cleaned or 0 },
        { rows = report.rows, refused = report.refused, cleaned = report.cleaned })
      assert.equal(report.refused, #report.problems)
      assert.equal((case.encoding or "UTF-8"):match "%S+", report.format.encoding)
      assert.equal(case.delimiter or ",", report.format.delimiter)
    end)

    it(name .. " is the same in every encoding and with every delimiter", function()
      local expected, count = outcome(lists.text(records, {})), 0
      for _, encoding in ipairs(lists.encodings) do
        for _, delimiter in ipairs(lists.delimiters) do
          count = count + 1
          local form = { delimiter = delimiter, eol = lists.eols[count % 3 + 1],
            open_end = count % 2 == 0 }
          form.before = befores(delimiter, form.eol)[count % 5 + 1]
          assert.same(expected, outcome(lists.encode(lists.text(records, form), encoding)),
            encoding .. ", " .. delimiter .. ", form " .. count)
        end
      end
    end)
  end

  it("is the same in all forms together", function()
    local records = { { "客户姓名", "手机号", "备注" }, { "张,三", "13800000001", "深圳\n南山;|" },
      { "李\"四", "13800000002", "䶮𠮷" }, { "王五", "13800000003", "" } }
    local expected = outcome(lists.text(records, {}))
    assert.same({ columns = { "姓名", "电话", "备注" }, records[2], records[3], records[4] }, expected)
    for _, delimiter in ipairs(lists.delimiters) do
      for _, eol in ipairs(lists.eols) do
        for number, before in ipairs(befores(delimiter, eol)) do
          for _, open_end in ipairs { false, true } do
            local text = lists.text(records,
              { delimiter = delimiter, eol = eol, open_end = open_end, before = before })
            for _, encoding in ipairs(lists.encodings) do
              assert.same(expected, outcome(lists.encode(text, encoding)),
                ("%s %q %q %d %s"):format(encoding, delimiter, eol, number, tostring(open_end)))
            end
          end
        end
      end
    end
  end)
end)
