--- Random tables that Python's csv module has written, in random dialects and encodings.
--
-- AI95_SEED repeats a run, and AI95_DOCUMENTS says how many tables it has.
local ai95 = require "ai95"
local core = require "ai95.core"
local files = require "support.files"

local SEED = tonumber(os.getenv "AI95_SEED") or os.time() % 2147483646
local COUNT = tonumber(os.getenv "AI95_DOCUMENTS") or 60

--- The rows of a file of cells, without those that show nothing.
local function read_cells(path)
  local text, at, list = files.read(path), 1, {}
  while at <= #text do
    local row, is_blank = {}, true
    while text:sub(at, at) ~= "\n" do
      local length, from = text:match("^(%d+):()", at)
      at = from + tonumber(length)
      row[#row + 1] = text:sub(from, at - 1)
      is_blank = is_blank and core.trim(row[#row]) == ""
    end
    at = at + 1
    list[#list + 1] = not is_blank and row or nil
  end
  return list
end

describe("#program a table that Python has written", function()
  local folder = os.tmpname()

  setup(function()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)

  teardown(function()
    os.execute("rm -r " .. folder)
  end)

  it("has the same cells", function()
    local failed = os.execute(("python3 spec/support/list_writer.py %d %d %s"):format(SEED, COUNT,
      folder))
    if failed ~= true and failed ~= 0 then
      local has_python = os.execute "python3 -c '' 2> /dev/null"
      assert(has_python ~= true and has_python ~= 0, "list_writer.py failed")
      return pending "Python is not installed"
    end
    for number = 1, COUNT do
      local where = ("AI95_SEED=%d, table %d"):format(SEED, number)
      local expected = read_cells(("%s/%d.cells"):format(folder, number))
      local rows, err = ai95.rows(("%s/%d.csv"):format(folder, number))
      assert.is_truthy(rows, where .. ": " .. tostring(err))
      local place = {}
      for i, name in ipairs(expected[1]) do
        place[name == "手机号" and "电话" or name] = i
      end
      for i = 2, #expected do
        local row = rows()
        assert.is_truthy(row, where)
        for k, name in ipairs(rows.columns) do
          if expected[i][place[name]] ~= row[k] then -- faster than an assertion for each cell
            assert.equal(expected[i][place[name]], row[k], ("%s, row %d, %s"):format(where, i,
              name))
          end
        end
      end
      assert.is_nil(rows(), where)
    end
  end)
end)
