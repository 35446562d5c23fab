--- Runs the programs and commands of the documents, and checks their output and links.
local command = require "support.command"
local document = require "support.document"
local endpoints = require "ai95.api.endpoints"
local codes = require "ai95.api.codes"
local lfs = require "lfs"
local options = require "ai95.options"
local sandbox = require "support.sandbox"
local stores = require "support.stores"

local anchor = dofile("scripts/docs/text.lua").anchor

local READMES = { "README.md", "README.zh-CN.md" }

--- The paths of the Markdown files in a folder.
local function markdown_in(folder)
  local list = {}
  for name in lfs.dir(folder) do
    if name:find("%.md$") then
      list[#list + 1] = (folder .. "/" .. name):gsub("^%./", "")
    end
  end
  table.sort(list)
  return list
end

local GUIDE = markdown_in "docs/guide"

describe("#plain #once the programs of", function()
  local lua = require("support.program").lua
  local changes = { ["http://127.0.0.1:8095"] = sandbox.url, ["lua5.4 -e"] = lua .. " -e" }
  local variables = {
    PATH = lfs.currentdir() .. "/cli/bin:" .. os.getenv "PATH",
    -- Debian has redis-lua for Lua up to 5.3.
    LUA_PATH = os.getenv "LUA_PATH" .. ";/usr/share/lua/5.3/?.lua",
    LUA_CPATH = os.getenv "LUA_CPATH", AI95_LUA = lua,
  }

  for _, path in ipairs { READMES[1], READMES[2], (unpack or table.unpack)(GUIDE) } do
    local self = document.read(path)

    -- The programs of README.md run on every Lua.
    describe(path .. (path == READMES[1] and "" or " #command"), function()
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

      it("exist", function() assert.is_true(#self.programs > 0) end)

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
    local FOLDERS = { ".", "docs", "docs/guide", "sandbox", "bench", "examples", "console" }
    local count = 0
    for _, folder in ipairs(FOLDERS) do
      for _, path in ipairs(markdown_in(folder)) do
        for _, target in ipairs(document.read(path):links()) do
          local file, heading = target:match("^([^#]*)#?(.*)$")
          file = file == "" and path or (path:match("^(.*/)") or "") .. file
          local link = path .. ": " .. target
          assert.is_string(lfs.attributes(file, "mode"), link)
          assert.is_true(heading == "" or has_heading(document.read(file), heading), link)
          count = count + 1
        end
      end
    end
    assert.is_true(count > 40)
  end)

  for _, path in ipairs(READMES) do
    it(path .. " shows existing pictures", function()
      local files = {}
      for _, file in pairs(document.read(path):pictures()) do
        assert.equal("file", lfs.attributes(file, "mode"), file)
        files[#files + 1] = file
      end
      assert.equal(2, #files)
    end)
  end

  it("are all in the list of docs/README.md", function()
    local index = document.read "docs/README.md"
    local linked = {}
    for _, target in ipairs(index:links()) do
      linked["docs/" .. target] = true
    end
    for _, folder in ipairs { "docs", "docs/guide" } do
      for _, path in ipairs(markdown_in(folder)) do
        assert.is_true(linked[path] or path == index.path, path)
      end
    end
  end)

  for _, path in ipairs(READMES) do
    it(path .. " names every endpoint and every option", function()
      local text = document.read(path).text
      for _, name in ipairs(endpoints.names) do
        assert.truthy(text:find("| `" .. name .. "` |", 1, true), name)
      end
      for name in pairs(options.specs) do
        assert.truthy(text:find("`" .. name .. "`", 1, true), name)
      end
    end)
  end
end)

describe("#plain #once the tables of errors", function()
  local texts = dofile "sandbox/codes.lua" -- the platform's own

  --- The rows of tables whose first cell matches `first`, as lists of cells.
  local function rows_of(text, first)
    local rows = {}
    for line in text:gmatch("[^\n]+") do
      local cells = {}
      for cell in line:gmatch("| ([^|]+) ") do
        cells[#cells + 1] = cell
      end
      if cells[1] and cells[1]:find(first) then
        rows[#rows + 1] = cells
      end
    end
    return rows
  end

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
    local text = document.read("docs/guide/errors.md").text
    local described = check_codes(rows_of(text, "^%d%d%d+$"))
    for code, cells in pairs(described) do
      assert.equal(codes.meanings[code], cells[3])
    end
    for _, kind in ipairs { "auth", "api" } do
      local section = text:match("\n### `kind` is `\"" .. kind .. "\"`\n(.-)\n#")
      local rows = rows_of(section, "^%d%d%d+$")
      assert.is_true(#rows > 0)
      for _, cells in ipairs(rows) do
        assert.equal(codes.failure(tonumber(cells[1])).kind, kind)
      end
    end
  end)

  it("have every kind and every outcome", function()
    local described = {}
    for _, cells in ipairs(rows_of(document.read("docs/guide/errors.md").text, "^`\"%l")) do
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
    check_codes(rows_of(document.read("README.zh-CN.md").text, "^%d%d%d+$"))
  end)
end)

describe("#plain README.zh-CN.md", function()
  it("has blanks between Chinese and Latin, and Chinese punctuation", function()
    local prose = document.read("README.zh-CN.md"):prose():gsub("`[^`\n]+`", "`x`")
    for _, text in pairs(dofile "sandbox/codes.lua") do -- the platform has its own style
      prose = prose:gsub(text:gsub("%p", "%%%0"), "")
    end
    local CHINESE = "[\228-\233][\128-\191][\128-\191]"
    local WRONG = {
      CHINESE .. "[%w`]", "[%w`]" .. CHINESE, CHINESE .. "[,;:!?]", CHINESE .. "%.%s",
    }
    for _, wrong in ipairs(WRONG) do
      local from, to = prose:find(wrong)
      assert.is_nil(from, from and prose:sub(math.max(1, from - 30), to + 30))
    end
  end)
end)
