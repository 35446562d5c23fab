--- Runs the programs and commands of the documents, and checks their output and links.
local command = require "support.command"
local document = require "support.document"
local endpoints = require "ai95.api.endpoints"
local codes = require "ai95.api.codes"
local lfs = require "lfs"
local sandbox = require "support.sandbox"
local stores = require "support.stores"

local anchor = dofile("scripts/docs/text.lua").anchor

local GUIDE = document.paths "docs/guide"

describe("#plain #once the programs of", function()
  local lua = require("support.program").lua
  local changes = { ["http://127.0.0.1:8095"] = sandbox.url, ["lua5.4 -e"] = lua .. " -e" }
  local variables = {
    PATH = lfs.currentdir() .. "/cli/bin:" .. os.getenv "PATH",
    -- Debian has redis-lua for Lua up to 5.3.
    LUA_PATH = os.getenv "LUA_PATH" .. ";/usr/share/lua/5.3/?.lua",
    LUA_CPATH = os.getenv "LUA_CPATH", AI95_LUA = lua,
  }

  -- translations_spec.lua compares the Chinese documents with these.
  for _, path in ipairs { "README.md", (unpack or table.unpack)(GUIDE) } do
    local self = document.read(path)

    -- The programs of README.md run on every Lua.
    describe(path .. (path == "README.md" and "" or " #command"), function()
      local outputs, ended, redis

      lazy_setup(function()
        sandbox.reset { dial_seconds = 0.01 }
        sandbox.seed { calls = 10 }
        if path == "docs/guide/several-machines.md" then
          redis = stores.redis_server()
          changes["6379"] = tostring(redis.port)
        end
        outputs, ended = self:run(changes, variables)
      end)

      lazy_teardown(function()
        if redis then
          redis:stop()
        end
      end)

      for i, program in ipairs(self.programs) do
        it(("line %d runs, with the documented output"):format(program.line), function()
          assert.is_true(ended >= i, outputs[i] or "one before it failed")
          assert.is_nil(outputs[i]:find("stack traceback", 1, true))
          if program.language == "lua" then
            assert.is_true(#outputs[i] > 0)
          end
          if program.shown then
            assert.is_true(document.matches(program.shown, outputs[i]), outputs[i])
          end
        end)
      end
    end)
  end
end)

local function has_heading(self, wanted)
  for title in ("\n" .. self:prose()):gmatch("\n#+ ([^\n]+)") do
    if anchor(title) == wanted then
      return true
    end
  end
  return false
end

describe("#plain #once the documents", function()
  it("have links to existing files and headings", function()
    local FOLDERS = {
      ".", "docs", "docs/guide", "docs/zh", "docs/zh/guide", "sandbox", "bench", "examples",
      "console",
    }
    local count = 0
    for _, folder in ipairs(FOLDERS) do
      for _, path in ipairs(document.paths(folder)) do
        local self = document.read(path)
        for _, target in ipairs(self:links()) do
          local file, heading = target:match("^([^#]*)#?(.*)$")
          file = file == "" and path or self:beside(file)
          local link = path .. ": " .. target
          assert.is_string(lfs.attributes(file, "mode"), link)
          assert.is_true(heading == "" or has_heading(document.read(file), heading), link)
          count = count + 1
        end
      end
    end
    assert.is_true(count > 40)
  end)

  it("show existing pictures, and every picture", function()
    local shown = {}
    for _, folder in ipairs { ".", "docs/guide", "docs/zh/guide" } do
      for _, path in ipairs(document.paths(folder)) do
        for _, file in ipairs(document.read(path):pictures()) do
          assert.equal("file", lfs.attributes(file, "mode"), path .. ": " .. file)
          shown[file] = true
        end
      end
    end
    for _, folder in ipairs { "docs/pictures", "docs/pictures/zh" } do
      for name in lfs.dir(folder) do
        assert.is_true(not name:find "%.png$" or shown[folder .. "/" .. name], name)
      end
    end
  end)

  it("are all in the list of docs/README.md", function()
    local index = document.read "docs/README.md"
    local linked = {}
    for _, target in ipairs(index:links()) do
      linked["docs/" .. target] = true
    end
    for _, folder in ipairs { "docs", "docs/guide" } do
      for _, path in ipairs(document.paths(folder)) do
        assert.is_true(linked[path] or path == index.path, path)
      end
    end
  end)

  for _, folder in ipairs { "docs/guide", "docs/zh/guide" } do
    it("in " .. folder .. " name every endpoint", function()
      local api = document.read(folder .. "/api.md").text
      for _, name in ipairs(endpoints.names) do
        assert.truthy(api:find("| `" .. name .. "` |", 1, true), name)
      end
    end)
  end

  it("have the figures of the benchmark's last run", function()
    local measured = {}
    for _, cells in ipairs(document.read("bench/RESULTS.md"):rows ".") do
      measured[table.concat(cells, " | ", 2)] = true
    end
    local rows = document.rows(document.read("README.md").text:match "\n## Speed\n(.-)\n## ", ".")
    assert.is_true(#rows > 10)
    for i = 3, #rows do
      local figures = table.concat(rows[i], " | ", 2)
      assert.is_true(measured[figures], figures)
    end
  end)
end)

describe("#plain #once the tables of errors", function()
  local texts = dofile "sandbox/codes.lua" -- the platform's own

  local function check_codes(rows)
    local described = {}
    for _, cells in ipairs(rows) do
      local code = tonumber(cells[1])
      assert.is_string(codes.meanings[code], cells[1])
      assert.is_nil(described[code], cells[1])
      assert.equal(texts[code], cells[2])
      assert.is_true(#cells[#cells] > 5, cells[1])
      described[code] = cells
    end
    for code in pairs(codes.meanings) do
      assert.is_table(described[code], tostring(code))
    end
    return described
  end

  it("have every code of the platform, under its kind", function()
    local page = document.read "docs/guide/errors.md"
    local described = check_codes(page:rows "^%d%d%d+$")
    for code, cells in pairs(described) do
      assert.equal(codes.meanings[code], cells[3])
    end
    for _, kind in ipairs { "auth", "api" } do
      local section = page.text:match("\n### `kind` is `\"" .. kind .. "\"`\n(.-)\n#")
      local rows = document.rows(section, "^%d%d%d+$")
      assert.is_true(#rows > 0)
      for _, cells in ipairs(rows) do
        assert.equal(codes.failure(tonumber(cells[1])).kind, kind)
      end
    end
  end)

  it("have every kind and every outcome", function()
    local described = {}
    for _, cells in ipairs(document.read("docs/guide/errors.md"):rows "^`\"%l") do
      described[cells[1]] = true
    end
    local annotations, count = command.read "lua/ai95/errors.lua", 0
    for value in annotations:gmatch("\n%-%-%-| (\"[%l_]+\")") do
      assert.is_true(described["`" .. value .. "`"] == true, value)
      count = count + 1
    end
    assert.equal(11 + 3, count)
  end)

  it("are in Chinese too", function()
    check_codes(document.read("docs/zh/guide/errors.md"):rows "^%d%d%d+$")
  end)
end)
