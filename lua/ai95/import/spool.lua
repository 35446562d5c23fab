--- The spool: every row is read, checked and encoded before anything is sent. The chunks wait in a
--- temporary file without a name, so that memory does not grow with the rows and nothing is left
--- behind.
local core = require "ai95.core"
local intake = require "ai95.import.intake"
local temporary = require "ai95.import.temporary"

---@class ai95.Chunk
---@field rows integer
---@field offset integer its place in the temporary file
---@field length integer
---@field people integer bytes, after the JSON: the hashes of its phone numbers

---@class ai95.Spool
---@field chunks ai95.Chunk[]
---@field intake ai95.Intake what became of the rows
local Spool = {}
Spool.__index = Spool

--- Writes a chunk to the temporary file.
function Spool:write(encoder)
  local people = encoder:people()
  local length, problem = encoder:write(self.file)
  local ok = length
  if length then
    ok, problem = self.file:write(people)
  end
  if not ok then
    error(temporary.error("write", problem), 0)
  end
  self.chunks[#self.chunks + 1] = {
    rows = #encoder, offset = self.size, length = length, people = #people,
  }
  self.size = self.size + length + #people
end

--- Reads all rows.
---@param params table the import's
---@param campaign userdata|nil core.people: who is in the campaign already
---@return ai95.Spool|nil
---@return ai95.Error|nil err if the rows cannot be read
function Spool.new(params, campaign)
  local file, problem = temporary.create()
  if not file then
    return nil, problem
  end
  local self = setmetatable({ chunks = {}, size = 0, file = file, text = core.buffer() }, Spool)
  local ok, taken, err = pcall(intake, params, function(encoder) self:write(encoder) end,
    campaign)
  if ok and taken then
    self.intake = taken
    return self
  end
  file:close()
  if not ok then
    error(taken, 0)
  end
  return nil, err
end

--- The JSON of a chunk, in a buffer that is the same for each chunk, and the hashes of its phone
--- numbers.
---@param chunk ai95.Chunk
---@return userdata|nil text
---@return string|nil people
---@return ai95.Error|nil err
function Spool:read(chunk)
  local text, problem = self.file:read_at(chunk.offset, chunk.length, self.text)
  local people
  if text then
    people, problem = self.file:read_at(chunk.offset + chunk.length, chunk.people)
  end
  if not people then
    return nil, nil, temporary.error("read", problem)
  end
  return text, people
end

function Spool:close()
  self.file:close()
  self.text:close()
end

return Spool
