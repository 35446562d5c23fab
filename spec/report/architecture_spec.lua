--- The report is a separate rock: it uses only the library's public functions.
local lua = require("support.program").lua
local read = require("support.files").read

--- The names of the modules that the files of some folders require, with each file's path.
local function requirements(folders)
  local list = {}
  for path in assert(io.popen(("find %s -name '*.lua' | LC_ALL=C sort"):format(folders))):lines() do
    for name in read(path):gmatch "require%s*%(?%s*[\"']([%w_.]+)" do
      list[#list + 1] = { name = name, path = path }
    end
  end
  return list
end

describe("#plain the report's code", function()
  it("requires only the library, its texts and its own modules", function()
    local list = requirements "report"
    for _, each in ipairs(list) do
      assert.is_truthy(each.name == "ai95" or each.name == "ai95_texts.report"
        or (each.name .. "."):find "^ai95_report%.", each.path .. " requires " .. each.name)
    end
    assert.is_true(#list > 60)
  end)

  it("is used through its public functions only", function()
    local count = 0
    for _, each in ipairs(requirements "cli console examples") do
      if each.name:find "^ai95_report" then
        assert.equal("ai95_report", each.name, each.path)
        count = count + 1
      end
    end
    assert.is_true(count > 0)
  end)

  it("loads no code for terminals or arguments", function()
    local pipe = io.popen(("%s -e \"require 'ai95_report' for name in pairs(package.loaded) do"
      .. " if name:find '^ai95_cli' or name == 'argparse' then print(name) end end"
      .. " print 'end'\" 2>&1"):format(lua))
    assert.equal("end\n", pipe:read "*a")
    pipe:close()
  end)
end)
