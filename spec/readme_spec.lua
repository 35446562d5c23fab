--- Every program in the README runs, as a reader would run it.
local sandbox = require "support.sandbox"
local lua = require("support.program").lua

local function programs()
  local file = assert(io.open("README.md", "rb"))
  local text = file:read("*a")
  file:close()
  local list = {}
  for program in text:gmatch("\n```lua\n(.-)\n```\n") do
    list[#list + 1] = program
  end
  return list, text
end

describe("the README", function()
  local list, text = programs()

  it("has programs", function()
    assert.is_true(#list >= 5)
  end)

  for index, program in ipairs(list) do
    it("program " .. index .. " runs", function()
      sandbox.reset { dial_seconds = 0.01 }
      sandbox.seed { calls = 10 }
      local folder = os.tmpname() .. ".d"
      assert(os.execute("mkdir " .. folder .. " && cp examples/customers.csv " .. folder))
      local file = assert(io.open(folder .. "/first.lua", "w"))
      file:write((program:gsub("http://127.0.0.1:8095", sandbox.url)))
      file:close()
      local pipe = io.popen(("cd %s && AI95_BASE_URL=%s AI95_USERNAME=hln AI95_PASSWORD=secret %s first.lua 2>&1; "
        .. "echo exit $?"):format(folder, sandbox.url, lua))
      local output = pipe:read("*a")
      pipe:close()
      os.execute("rm -rf " .. folder)
      assert.matches("exit 0\n$", output)
      assert.is_true(#output > #"exit 0\n")
      assert.is_nil(output:find("stack traceback", 1, true))
    end)
  end

  it("names every endpoint", function()
    for _, name in ipairs(require("ai95.endpoints").names) do
      assert.truthy(text:find("| `" .. name .. "` |", 1, true), name)
    end
  end)
end)
