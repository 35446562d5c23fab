--- How the encoding of a list is found.
local ai95 = require "ai95"
local lists = require "support.lists"

local BLOCK = 65536
local HEADER = "name,phone\n"

--- ASCII rows that fill so many bytes.
local function filler(bytes)
  local row = "a,13800000000\n"
  local count = math.floor(bytes / #row)
  return row:rep(count - 1) .. "a" .. ("x"):rep(bytes - count * #row) .. row:sub(2)
end

local function last_of(text)
  local rows, list = lists.read(text)
  return rows[#rows], list.format.encoding
end

describe("the encoding of a list", function()
  teardown(lists.remove)

  it("is found behind any length of ASCII, and across the edges of blocks", function()
    for _, encoding in ipairs { "UTF-8", "GB18030" } do
      local tail = lists.encode("张三,1\n联通,2\n䶮𠮷,3\n", encoding)
      for _, blocks in ipairs { 1, 2, 3 } do
        for edge = -2, #tail do
          local text = HEADER .. filler(blocks * BLOCK - #HEADER - edge) .. tail
          local row, found = last_of(text)
          assert.same({ "䶮𠮷", "3" }, row, encoding .. " " .. edge)
          assert.equal(encoding, found)
        end
      end
    end
  end)

  it("is UTF-8 as long as there is only ASCII", function()
    local rows = assert(ai95.rows(lists.write(HEADER .. filler(3 * BLOCK)
      .. lists.encode("张,1\n", "GB18030"))))
    assert.equal("UTF-8", rows.format.encoding)
    for row in rows do
      if row[1] == "张" then
        assert.equal("GB18030", rows.format.encoding)
      end
    end
  end)

  it("is found in a file of one character beyond ASCII", function()
    for _, encoding in ipairs(lists.encodings) do
      for _, text in ipairs { "name,phone\n张,1\n", "name,phone\n1,张" } do
        local rows = lists.read(lists.encode(text, encoding))
        assert.same(text:find "张," and { "张", "1" } or { "1", "张" }, rows[1], encoding)
      end
    end
  end)

  it("stays what it is if a few bytes are bad", function()
    for _, encoding in ipairs { "UTF-8", "GB18030" } do
      local text = lists.encode("姓名,电话,备注\n李四,1,", encoding) .. "\255\n"
        .. lists.encode("王五,2,深圳\n", encoding)
      local report = assert(lists.check((text:gsub(",([12]),", ",1380000000%1,"))))
      assert.equal(encoding, report.format.encoding)
      assert.same({ 1, 1 }, { report.rows, report.refused })
    end
  end)

  it("is that of the byte order mark, of which nothing stays", function()
    for _, name in ipairs { "UTF-8 with BOM", "UTF-16LE with BOM", "UTF-16BE with BOM" } do
      local rows, list = lists.read(lists.encode("姓名,电话\na,1\n", name))
      assert.same({ { "a", "1" } }, rows)
      assert.equal("姓名", list.cells[1])
    end
    local rows, list = lists.read("\132\49\149\51" .. lists.encode("姓名,电话\na,1\n", "GB18030"))
    assert.same({ { "a", "1" } }, rows)
    assert.equal("姓名", list.cells[1])
  end)

  it("is UTF-16 even for names full of 一, whose bytes are NUL and N", function()
    for _, encoding in ipairs { "UTF-16LE", "UTF-16BE" } do
      local records = { { "姓名", "电话" } }
      for i = 1, 50 do
        records[i + 1] = { "一一", ("138000000%02d"):format(i) }
      end
      assert.equal(50, #lists.read(lists.encode(lists.text(records, {}), encoding)))
    end
  end)

  it("is UTF-16 even if a cell is long and has no ASCII", function()
    for _, encoding in ipairs { "UTF-16LE", "UTF-16BE" } do
      local text = lists.text({ { "姓名", "电话" }, { ("张王李"):rep(300), "13800000001" } }, {})
      assert.equal(1, #lists.read(lists.encode(text, encoding)))
    end
  end)

  it("is not taken for UTF-16 because of a few NULs", function()
    assert.same({ { "a\0\0", "1" }, { "b", "2" } }, (lists.read "姓名,电话\na\0\0,1\nb,2\n"))
  end)
end)
