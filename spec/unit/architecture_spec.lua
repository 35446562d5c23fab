--- The layers of lua/ai95 are its folders; a module requires only its own layer and those below.
local read = require("support.files").read

-- From the top to the bottom.
local layers = {
  { "init" },
  { "doctor/" },
  { "client" },
  { "options" },
  { "resources/" },
  { "export/", "guard/", "import/", "sync/" },
  { "auth/" },
  { "http/" },
  { "loop/" },
  { "api/" },
  { "util/" },
  { "errors", "core_meta", "workbook_meta" },
}

local rank = {}
for number, names in ipairs(layers) do
  for _, name in ipairs(names) do
    rank[name] = number
  end
end

--- The layer's entry of a module: "http/" for "ai95.http.parser", "client" for "ai95.client".
local function place_of(module)
  local name = module:match("^ai95%.(.*)$") or "init"
  local folder = name:match("^(.-)%.")
  if folder then
    return folder .. "/"
  end
  return rank[name .. "/"] and name .. "/" or name
end

--- The modules that a file requires, at once or on first use.
local function requirements(path)
  local list = {}
  for _, way in ipairs { "require", "lazy" } do
    for name in read(path):gmatch(way .. "%s*%(?%s*\"(ai95[%w_.]*)\"") do
      list[#list + 1] = name
    end
  end
  return list
end

local function sources(folder)
  return assert(io.popen("find " .. folder .. " -name '*.lua' | LC_ALL=C sort")):lines()
end

describe("#plain the architecture", function()
  it("has a layer for every module", function()
    for path in sources "lua/ai95" do
      local module = path:match("^lua/(.*)%.lua$"):gsub("/init$", ""):gsub("/", ".")
      assert.is_number(rank[place_of(module)], path)
    end
  end)

  it("has no module that requires one of a higher layer", function()
    local count = 0
    for path in sources "lua/ai95" do
      local own = rank[place_of((path:match("^lua/(.*)%.lua$"):gsub("/init$", ""):gsub("/", ".")))]
      for _, required in ipairs(requirements(path)) do
        if required ~= "ai95.core" and required ~= "ai95.workbook" then
          count = count + 1
          local other = rank[place_of(required)]
          assert.is_number(other, path .. ": " .. required)
          assert.is_true(other >= own, path .. " requires " .. required)
        end
      end
    end
    assert.is_true(count > 80)
  end)

  it("keeps the library independent of the command and of the report", function()
    for path in sources "lua/ai95" do
      assert.is_nil(read(path):find("ai95_cli", 1, true), path)
      assert.is_nil(read(path):find("ai95_report", 1, true), path)
    end
  end)

  it("includes Lua's headers in src/lua only", function()
    local count = 0
    for path in assert(io.popen("find src -name '*.[ch]' | LC_ALL=C sort")):lines() do
      local text = read(path)
      local binds = text:find("#include [<\"]l[ua]") ~= nil
        or text:find("#include \"lua/", 1, true) ~= nil
      assert.is_true(not binds or path:find("^src/lua/") ~= nil, path)
      count = count + (binds and 1 or 0)
    end
    assert.is_true(count > 5)
  end)
end)
