--- The command is a separate rock: it shares no code with the library and the report, and uses only
--- their public functions.
local files = require "support.files"
local lua = require("support.program").lua

local function sources(folder, pattern)
  return assert(io.popen(("find %s -name '%s' | LC_ALL=C sort"):format(folder, pattern))):lines()
end

describe("#plain the command's code", function()
  it("requires only the library, the report, its own modules, argparse and lua-cjson", function()
    local count = 0
    for path in sources("cli", "*") do
      if path:find("%.lua$") or path == "cli/bin/ai95" then
        for name in files.read(path):gmatch("require%s*%(?%s*[\"']([%w_.]+)") do
          local own = name == "ai95_cli" or name:find("^ai95_cli%.")
          assert.is_truthy(own or name == "ai95" or name == "ai95_report" or name == "ai95_texts"
              or name == "argparse" or name == "cjson",
            path .. " requires " .. name)
          count = count + 1
        end
      end
    end
    assert.is_true(count > 80)
  end)

  it("shares no C with the library", function()
    local count = 0
    for path in sources("cli/src", "*.[ch]") do
      for name in files.read(path):gmatch("#include \"([^\"]+)\"") do
        assert.is_not_nil(io.open("cli/src/" .. name), path .. " includes " .. name)
        count = count + 1
      end
    end
    assert.is_true(count > 0)
  end)

  it("includes Lua's headers only in its binding file", function()
    for path in sources("cli/src", "*.[ch]") do
      assert.equal(path == "cli/src/terminal_lua.c",
        files.read(path):find("#include <lua.h>", 1, true) ~= nil, path)
    end
  end)

  --- The modules with such a name that a program loads.
  local function loaded(program, pattern)
    local line = "%s -e \"%s for name in pairs(package.loaded) do"
      .. " if name:find '%s' then print(name) end end print 'end'\" 2>&1"
    local pipe = io.popen(line:format(lua, program, pattern))
    local names = pipe:read "*a"
    pipe:close()
    return names
  end

  it("is not loaded by the library", function()
    local program = "require 'ai95'.new { base_url = 'http://127.0.0.1' }"
    assert.equal("end\n", loaded(program, "^ai95_"))
    assert.equal("end\n", loaded(program, "^argparse$"))
  end)

  it("loads the report only to make one: each command would begin later", function()
    assert.equal("end\n", loaded("require 'ai95_cli.tree'.parser()", "^ai95_report"))
  end)
end)
