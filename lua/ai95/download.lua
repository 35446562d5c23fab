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

--- `describe(result)` is told the SHA-256; it returns the file that is to be on the disk first, or nil and an error.
local function to_path(path, describe)
  local part = path .. ".part"
  local sink = { accepted = false }
  local err
  sink.digest = describe ~= nil
  sink.file, err = core.create(part)
  if not sink.file then
    return nil, file_error(err)
  end
  function sink.rewind()
    local emptied, problem = sink.file:empty()
    if not emptied then
      return nil, file_error(problem)
    end
    sink.accepted = false
    return true
  end
  function sink.finish(result)
    local ok, before, commit_err = true, nil, nil
    if describe then
      before, commit_err = describe(result)
      ok = before ~= nil
    end
    if ok then
      ok, commit_err = commit(sink.file, part, path, before)
    end
    if not ok then
      sink.discard()
      return nil, commit_err
    end
    result.path = path
    return result
  end
  function sink.discard()
    os.remove(part) -- while it is still ours
    sink.file:close()
  end
  return sink
end

local function to_function(fn)
  local sink = { accepted = false, piece = fn } -- no rewind: pieces that were handed over cannot be taken back
  function sink.finish(result)
    return result
  end
  function sink.discard() end
  return sink
end

local function to_memory()
  local sink = { accepted = false }
  local pieces = {}
  function sink.piece(piece)
    pieces[#pieces + 1] = piece
  end
  function sink.rewind()
    sink.accepted, pieces = false, {}
    return true
  end
  function sink.finish(result)
    result.body = table.concat(pieces)
    return result
  end
  function sink.discard() end
  return sink
end

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
