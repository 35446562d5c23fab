--- The Chinese documents say what the English ones say, with the same programs and commands.
local command = require "support.command"
local document = require "support.document"

-- The Chinese document of each English one.
local PAIRS = { ["README.md"] = "README.zh-CN.md" }
for _, folder in ipairs { "docs/zh", "docs/zh/guide" } do
  for _, path in ipairs(document.paths(folder)) do
    PAIRS[path:gsub("/zh/", "/", 1)] = path
  end
end

local PATHS = {}
for path in pairs(PAIRS) do
  PATHS[#PATHS + 1] = path
end
table.sort(PATHS)

-- Names of campaigns in commands and their output.
local NAMES = { { "Spring campaign", "春季回访" }, { "Spring", "春季回访" } }

local COMMENTS = {
  lua = { "%-%-[^\n]*" }, sh = { "%f[^%s%z]#[^\n]*" },
  nginx = { "%-%-[^\n]*", "%f[^%s%z]#[^\n]*" },
}

--- A block without its comments, and a program's strings.
local function code_and_strings(block)
  local text, strings = "\n" .. block.text, {}
  for _, pattern in ipairs(COMMENTS[block.language] or {}) do
    text = text:gsub(pattern, "")
  end
  if block.language == "lua" then
    text = text:gsub("\"[^\"\n]*\"", function(each)
      strings[#strings + 1] = each
      return "\"\""
    end)
  else
    for _, names in ipairs(NAMES) do
      text = text:gsub(names[1], names[2])
    end
  end
  return (text:gsub(" +", " "):gsub(" \n", "\n")), strings
end

local function assert_same(english, chinese)
  assert.equal(english.language, chinese.language)
  local code, strings = code_and_strings(english)
  local their_code, their_strings = code_and_strings(chinese)
  assert.equal(code, their_code)
  for i, each in ipairs(strings) do
    local is_translated = their_strings[i]:find "[\128-\255]"
    assert.is_true(is_translated ~= nil or each == their_strings[i], their_strings[i])
  end
end

describe("#plain #once the Chinese documents", function()
  for _, path in ipairs(PATHS) do
    it("have the blocks of " .. path .. ", but for comments and a program's texts", function()
      local english, chinese = document.read(path), document.read(PAIRS[path])
      for i, block in ipairs(english.blocks) do
        assert.is_table(chinese.blocks[i], path .. " has more blocks")
        assert_same(block, chinese.blocks[i])
      end
      assert.equal(#english.blocks, #chinese.blocks)
    end)
  end

  it("have the figures of the English README", function()
    local function figures(path)
      local rows = {}
      for i, cells in ipairs(document.read(path):rows ".") do
        rows[i] = #cells == 7 and table.concat(cells, " | ", 3, 6) or nil
      end
      return { (unpack or table.unpack)(rows, 3) }
    end
    local english = figures "README.md"
    assert.is_true(#english > 10)
    assert.same(english, figures "README.zh-CN.md")
  end)

  for _, path in ipairs(PATHS) do
    it(PAIRS[path] .. " has blanks between Chinese and Latin, and Chinese punctuation", function()
      local prose = document.read(PAIRS[path]):prose():gsub("`[^`\n]+`", "`x`")
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
  end
end)

describe("#plain #once the glossary", function()
  local rows = document.read("docs/guide/glossary.md"):rows "^%l"

  it("has the same terms in both languages", function()
    local chinese = {}
    for _, cells in ipairs(document.read("docs/zh/guide/glossary.md"):rows ".") do
      chinese[("%s, %s, %s"):format(cells[2], cells[1], cells[3])] = true
    end
    assert.is_true(#rows > 30)
    for _, cells in ipairs(rows) do
      local row = table.concat(cells, ", ", 1, 3)
      assert.is_true(cells[1] == "term" or chinese[row], row)
    end
  end)

  it("has existing names", function()
    local texts = command.read "docs/reference.md"
      .. command.read("cli/man/ai95.1"):gsub("\\%-", "-")
    for _, cells in ipairs(rows) do
      for name in cells[3]:gmatch "`([^`]+)`" do
        assert.truthy(texts:find("%f[%w_\"-]" .. name:gsub("%-", "%%-") .. "%f[^%w_\"-]"), name)
      end
    end
  end)
end)
