--- Recordings by the thousand: a tree of folders by date, whole files only, and a manifest that tells what they are.
local core = require "ai95.core"
local errors = require "ai95.errors"
local json = require "ai95.util.json"
local names = require "ai95.util.suggest"

--- What `client:archive` takes.
---@class ai95.ArchiveParams
---@field calls ai95.Call[]|fun(): ai95.Call|nil a list or an iterator
---@field dir string the folder; it is made where it is not there
---@field width integer|nil calls at once, 16
---@field progress (fun(result: ai95.Archived))|nil called after each call

--- What `client:archive` has done. In the folder are `DATE/CDR_SN.wav` of each call, `DATE/CDR_SN-01.wav` and on of its turns,
--- and `manifest.jsonl`, which has for each file a line with `cdr_sn`, `file`, `bytes`, `sha256`, and `call` (its fields) or
--- `turn` and `number`.
---@class ai95.Archived
---@field calls integer that were gone through
---@field files integer saved
---@field skipped integer files that were there already
---@field bytes integer saved
---@field errors { cdr_sn: string, file: string, error: ai95.Error }[] what could not be saved

local WIDTH = 16
local LONGEST_NAME = 100

local known = { "calls", "dir", "width", "progress" }

--- A name that stays where it is put, whatever the server calls the call.
local function safe_name(text)
  text = tostring(text)
  local safe = text:gsub("[^%w%-]", "_")
  if safe ~= text or safe == "" or #safe > LONGEST_NAME then
    safe = safe:sub(1, LONGEST_NAME) .. "-" .. core.sha256(text):sub(1, 12)
  end
  return safe
end

local function folder_of(call)
  return tostring(call.connected_at):match("^%d%d%d%d%-%d%d%-%d%d") or "undated"
end

local function extension_of(file)
  local extension = tostring(file):match("%.(%w+)$")
  return extension and #extension <= 4 and extension:lower() or "bin"
end

--- Everything to fetch for a call: the whole recording, and each turn's.
local function files_of(call)
  local name = folder_of(call) .. "/" .. safe_name(call.cdr_sn)
  local files = {}
  if call.recordfile and call.recordpath then
    files[1] = { source = call, file = ("%s.%s"):format(name, extension_of(call.recordfile)), call = call }
  end
  for i, turn in ipairs(call:turns()) do
    if turn.recording then
      files[#files + 1] = {
        source = turn, file = ("%s-%02d.%s"):format(name, i, extension_of(turn.recording)), turn = turn, number = i,
      }
    end
  end
  return files
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

---@class ai95.Archive one run
local Archive = {}
Archive.__index = Archive

--- The line of a file is in the manifest, and on the disk, before the file has its name: what is there is in the manifest.
function Archive:describe(call, item, result)
  local ok, problem = self.manifest:write(json.encode {
    cdr_sn = call.cdr_sn, file = item.file, bytes = result.bytes, sha256 = result.sha256, call = item.call, turn = item.turn,
    number = item.number,
  } .. "\n")
  if not ok then
    return nil, errors.new { kind = "file", message = "manifest: " .. problem }
  end
  return self.manifest
end

function Archive:fetch(call, item)
  local path = self.dir .. "/" .. item.file
  if exists(path) then
    self.result.skipped = self.result.skipped + 1
    return
  end
  local saved, err = item.source:download {
    path = path, describe = function(result) return self:describe(call, item, result) end,
  }
  local result = self.result
  if saved then
    result.files, result.bytes = result.files + 1, result.bytes + saved.bytes
  else
    result.errors[#result.errors + 1] = { cdr_sn = call.cdr_sn, file = item.file, error = err }
  end
end

function Archive:add(call)
  local files = files_of(call)
  if #files > 0 then
    local folder = folder_of(call)
    if not self.folders[folder] then
      local ok, problem = core.make_folder(self.dir .. "/" .. folder)
      if not ok then
        error(errors.new { kind = "file", message = problem }, 0)
      end
      self.folders[folder] = true
    end
  end
  for _, item in ipairs(files) do
    self:fetch(call, item)
  end
  self.result.calls = self.result.calls + 1
  if self.progress then
    self.progress(self.result)
  end
end

local function check(params)
  if type(params) ~= "table" then
    errors.misuse("archive takes a table of parameters, got a %s", type(params))
  end
  names.check("archive: unknown parameter", params, known)
  if type(params.calls) ~= "function" and type(params.calls) ~= "table" then
    errors.misuse("archive: `calls` must be a list or an iterator of calls, got a %s", type(params.calls))
  elseif type(params.dir) ~= "string" or params.dir == "" then
    errors.misuse("archive: `dir` must be a path, got a %s", type(params.dir))
  elseif params.progress ~= nil and type(params.progress) ~= "function" then
    errors.misuse("archive: `progress` must be a function, got a %s", type(params.progress))
  end
end

local function open_manifest(dir)
  local ok, problem = core.make_folder(dir)
  local manifest, busy
  if ok then
    manifest, problem, busy = core.open_log(dir .. "/manifest.jsonl")
  end
  if not manifest then
    problem = busy and dir .. ": another program is archiving into it" or problem
    return nil, errors.new { kind = "file", message = problem }
  end
  return manifest
end

---@param client ai95.Client
---@param params table see client:archive
---@return ai95.Archived|nil
---@return ai95.Error|nil err
return function(client, params)
  check(params)
  local manifest, err = open_manifest(params.dir)
  if not manifest then
    return nil, err
  end
  local result = { calls = 0, files = 0, skipped = 0, bytes = 0, errors = {} }
  local self = setmetatable({
    dir = params.dir, manifest = manifest, result = result, progress = params.progress, folders = {},
  }, Archive)
  local stopped
  local ok, raised = pcall(function()
    local _, failures = client:parallel(params.width or WIDTH, params.calls, function(call) self:add(call) end)
    stopped = failures and select(2, next(failures))
  end)
  manifest:close()
  if not ok then
    stopped = raised
  end
  if stopped == nil then
    return result
  elseif errors.is(stopped) then
    stopped.archived = result
    return nil, stopped
  end
  error(stopped, 0)
end
