--- The people to leave out of an import: lists of those who do not want to be called.
local core = require "ai95.core"
local errors = require "ai95.errors"
local Ledger = require "ai95.import.ledger"
local problems = require "ai95.import.problems"
local records = require "ai95.import.ledger_records"
local rows = require "ai95.import.rows"
local validator = require "ai95.api.validator"

--- A number to exclude that cannot be read, and so excludes nobody.
---@class ai95.ExcludeProblem
---@field path string|nil the list's
---@field row integer its line, or row
---@field problem string why it cannot be read

local PHONE = "电话"

-- These numbers are somebody's who would be called if they were left aside. The others cannot be
-- called, so a list's rows with them are refused anyway.
local MEANT = { scientific = true, character = true, no_area = true, lost_zero = true,
  extension = true, fraction = true }

--- Whether the text was meant to be a number: "无" was not.
local function is_meant(code, text)
  return MEANT[code] and (text:find "[0-9]" or text:find "\239\188[\144-\153]") ~= nil
end

--- Stops the import: somebody would be called who must not be.
local function refuse(path, number, problem)
  local message = ("exclude: %s%s %d: %s; nothing was sent"):format(
    path and path .. ", " or "", path and "line" or "row", number, problem)
  error(errors.new { kind = "input", message = message }, 0)
end

local function add_problem(found, problem)
  if #found < problems.MAX then
    found[#found + 1] = problem
  end
end

--- Returns a function that adds a number to the checker.
local function adder(checker, path, found)
  return function(phone, number)
    if phone == nil or phone == core.null then
      return
    end
    local is_whole = type(phone) == "number" and phone % 1 == 0
    local text = is_whole and ("%.0f"):format(phone) or tostring(phone)
    local ok, code, detail = checker:exclude(text)
    if ok or code == "empty" then
      return
    end
    local problem = PHONE .. " " .. problems.of_phone(code, detail)
    if is_meant(code, text) then
      refuse(path, number, problem)
    end
    add_problem(found, { path = path, row = number, problem = problem })
  end
end

--- Reads a sheet of a workbook, or a list of another kind. Returns the names of other sheets.
local function read_list(path, checker, found, sheet)
  local list, err = rows.open(path, { phone_only = true, sheet = sheet })
  if not list then
    error(err, 0)
  end
  local add = adder(checker, path, found)
  if list.first then
    add(list.first[1], list.line)
  end
  while true do
    local row, code, detail = list:next()
    if row == nil then
      return list.format.other_sheets or {}
    elseif row then
      add(row[1], list.line)
    else
      -- Such a row may have several numbers.
      for _, cell in ipairs(list.reader:cells()) do
        checker:exclude(cell)
      end
      local problem = problems.of_row(code, detail, list.columns, "line", list)
      if code == "no_value" then
        refuse(path, list.line, problem)
      end
      add_problem(found, { path = path, row = list.line, problem = problem })
    end
  end
end

local function read_rows(given, checker, found)
  local add = adder(checker, nil, found)
  if not validator.is_callable(given) and given[1] == nil and next(given) ~= nil then
    errors.misuse("exclude takes paths or rows, got a table that is not a list")
  end
  for row, index in rows.numbered(given, "exclude") do
    if type(row) ~= "table" then
      errors.misuse("exclude: row %d must be a table, got a %s", index, type(row))
    end
    local phone = row[PHONE]
    if phone == nil then
      phone = row[#row == 1 and 1 or 2]
    end
    if phone == nil then
      add_problem(found, { row = index, problem = PHONE .. " is missing" })
    end
    add(phone, index)
  end
end

local function is_ledger(path)
  -- What is read from a pipe is gone.
  local file = path ~= "-" and core.file_identity(path) and io.open(path, "rb")
  local start = file and file:read(records.START)
  if file then
    file:close()
  end
  return start ~= nil and start ~= false and records.is_ledger(start)
end

--- Excludes the people of a ledger, also those who may be in.
local function read_ledger(path, checker)
  local ledger, err = Ledger.read(path)
  if not ledger then
    error(err, 0)
  end
  checker:exclude_people(ledger:everybody())
end

--- Gives the checker the numbers to exclude. Raises an error if a list cannot be read.
---@param given string|string[]|table|function|nil a path, a list of paths and phone numbers, or
--- rows
---@param checker userdata core.checker
---@return ai95.ExcludeProblem[] problems
return function(given, checker)
  local found = {}
  if given == nil then
    return found
  end
  local paths = type(given) == "string" and { given }
    or type(given) == "table" and type(given[1]) == "string" and given or nil
  if not paths then
    read_rows(given, checker, found)
    return found
  end
  for _, path in ipairs(paths) do
    if not validator.types.path.is(path) then
      errors.misuse("exclude takes paths or rows, got a list with a %s", type(path))
    elseif is_ledger(path) then
      read_ledger(path, checker)
    elseif not checker:exclude(path) then -- it is not a number itself
      for _, sheet in ipairs(read_list(path, checker, found)) do
        read_list(path, checker, found, sheet)
      end
    end
  end
  return found
end
