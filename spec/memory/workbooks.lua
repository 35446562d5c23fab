--- Reads workbooks while each allocation fails in turn: every time the result is an error or right,
-- and nothing stays in memory.
package.path = "spec/?.lua;" .. package.path
local memory = require "memory"
local workbook = require "ai95.workbook"
local xlsx = require "support.workbook"
local unpack = table.unpack or unpack

-- LuaJIT of 2023 crashes if it has no memory when it leaves compiled code.
if jit then -- luacheck: ignore 113
  jit.off() -- luacheck: ignore 113
end

local LONG = ("长"):rep(400)
local ROWS = ('<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="3"><c s="1">'
  .. '<v>46082</v></c><c><v>1.5</v></c><c t="inlineStr"><is><r><t>a_x000D_</t></r>'
  .. "<r><t>%s</t></r></is></c><c t=\"str\"><v>&lt;,</v></c></row>"):format(LONG)
local GOOD = xlsx.build {
  rows = ROWS, strings = { "<t>姓名</t>", "<r><t>" .. LONG .. "</t></r>" },
  styles = xlsx.styles({ 0, 164 }, { [164] = "yyyy" }),
}
local SHEETS = { { name = ("名"):rep(100) }, { name = "b", hidden = true, rows = ROWS } }

--- All that a workbook gives, in a list.
local function read(bytes, path)
  local book, problem
  if path then
    book, problem = workbook.open(path)
  else
    book, problem = workbook.open_bytes(bytes)
  end
  if not book then
    return { problem }
  end
  local result = {}
  for number, sheet in ipairs(book:sheets()) do
    result[#result + 1] = sheet.name .. tostring(sheet.hidden)
    local ok, text
    ok, problem = book:sheet(number)
    while ok do
      text, problem = book:read()
      if not text then
        break
      end
      result[#result + 1] = text
    end
    result[#result + 1] = problem or "end"
  end
  return result
end

--- After a failure to allocate, reading on gives the same text or fails again: it must not look
-- like the end of the sheet.
local function read_on(bytes)
  local book = assert(workbook.open_bytes(bytes))
  assert(book:sheet(1))
  local ok, text = pcall(book.read, book)
  local ok_again, more = pcall(book.read, book)
  assert(ok or not ok_again or more:find "姓名.*长\"", "a block is lost")
  return { ok and text or error(text, 0), ok_again and tostring(more) or error(more, 0) }
end

local path = os.tmpname()
local file = assert(io.open(path, "wb"))
file:write(GOOD)
file:close()

local CASES = {
  { "a workbook", read, GOOD },
  { "a workbook in a file", read, nil, path },
  { "reading on", read_on, GOOD },
  { "two sheets", read, xlsx.build { sheets = SHEETS, strings = { "<t>x</t>", "<t>y</t>" } } },
  { "a damaged sheet", read, xlsx.build { rows = '<row><c t="s"><v>9</v></c></row>' } },
  { "no workbook", read, "text" },
  { "a file that is missing", read, nil, "/nonexistent" },
}

local function check(where, expected, from_there, failed, ok, result)
  if ok then
    assert(not failed or not from_there, where .. ": no error")
    assert(table.concat(result, "\n") == expected, where)
  else
    assert(failed and tostring(result):find("not enough memory", 1, true),
      where .. ": " .. tostring(result))
  end
  return failed
end

for _, case in ipairs(CASES) do
  local name, run, a, b = unpack(case, 1, 4)
  local expected = table.concat(run(a, b), "\n")
  local allocations
  for _, from_there in ipairs { false, true } do
    allocations = -1
    repeat
      allocations = allocations + 1
      local where = ("%s, allocation %d%s"):format(name, allocations + 1,
        from_there and " and all after it" or "")
      local failed = check(where, expected, from_there,
        memory.try(allocations + 1, from_there, run, a, b))
      collectgarbage()
      collectgarbage()
      assert(memory.used() == 0, where .. ": memory was not freed")
    until not failed
  end
  print(("%s: %d allocations"):format(name, allocations))
end
os.remove(path)
