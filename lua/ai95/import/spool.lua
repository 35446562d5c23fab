--- The spool: every row is read, checked and encoded before anything is sent. The chunks wait in a
--- temporary file without a name, so that memory does not grow with the rows and nothing is left
--- behind.
local core = require "ai95.core"
local errors = require "ai95.errors"
local validator = require "ai95.api.validator"
local phone_problem = require "ai95.import.phone"

local MAX_PROBLEMS = 1000 -- reported one by one; all are counted

---@class ai95.Chunk
---@field rows integer
---@field offset integer its place in the temporary file
---@field length integer
---@field sha256 string
---@field phones string[] the first and the last number in it

---@class ai95.Spool
---@field chunks ai95.Chunk[]
---@field rows integer that can be sent
---@field refused integer
---@field problems { row: integer, problem: string }[]
local Spool = {}
Spool.__index = Spool

--- An iterator over the rows of a list or an iterator, each with its number: the line in a file,
--- the row elsewhere.
local function numbered(rows)
  local index = 0
  if not validator.is_callable(rows) then
    return function()
      index = index + 1
      return rows[index], index
    end, "row"
  end
  local is_file = type(rows) == "table" and rows.line ~= nil
  return function()
    local row = rows()
    index = index + 1
    return row, is_file and rows.line or index
  end, is_file and "line" or "row"
end

local function is_blank(value)
  return value == nil or value == "" or value == core.null
end

--- Why a row cannot be sent, or nil. The encoder refuses what is no row at all.
function Spool:problem_of(columns, row, number, label)
  if type(row) ~= "table" then
    return nil
  end
  local name, phone = row[1], row[2]
  if name == nil and phone == nil then
    name, phone = row[columns[1]], row[columns[2]]
  end
  if is_blank(name) then
    return columns[1] .. " is empty"
  end
  local problem = phone_problem(phone)
  if problem then
    return columns[2] .. " " .. problem
  end
  if type(phone) == "number" then
    phone = ("%.0f"):format(phone)
  end
  local earlier = self.phones:add(phone, number)
  if earlier then
    return ("%s is the same as in %s %d"):format(columns[2], label, earlier)
  end
  self.last_phone = phone
end

function Spool:refuse(number, problem)
  self.refused = self.refused + 1
  if #self.problems < MAX_PROBLEMS then
    self.problems[#self.problems + 1] = { row = number, problem = problem }
  end
end

--- The folder for temporary files.
---@return string folder
---@return string hint how to choose another one
local function temporary_folder()
  local given = os.getenv "TMPDIR"
  if given and given ~= "" then
    return given, "TMPDIR in the environment chose this folder"
  end
  return "/tmp", "TMPDIR in the environment can choose another folder"
end

local function file_error(what, problem)
  local folder, hint = temporary_folder()
  return errors.new { kind = "file", endpoint = "addJson",
    message = ("cannot %s a temporary file in %s: %s (%s)"):format(what, folder, problem, hint) }
end

-- The system's message without the path or the function in front of it.
local function reason(message)
  return message:match "^.*: (.-)$"
end

--- Ends a chunk and writes it to the temporary file.
function Spool:write(encoder, first_phone)
  local text = encoder:finish()
  local ok, problem = self.file:write(text)
  if not ok then
    error(file_error("write", reason(problem)), 0)
  end
  self.chunks[#self.chunks + 1] = {
    rows = #encoder, offset = self.size, length = #text, sha256 = core.sha256(text),
    phones = { first_phone, self.last_phone },
  }
  self.size = self.size + #text
end

function Spool:read_all(params)
  local columns = params.columns
  local next_row, label = numbered(params.rows)
  local encoder, first_phone
  for row, number in next_row do
    local problem = self:problem_of(columns, row, number, label)
    if problem then
      self:refuse(number, problem)
    else
      encoder = encoder or core.rows(columns)
      first_phone = first_phone or self.last_phone
      local count
      count, problem = encoder:add(row)
      if not count then
        errors.misuse("import: %s", (problem:gsub("^row %d+", label .. " " .. number)))
      end
      self.rows = self.rows + 1
      if count == params.chunk then
        self:write(encoder, first_phone)
        encoder, first_phone = nil, nil
      end
    end
  end
  if encoder then
    self:write(encoder, first_phone)
  end
end

--- Reads all rows.
---@param params table the import's
---@return ai95.Spool|nil
---@return ai95.Error|nil err if the rows cannot be read
function Spool.new(params)
  local file, problem = core.temporary_file((temporary_folder()))
  if not file then
    return nil, file_error("make", reason(problem))
  end
  local self = setmetatable({
    chunks = {}, rows = 0, refused = 0, problems = {}, size = 0, file = file,
    phones = core.phones(),
  }, Spool)
  local ok, raised = pcall(self.read_all, self, params)
  if ok then
    self.phones = nil
    return self
  end
  file:close()
  if errors.is(raised) then
    return nil, raised
  end
  error(raised, 0)
end

--- The JSON of a chunk.
---@param chunk ai95.Chunk
---@return string
function Spool:read(chunk)
  local text = self.file:read_at(chunk.offset, chunk.length)
  assert(text and core.sha256(text) == chunk.sha256, "ai95: the temporary file was damaged")
  return text
end

--- One hash of everything that will be sent: of the chunks, and of the texts given.
function Spool:fingerprint(...)
  local parts = { ... }
  for _, chunk in ipairs(self.chunks) do
    parts[#parts + 1] = chunk.sha256
  end
  for i, part in ipairs(parts) do
    parts[i] = ("%d:%s"):format(#part, part)
  end
  return core.sha256(table.concat(parts))
end

function Spool:close()
  self.file:close()
end

return Spool
