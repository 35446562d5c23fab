--- Memory does not grow with a list, but for the set of its phone numbers.
local files = require "support.files"
local program = require "support.program"

local SCRIPT = [[
  local ai95 = require "ai95"
  local report = assert(ai95.check { rows = assert(ai95.rows(arg[1])), strict = false })
  local status = io.open "/proc/self/status"
  print(report.rows, report.refused, report.cleaned, math.floor(collectgarbage "count"),
    status and status:read "*a":match "VmHWM:%s*(%d+)" or 0)
]]

--- What a program of its own reports: rows, refused and cleaned ones, kilobytes of Lua, and of the
-- process at most.
local function check(path, script)
  local pipe = assert(io.popen(("%s %s %s"):format(program.lua, script, path)))
  local results = {}
  for number in pipe:read("*a"):gmatch "%d+" do
    results[#results + 1] = tonumber(number)
  end
  pipe:close()
  return results
end

describe("#plain #program a check of a long list", function()
  local path, script = os.tmpname(), os.tmpname()

  teardown(function()
    os.remove(path)
    os.remove(script)
  end)

  it("takes no more memory than one of a short list, but for the numbers", function()
    files.write(script, SCRIPT)
    local results = {}
    for i, count in ipairs { 30000, 300000 } do
      local lines = { "姓名,电话,备注\n" }
      for row = 1, count do
        local phone = ("1%010d"):format(3000000000 + row * 17)
        lines[row + 1] = "张三," .. (row % 3 == 0 and "+86 " .. phone or phone) .. ",\"第" .. row
          .. "位,深圳市南山区\"\n"
      end
      lines[#lines + 1] = ("李四,110,\n"):rep(count / 100)
      files.write(path, table.concat(lines))
      results[i] = check(path, script)
      assert.same({ count, count / 100, math.floor(count / 3) },
        { results[i][1], results[i][2], results[i][3] })
    end
    assert.is_true(results[2][4] - results[1][4] < 1024, results[2][4] .. " KB")
    -- 12 bytes for a number
    assert.is_true(results[2][5] - results[1][5] < 300000 * 12 / 1024, results[2][5] .. " KB")
  end)
end)
