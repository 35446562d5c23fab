--- The journal of an import: a file of JSON lines, each on the disk before the next step is taken.
--- After a crash it shows which requests were carried out, which were not, and which nobody knows
--- of. It has hashes and counts, and no customer data.
local core = require "ai95.core"
local errors = require "ai95.errors"
local json = require "ai95.util.json"

---@class ai95.Journal
---@field path string
---@field token string identifies this import in the task's remark
---@field chunks table<integer, table> the last record of each chunk
---@field complete boolean
local Journal = {}
Journal.__index = Journal

local VERSION = 1

local function file_error(message)
  return errors.new { kind = "file", endpoint = "addJson", message = "journal: " .. message }
end

--- Puts a record on the disk.
---@return boolean|nil ok
---@return ai95.Error|nil err
function Journal:write(record)
  -- A crash may have torn the line before; a new line never continues it.
  local ok, problem = self.file:log((self.torn and "\n" or "") .. json.encode(record) .. "\n")
  if not ok then
    return nil, file_error(self.path .. ": " .. problem)
  end
  self.torn = false
  self:apply(record)
  return true
end

function Journal:apply(record)
  if record.type == "import" then
    self.header, self.token, self.chunks, self.complete = record, record.token, {}, false
  elseif record.type == "complete" then
    self.complete = true
  elseif record.type == "send" or record.type == "done" or record.type == "not_done" then
    self.chunks[record.chunk] = record
  end
end

local function read(self)
  local file, problem = io.open(self.path, "rb")
  if not file then
    return nil, file_error(problem)
  end
  local text = file:read("*a") or ""
  file:close()
  self.torn = text ~= "" and text:sub(-1) ~= "\n"
  for line in text:gmatch("([^\n]*)\n") do
    -- A crash may have torn a line; the step that it announces was not taken.
    local record = json.decode(line)
    if type(record) == "table" then
      self:apply(record)
    end
  end
  if text:find("%S") and not self.header and text:find("\n") then
    return nil, file_error(self.path .. " is not the journal of an import; give another path")
  end
  return true
end

--- Whether nothing was carried out, so that nobody can have been called.
function Journal:is_without_effect()
  for _, record in pairs(self.chunks) do
    if record.type ~= "not_done" then
      return false
    end
  end
  return not self.complete
end

function Journal:begin(input)
  return self:write {
    type = "import", version = VERSION, input = input, token = core.sha256(core.random(16)):sub(1,
      12),
  }
end

--- Opens the journal, or begins it. No other process can have it open at the same time.
---@param path string
---@param input string the fingerprint of what will be sent
---@return ai95.Journal|nil
---@return ai95.Error|nil err
function Journal.open(path, input)
  local file, problem, busy = core.open_log(path)
  if not file then
    return nil, file_error(busy and path .. ": another import is using it" or problem)
  end
  local self = setmetatable({ path = path, file = file, chunks = {}, complete = false }, Journal)
  local ok, err = read(self)
  if ok and not self.header then
    ok, err = self:begin(input)
  elseif ok and self.header.input ~= input and self.header.version == VERSION
    and self:is_without_effect() then
    ok, err = self:begin(input) -- for example, an import that was refused and is corrected now
  elseif ok and (self.header.input ~= input or self.header.version ~= VERSION) then
    ok, err = nil, file_error(path
      .. " belongs to another import: the rows or the parameters have changed since. Give the"
      .. " input as it was to finish that import, or another path to begin a new one,"
      .. " which calls the same people again")
  end
  if not ok then
    file:close()
    return nil, err
  end
  return self
end

function Journal:close()
  self.file:close()
end

return Journal
