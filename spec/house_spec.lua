--- The map in CONTRIBUTING.md is of the house as it is: every module is in it, and its arrows point down.
local command = require "support.command"

--- The layer of each module, from the map's table; 1 is the highest.
local function read_map()
  local layers, number = {}, 0
  local map = command.read("CONTRIBUTING.md"):match("\n| layer | [^\n]+\n|[- |]+\n(.-)\n\n")
  for modules in (map .. "\n"):gmatch("| [^|]+ | ([^|]+) | [^\n]+\n") do
    number = number + 1
    for name in modules:gmatch("`([^`]+)`") do
      layers[name] = number
    end
  end
  return layers, number
end

local function modules()
  local list = {}
  for path in io.popen("find lua/ai95 -name '*.lua' | sort"):lines() do
    local name = path:match("^lua/ai95/(.*)%.lua$")
    list[#list + 1] = { path = path, place = name:match("^([^/]+/)") or name }
  end
  return list
end

--- Where a module's name has its place in the map: "ai95.import.plan" in "import/", "ai95.json" as "json".
local function place_of(required, layers)
  local name = required:match("^ai95%.([%w_]+)") or "init"
  return layers[name .. "/"] and name .. "/" or name
end

--- The modules that a file requires, at once or later.
local function requirements(path)
  local list = {}
  for _, way in ipairs { "require", "lazy" } do
    for name in command.read(path):gmatch(way .. "%s*%(?%s*\"(ai95[%w_.]*)\"") do
      list[#list + 1] = name
    end
  end
  return list
end

describe("#plain the house", function()
  local layers, count = read_map()

  it("has every module in its map, and no other", function()
    local there = {}
    for _, module in ipairs(modules()) do
      there[module.place] = true
      assert.is_number(layers[module.place], module.path)
    end
    for place in pairs(layers) do
      assert.is_true(there[place] == true, place)
    end
    assert.equal(8, count)
  end)

  it("has no module that requires one of a layer above", function()
    local arrows = 0
    for _, module in ipairs(modules()) do
      for _, required in ipairs(requirements(module.path)) do
        local place = place_of(required, layers)
        if place ~= "core" then
          arrows = arrows + 1
          assert.is_number(layers[place], module.path .. ": " .. required)
          assert.is_true(layers[place] >= layers[module.place], module.path .. " requires " .. required)
        end
      end
    end
    assert.is_true(arrows > 100)
  end)

  it("has Lua's headers in the bindings only", function()
    for path in io.popen("grep -l 'lua.*\\.h[\">]\\|binding\\.h' src/*"):lines() do
      assert.is_true(path:find("_lua%.[ch]$") ~= nil or path == "src/binding.h" or path == "src/compat.h", path)
    end
  end)
end)
