--- core_meta.lua, from which editors know the C module, has all its functions with their arguments.
local core = require "ai95.core"
local read = require("support.files").read

-- The one function that some Luas do not have.
local OPTIONAL = { can_yield = true }

--- The arguments of each function as core_meta.lua has them, and the comment above.
local function annotated()
  local arguments, comments, comment = {}, {}, {}
  for line in io.lines "lua/ai95/core_meta.lua" do
    local name, list = line:match "^function core%.([%w_]+)%((.-)%) end$"
    if name then
      assert.is_nil(arguments[name], name)
      arguments[name], comments[name] = list, table.concat(comment, "\n")
    end
    if line:find "^%-%-%-" then
      comment[#comment + 1] = line
    else
      comment = {}
    end
  end
  return arguments, comments
end

describe("core_meta.lua", function()
  local arguments, comments = annotated()

  it("has the functions of the core, and no others", function()
    local count = 0
    for name, value in pairs(core) do
      if type(value) == "function" then
        assert.is_string(arguments[name], name)
        count = count + 1
      end
    end
    for name in pairs(arguments) do
      assert.is_true(type(core[name]) == "function" or OPTIONAL[name] or false, name)
      count = count - (core[name] and 1 or 0)
    end
    assert.equal(0, count)
  end)

  it("says what each of them does, takes and returns", function()
    for name, list in pairs(arguments) do
      assert.matches("^%-%-%- %u", comments[name], name)
      assert.matches("\n%-%-%-@return %S", comments[name], name)
      local params = {}
      for param in comments[name]:gmatch "\n%-%-%-@param ([%w_]+) " do
        params[#params + 1] = param
      end
      assert.equal(list, table.concat(params, ", "), name)
    end
  end)

  it("has the arguments that the sources name", function()
    local count = 0
    for path in io.popen("ls src/lua/*.c"):lines() do
      for name, list in read(path):gmatch "\n/%* core%.([%w_]+)%((.-)%) →" do
        assert.equal(arguments[name], list, name)
        count = count + 1
      end
    end
    assert.is_true(count > 30)
  end)
end)
