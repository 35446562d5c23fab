--- A document for readers: its links, and its programs and commands, which run in order as a reader
--- would run them.
--
-- In a document, ```lua is a whole program, ```sh are commands, and a ```text after one of them is
-- its output, in which `…` stands for anything. Commands that a spec cannot run, as `make test`,
-- are indented instead.
local command = require "support.command"
local lfs = require "lfs"

local document = {}

---@class Block
---@field language string "lua", "sh", …
---@field text string
---@field line integer number of its first line
---@field shown string|nil the output that the document shows

---@class Document
---@field path string
---@field text string
---@field blocks Block[]
---@field programs Block[] the blocks that can run
local Document = {}
Document.__index = Document

local RUNS = { lua = true, sh = true }

---@param path string
---@return Document
function document.read(path)
  local self = setmetatable({
    path = path, text = command.read(path), blocks = {}, programs = {},
  }, Document)
  local number, block, before = 0, nil, nil
  for line in (self.text .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local language = line:match("^```(%w*)$")
    if not block and language then
      block = { language = language, line = number + 1, text = "" }
    elseif block and language == "" then
      self.blocks[#self.blocks + 1] = block
      if RUNS[block.language] then
        self.programs[#self.programs + 1] = block
        before = block
      elseif block.language == "text" and before then
        before.shown = block.text
      end
      block = nil
    elseif block then
      block.text = block.text .. line .. "\n"
    elseif line ~= "" then
      before = nil -- the prose in between says that the text belongs to something else
    end
  end
  assert(not block, path .. ": a block of code does not end")
  return self
end

--- The heading of the page.
---@return string
function Document:title()
  return self.text:match "^# ([^\n]+)\n"
end

--- The text without its code.
---@return string
function Document:prose()
  return (("\n" .. self.text):gsub("\n```.-\n```", "\n"):gsub("\n    [^\n]*", "\n"))
end

--- The targets of its links, except those on the web.
---@return string[]
function Document:links()
  local list = {}
  for target in self:prose():gsub("`[^`\n]*`", ""):gmatch("%]%(([^)%s]+)%)") do
    if not target:find("^%a+:") then
      list[#list + 1] = target
    end
  end
  return list
end

--- The files of its pictures. Each has an alternative text.
---@return string[]
function Document:pictures()
  local list = {}
  for file, rest in self:prose():gmatch "<img src=\"([^\"]+)\"([^>]*)>" do
    assert(rest:find "^ alt=\"[^\"]+\"$", file .. " has no alternative text")
    list[#list + 1] = self:beside(file)
  end
  return list
end

--- The path, from the top of the repository, of a file that the document names.
---@param file string
---@return string
function Document:beside(file)
  local path, count = (self.path:match "^(.*/)" or "") .. file, 1
  while count > 0 do
    path, count = path:gsub("[^/]+/%.%./", "", 1)
  end
  return path
end

--- The rows of its tables whose first cell matches a pattern, as lists of cells.
---@param first string
---@return string[][]
function Document:rows(first)
  return document.rows(self.text, first)
end

--- Runs all programs in one folder, and the commands in one shell.
---@param changes table<string, string> texts of the document, and their replacements: addresses
---@param variables table<string, string> of the environment
---@return string[] outputs of the programs that succeeded, and of the one that did not
---@return integer ended the number that succeeded
function Document:run(changes, variables)
  local folder = command.folder()
  local script = { "set -e", "cd " .. folder }
  for i, program in ipairs(self.programs) do
    local text = program.text
    for from, to in pairs(changes) do
      text = text:gsub(from:gsub("%p", "%%%0"), to)
    end
    if program.language == "lua" then
      command.write(("%s/program-%d.lua"):format(folder, i), text)
      -- The specs' Lua needs LD_PRELOAD for a core with sanitizers; the commands must not have it.
      text = ("LD_PRELOAD='%s' $AI95_LUA program-%d.lua\n"):format(os.getenv "LD_PRELOAD" or "", i)
    end
    script[#script + 1] = ("{\n%s} >.%d.out 2>&1 </dev/null\n: >.%d.ended"):format(text, i, i)
  end
  command.write(folder .. "/.script", table.concat(script, "\n") .. "\n")
  os.execute(("cp examples/customers.csv %s && %s sh %s/.script >%s/.errors 2>&1"):format(folder,
    command.environment(folder, variables), folder, folder))
  local outputs, ended = {}, 0
  for i = 1, #self.programs do
    local out = ("%s/.%d.out"):format(folder, i)
    if not command.exists(out) then
      break
    end
    outputs[i] = command.read(out)
    ended = ended + (command.exists(("%s/.%d.ended"):format(folder, i)) and 1 or 0)
  end
  local errors = command.read(folder .. "/.errors") -- the shell's own: it could not read a command
  command.remove(folder)
  assert(errors == "", errors)
  for i, output in ipairs(outputs) do
    for from, to in pairs(changes) do
      output = output:gsub(to:gsub("%p", "%%%0"), from)
    end
    outputs[i] = output
  end
  return outputs, ended
end

---@param text string
---@param first string
---@return string[][]
function document.rows(text, first)
  local rows = {}
  for line in text:gmatch "[^\n]+" do
    local cells = {}
    for cell in line:gmatch "|([^|]*)%f[|]" do
      cells[#cells + 1] = cell:match "^ *(.-) *$"
    end
    if cells[1] and cells[1]:find(first) then
      rows[#rows + 1] = cells
    end
  end
  return rows
end

--- The paths of the Markdown files in a folder.
---@param folder string
---@return string[]
function document.paths(folder)
  local list = {}
  for name in lfs.dir(folder) do
    if name:find "%.md$" then
      list[#list + 1] = (folder .. "/" .. name):gsub("^%./", "")
    end
  end
  table.sort(list)
  return list
end

local function pattern_of(shown)
  return "^" .. shown:gsub("[%^%$%(%)%%%.%[%]%*%+%-%?]", "%%%0"):gsub("…", ".-") .. "$"
end

--- Whether an output is the one that the document shows.
---@param shown string
---@param output string
---@return boolean
function document.matches(shown, output)
  return output:find(pattern_of(shown)) ~= nil
end

return document
