--- Where a download goes: a file that is whole or not there, a function, or memory.
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local download = {}

--- A download that came whole.
---@class ai95.Download
---@field bytes integer its length
---@field content_type string|nil as the server says
---@field path string|nil where `to` was a path
---@field body string|nil where `to` was nothing

local function file_error(message)
  return errors.new { kind = "file", message = message, retryable = true }
end

--- Puts the file on the disk, after the file `before`, and gives it its name, while others go on.
local function commit(file, part, path, before)
  local job = loop.pool():commit(file, part, path, before)
  loop.wait { on = job }
  local ok, problem = job:result(path)
  if not ok then
    return nil, file_error(problem)
  end
  file:close()
  return true
end

-- A sink is what transport.exchange takes, and has the methods finish(result), which completes a download that came whole;
-- discard(); and, where what came can be taken back, rewind().

local ToPath = {}
ToPath.__index = ToPath

--- `describe(result)` is told the SHA-256; it returns the file that is to be on the disk first, or nil and an error.
local function to_path(path, describe)
  local part = path .. ".part"
  local file, err = core.create(part)
  if not file then
    return nil, file_error(err)
  end
  return setmetatable({
    accepted = false, file = file, digest = describe ~= nil, describe = describe, path = path, part = part,
  }, ToPath)
end

function ToPath:rewind()
  local emptied, problem = self.file:empty()
  if not emptied then
    return nil, file_error(problem)
  end
  self.accepted = false
  return true
end

function ToPath:finish(result)
  local ok, before, err = true, nil, nil
  if self.describe then
    before, err = self.describe(result)
    ok = before ~= nil
  end
  if ok then
    ok, err = commit(self.file, self.part, self.path, before)
  end
  if not ok then
    self:discard()
    return nil, err
  end
  result.path = self.path
  return result
end

function ToPath:discard()
  os.remove(self.part) -- while it is still ours
  self.file:close()
end

local ToFunction = {} -- pieces that were handed over cannot be taken back
ToFunction.__index = ToFunction

local function to_function(fn)
  return setmetatable({ accepted = false, piece = fn }, ToFunction)
end

function ToFunction:finish(result)
  return result
end

function ToFunction:discard() end

local ToMemory = {}
ToMemory.__index = ToMemory

local function to_memory()
  local sink = { accepted = false, pieces = {} }
  function sink.piece(piece)
    sink.pieces[#sink.pieces + 1] = piece
  end
  return setmetatable(sink, ToMemory)
end

function ToMemory:rewind()
  self.accepted, self.pieces = false, {}
  return true
end

function ToMemory:finish(result)
  result.body = table.concat(self.pieces)
  return result
end

function ToMemory:discard() end

--- The sink for the parameter `to`.
---@param to string|function|nil
---@return table|nil sink
---@return ai95.Error|nil err
function download.sink(to)
  if to == nil then
    return to_memory()
  elseif type(to) == "function" then
    return to_function(to)
  elseif type(to) == "string" and to ~= "" and not to:find("\0", 1, true) then
    return to_path(to)
  elseif type(to) == "table" and to.describe then
    return to_path(to.path, to.describe) -- the library's own
  end
  errors.misuse("`to` must be a path, a function or nothing, got a %s", type(to))
end

return download
