--- The columns of a project's template, a workbook.
local core = require "ai95.core"
local detect = require "ai95.import.detect"
local errors = require "ai95.errors"
local sources = require "ai95.import.sources"

local function read(text)
  local source, problem, is_missing = sources.of_workbook(text)
  if not source then
    return nil, problem, is_missing
  end
  local sample = source:sample()
  source:close()
  local dialect = detect.dialect(sample, source.dialect)
  local reader, cells = core.reader(source.dialect), nil
  reader:feed(sample.text)
  reader:feed()
  for _ = 1, dialect.header or 0 do
    cells = reader:next()
  end
  if not cells then
    return nil, "no row of it names the columns"
  end
  local names = {}
  for i, cell in ipairs(cells) do
    names[i] = core.trim(cell)
  end
  while names[#names] == "" do
    names[#names] = nil
  end
  return names
end

--- The names in the header of a template.
---@param text string the workbook
---@return string[]|nil columns
---@return string|nil problem
---@return boolean|nil is_missing whether the problem is that no workbook can be read here
return function(text)
  local ok, names, problem, is_missing = pcall(read, text)
  if ok then
    return names, problem, is_missing
  elseif errors.is(names) then
    return nil, names.message
  end
  error(names, 0)
end
