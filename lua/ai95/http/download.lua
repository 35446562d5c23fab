--- Download targets: where a file goes that the platform sends. A path gets the whole file or
--- nothing, a function gets each piece, memory collects the bytes.
--
-- The contract. `destination:open()` returns a fresh target for each attempt, or nil and a failure.
-- The transport uses the target's `file` (the core writes the body to it, and hashes it if
-- `digest`), or its `write(piece)`. Then exactly one of these is called, once:
--
--   commit(info)   the body came whole: info has `size`, `content_type` and, if `digest`, `sha256`.
--                  Returns what the download's caller gets, or nil and a failure; then it leaves
--                  nothing behind.
--   abort()        the attempt failed, or the waiting request was killed: it leaves nothing behind.
--
-- `target.consumed` is true once pieces were given away that cannot be taken back: then there is no
-- other attempt.
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local download = {}

--- A finished download.
---@class ai95.Download
---@field size integer in bytes
---@field content_type string|nil as the server says
---@field path string|nil if `to` was a path
---@field body string|nil if `to` was absent

---@class ai95.Target
---@field file userdata|nil
---@field digest boolean|nil
---@field consumed boolean|nil
---@field write fun(self, piece: string)
---@field commit fun(self, info: table): table|nil, table|nil
---@field abort fun(self)

local function file_failure(message)
  return { kind = "file", message = message, outcome = "not_sent" }
end

local PathTarget = {}
PathTarget.__index = PathTarget

--- In a worker thread: syncs the file `before`, then this file, then renames it.
local function sync_and_rename(target, before)
  local job = loop.pool():commit(target.file, target.part, target.path, before)
  loop.wait { on = job }
  local ok, problem = job:result(target.path)
  return ok, problem
end

function PathTarget:commit(info)
  local before, failure
  if self.before_commit then
    before, failure = self.before_commit(info)
  end
  if not failure then
    local ok, problem = sync_and_rename(self, before)
    failure = not ok and file_failure(problem) or nil
  end
  if failure then
    self:abort()
    return nil, failure
  end
  self.file:close()
  return { size = info.size, content_type = info.content_type, path = self.path }
end

function PathTarget:abort()
  self.file:discard(self.part)
end

--- A file that is written beside its place and renamed when it is whole.
---@param path string
---@param before_commit (fun(info: table): userdata|nil, table|nil)|nil gets `sha256` too; returns
--- a file that must be on the disk before this one has its name, or nil and a failure
---@param private boolean|nil whether only its owner may read it
---@return table destination
function download.to_path(path, before_commit, private)
  return {
    open = function()
      local part = path .. ".part"
      local file, problem = core.create(part, private)
      if not file then
        return nil, file_failure(problem)
      end
      return setmetatable({
        file = file, path = path, part = part, before_commit = before_commit,
        digest = before_commit ~= nil,
      }, PathTarget)
    end,
  }
end

local FunctionTarget = {}
FunctionTarget.__index = FunctionTarget

function FunctionTarget:write(piece)
  self.consumed = true
  self.fn(piece)
end

function FunctionTarget:commit(info)
  return { size = info.size, content_type = info.content_type }
end

function FunctionTarget:abort() end

local MemoryTarget = {}
MemoryTarget.__index = MemoryTarget

function MemoryTarget:write(piece)
  self.pieces[#self.pieces + 1] = piece
end

function MemoryTarget:commit(info)
  return { size = info.size, content_type = info.content_type, body = table.concat(self.pieces) }
end

function MemoryTarget:abort() end

--- The destination for the option `to`. Raises if it is none.
---@param to string|function|table|nil a path, a function, nothing (memory), or a destination
---@return table destination
function download.to(to)
  if to == nil then
    return { open = function() return setmetatable({ pieces = {} }, MemoryTarget) end }
  elseif type(to) == "function" then
    return { open = function() return setmetatable({ fn = to }, FunctionTarget) end }
  elseif type(to) == "string" and to ~= "" and not to:find("\0", 1, true) then
    return download.to_path(to)
  elseif type(to) == "table" and type(to.open) == "function" then
    return to
  end
  errors.misuse("`to` must be a path, a function or absent, got a %s", type(to))
end

return download
