--- docs/reference.md is up to date, its examples run, and the guide has the same options.
local options = require "ai95.options"
local sandbox = require "support.sandbox"
local lua = require("support.program").lua

local anchor = dofile("scripts/docs/text.lua").anchor
local read = require("support.files").read

local function run(command)
  local pipe = io.popen(command)
  local output = pipe:read("*a")
  pipe:close()
  return output
end

-- The objects that the examples use.
local PRELUDE = [[
local ai95 = require "ai95"
local client = ai95.new {}
local task = client.tasks:list()[1]
local call = client.calls:list({ talktimes_min = 1 })[1]
local project, ai_user = client.projects:list()[1], client.ai_users:list()[1]
]]

describe("the reference", function()
  it("is up to date with the sources (make docs)", function()
    assert.equal(run(lua .. " scripts/reference.lua 2>&1"), read "docs/reference.md")
  end)

  it("has links to headings that exist, each once", function()
    local text = read("docs/reference.md"):gsub("\n```.-\n```", "")
    local there, count = {}, 0
    for heading in text:gmatch "\n#+ ([^\n]+)" do
      local name = anchor(heading)
      assert.is_nil(there[name], heading)
      there[name] = true
    end
    for target in text:gmatch "%]%(#([^)]+)%)" do
      assert.is_true(there[target] == true, target)
      count = count + 1
    end
    assert.is_true(count > 200)
  end)

  it("has examples that run", function()
    sandbox.reset { dial_seconds = 0.01 }
    sandbox.seed { calls = 10 }
    local program, count = { PRELUDE }, 0
    for example in read("docs/reference.md"):gmatch("\n```lua\n(.-)\n```\n") do
      local body = example:gsub("http://127.0.0.1:8095", sandbox.url)
      program[#program + 1] = "do\n" .. body .. "\nend"
      count = count + 1
    end
    assert.is_true(count > 10)
    program[#program + 1] = "print \"all of them\""
    local folder = os.tmpname() .. ".d"
    assert(os.execute("mkdir " .. folder .. " && cp examples/customers.csv " .. folder))
    local file = assert(io.open(folder .. "/examples.lua", "w"))
    file:write(table.concat(program, "\n"))
    file:close()
    local command = "cd %s && AI95_BASE_URL=%s AI95_USERNAME=hln AI95_PASSWORD=secret %s "
      .. "examples.lua 2>&1"
    local output = run(command:format(folder, sandbox.url, lua))
    os.execute("rm -rf " .. folder)
    assert.matches("\nall of them\n$", output)
  end)

  for page, required in pairs {
    ["docs/guide/settings.md"] = "required", ["docs/zh/guide/settings.md"] = "必填",
  } do
    it("has the same options and defaults as " .. page, function()
      local text = read(page)
      for name, spec in pairs(options.specs) do
        local row = text:match("\n(| [^|]*`" .. name .. "`[^\n]*)")
        assert.is_string(row, name .. " is not in the table")
        local default = spec.default ~= nil and tostring(spec.default)
        if name == "max_body" then
          default = "64 MiB"
        elseif type(spec.default) == "number" then
          default = ("%.14g"):format(spec.default)
        elseif spec.required then
          default = required
        end
        if default then
          assert.truthy(row:find(default, 1, true), name .. " has another default than " .. default)
        end
      end
      assert.equal(64 * 2 ^ 20, options.specs.max_body.default)
    end)
  end
end)
