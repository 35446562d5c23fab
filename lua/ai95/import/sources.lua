--- Where the text of a list comes from: a file or standard input as it is, or a sheet of a workbook
--- as CSV.
local errors = require "ai95.errors"
local ole = require "ai95.import.ole"

local BLOCK = 64 * 1024
local MAX_INPUT = 256 * 2^20 -- bytes of a workbook from standard input, which cannot be sought in

local sources = {}

--- The error for a list that cannot be read.
---@param path string
---@param line integer|nil
---@param problem string
---@param choice table|nil see ai95.Error
---@return ai95.Error
function sources.error(path, line, problem, choice)
  local where = line and (", line %d"):format(line) or ""
  local name = path == "-" and "standard input" or path
  return errors.new { kind = "file", path = path, choice = choice,
    message = ("%s%s: %s"):format(name, where, problem) }
end

---@class ai95.Source
---@field path string
---@field type "csv"|"xlsx"
---@field sheet string|nil a workbook's
---@field other_sheets string[]|nil a workbook's
---@field dialect table|nil how the text is written, if it is not to be found
local Source = {}
Source.__index = Source

--- The next piece, or nil at the end. Raises if it cannot be read.
---@return string|nil
function Source:read()
  local queue = self.queue
  if queue[1] then
    return table.remove(queue, 1)
  elseif self.at_end then
    return nil
  end
  local text, problem = self.next_block()
  if not text and problem then
    error(sources.error(self.path, nil, problem), 0)
  end
  self.at_end = not text
  return text
end

--- The first piece, which `read` returns again.
---@return ai95.Sample
function Source:sample()
  local first, second = self:read(), nil
  if first then
    second = self:read()
  end
  self.queue = { first, second }
  return { text = first or "", is_whole = second == nil }
end

function Source:close()
  self.queue, self.at_end = {}, true
  self.release()
end

local function new(fields)
  fields.queue = {}
  return setmetatable(fields, Source)
end

local function read_all(file, text)
  local parts, size = { text }, #text
  repeat
    local more = file:read(BLOCK)
    parts[#parts + 1] = more
    size = size + #(more or "")
  until not more or size > MAX_INPUT
  return size <= MAX_INPUT and table.concat(parts) or nil
end

-- How ai95.workbook writes a sheet.
local SHEET = { delimiter = ",", encoding = "UTF-8", is_sheet = true }

local MISSING = "reading .xlsx needs the module ai95.workbook (rock ai95-workbook), which uses"
  .. " libzip and expat"
local SAVE_AS_CSV = "; or save the list as \"CSV UTF-8\""

--- The sheet that was asked for: by name, by number, or the first that is not hidden.
local function find_sheet(sheets, wanted)
  local names = {}
  for i, sheet in ipairs(sheets) do
    names[i] = sheet.name
    if sheet.name == wanted or i == wanted or (wanted == nil and not sheet.hidden) then
      return i
    end
  end
  -- A number in the command is a text.
  local number = tonumber(wanted)
  if number and sheets[number] then
    return number
  end
  return nil, ("there is no sheet %s; there are: %s"):format(
    tostring(wanted or "that is not hidden"), table.concat(names, ", "))
end

--- Whether workbooks can be read here, or why not.
local function load_workbook()
  local loaded, workbook = pcall(require, "ai95.workbook")
  if not loaded then
    return nil, MISSING
  end
  return workbook
end

local function other_sheets(sheets, number)
  local names = {}
  for i, sheet in ipairs(sheets) do
    if i ~= number and not sheet.hidden then
      names[#names + 1] = sheet.name
    end
  end
  return names
end

local function open_sheet(book, path, options)
  local sheets = book:sheets()
  local number, problem = find_sheet(sheets, options.sheet)
  local ok = number
  if number then
    ok, problem = book:sheet(number)
  end
  if not ok then
    book:close()
    return nil, problem
  end
  return new {
    path = path, type = "xlsx", dialect = SHEET, sheet = sheets[number].name,
    other_sheets = other_sheets(sheets, number),
    next_block = function() return book:read() end,
    release = function() book:close() end,
  }
end

local function open_workbook(path, file, first, options)
  local workbook, problem = load_workbook()
  local text
  if workbook and path == "-" then
    text = read_all(file, first)
    problem = not text and "the workbook is too large for standard input; give its path" or nil
  elseif path ~= "-" then
    file:close()
  end
  if problem then
    return nil, problem .. (workbook and "" or SAVE_AS_CSV)
  end
  local book
  if text then
    book, problem = workbook.open_bytes(text)
  else
    book, problem = workbook.open(path)
  end
  if not book then
    return nil, problem
  end
  return open_sheet(book, path, options)
end

--- Opens a workbook that is in memory.
---@param text string
---@return ai95.Source|nil
---@return string|nil problem
---@return boolean|nil is_missing whether no workbook can be read here
function sources.of_workbook(text)
  local workbook, problem = load_workbook()
  if not workbook then
    return nil, problem, true
  end
  problem = ole.problem(text)
  if problem then
    return nil, problem
  end
  local book
  book, problem = workbook.open_bytes(text)
  if not book then
    return nil, problem
  end
  return open_sheet(book, "the workbook", {})
end

local function open_text(path, file, first)
  local pending = first
  return new {
    path = path, type = "csv",
    next_block = function()
      local text, problem = pending, nil
      pending = nil
      if not text then
        text, problem = file:read(BLOCK)
      end
      return text, problem
    end,
    release = function()
      if path ~= "-" then
        file:close()
      end
    end,
  }
end

--- Opens a list. Returns nil and a problem if it is none.
---@param path string `"-"` for standard input
---@param options { sheet: integer|string|nil }
---@return ai95.Source|nil
---@return string|nil problem
function sources.open(path, options)
  local file, problem = io.stdin, nil
  if path ~= "-" then
    file, problem = io.open(path, "rb")
  end
  if not file then
    return nil, problem:sub(#path + #": " + 1)
  end
  local first, read_problem = file:read(BLOCK)
  if first and first:find "^PK\3\4" then
    return open_workbook(path, file, first, options)
  end
  problem = not first and read_problem or first and ole.problem(path == "-" and first or file)
  if not problem then
    return open_text(path, file, first)
  elseif path ~= "-" then
    file:close()
  end
  return nil, problem
end

return sources
