--- Recordings by the thousand: folders by date, whole files only, and a manifest that describes
--- them.
local core = require "ai95.core"
local download = require "ai95.http.download"
local errors = require "ai95.errors"
local files = require "ai95.sync.archive_files"
local json = require "ai95.util.json"
local lazy = require "ai95.util.lazy"
local validator = require "ai95.api.validator"

local write_index = lazy "ai95.sync.archive_index"

--- The parameters of `client:archive`.
---@class ai95.ArchiveParams
---@field calls ai95.Call[]|ai95.Feed|fun(): ai95.Call|nil a list or an iterator
---@field dir string the folder; it is made if it does not exist
---@field turns boolean|nil false: only whole calls, not each answer
---@field names "sn"|"phone"|nil what files are called: `CDR_SN`, or with `"phone"`
--- `PHONE_TIME_HASH`, such as `13800000001_101530_0a1b2c3d4e5f.wav`. The hash tells apart calls of
--- the same second. What is there is recognized under either name
---@field index boolean|nil whether the folder gets `index.csv`, for a spreadsheet, with a line for
--- each recording of a whole call, of all runs. It is replaced as a whole when a run ends
---@field width integer|nil calls at once, 16
---@field progress (fun(result: ai95.Archived))|nil called after each call

--- What `client:archive` has done. The folder has `DATE/CDR_SN.wav` for each call,
--- `DATE/CDR_SN-01.wav` and so on for its turns, and `manifest.jsonl`, with a line for each file:
--- `cdr_sn`, `file`, `size`, `sha256`, and `call` (its fields) or `turn` and `number`.
---@class ai95.Archived
---@field calls integer calls it went through
---@field files integer files it saved
---@field skipped integer files that were there already
---@field size integer bytes it saved
---@field errors ai95.NotArchived[] what could not be saved

--- A recording that could not be saved.
---@class ai95.NotArchived
---@field cdr_sn string the call's
---@field file string the name that the file would have
---@field error ai95.Error why
---@field missing boolean|nil true: the platform does not have it (HTTP status 404 or 410). An empty
--- `FILE.missing` remembers that, and no later run reports it again

local MISSING = ".missing"
local GONE = { [404] = true, [410] = true } -- HTTP statuses

local schema = validator.schema("parameter", {
  { name = "calls", type = "items", required = true },
  { name = "dir", type = "path", required = true },
  { name = "turns", type = "boolean", default = true },
  { name = "names", type = "string", default = "sn", values = files.FORMS },
  { name = "index", type = "boolean", default = false },
  { name = "width", type = "int", default = 16, expected = "a whole number, 1 or more",
    check = function(width) return width >= 1 end },
  { name = "progress", type = "function" },
})

---@class ai95.Archive one run
local Archive = {}
Archive.__index = Archive

--- Writes the file's line to the manifest, which is on the disk before the file has its name: every
--- file is in the manifest.
function Archive:describe(call, item, info)
  local ok, problem = self.manifest:write(json.encode {
    cdr_sn = call.cdr_sn, file = item.file, size = info.size, sha256 = info.sha256,
    call = item.call, turn = item.turn,
    number = item.number,
  } .. "\n")
  if not ok then
    return nil, { kind = "file", message = "manifest: " .. problem }
  end
  return self.manifest
end

--- Whether the platform may still set the recording: the call had a talk, or has not ended.
local function is_unfinished(call)
  return call.recordfile == nil
    and ((tonumber(call.talktimes) or 0) > 0 or call.endreason == nil)
end

--- If the calls are a feed: its next run looks again at this call.
function Archive:postpone(call)
  if self.feed then
    self.feed:postpone(call)
  end
end

--- The path of the recording, or of what remembers that it is missing, if it is there under one of
--- its names.
function Archive:find(item, suffix)
  for _, name in ipairs(item.names) do
    local path = self.dir .. "/" .. name .. suffix
    if files.exists(path) then
      return path
    end
  end
end

--- Reports a recording that was not saved; one that the platform does not have, only once.
function Archive:fail(call, item, err)
  local missing = GONE[err.http_status]
  if missing then
    self:postpone(call) -- it may come late
    if self:find(item, MISSING) then
      return
    end
    local ok, problem = core.replace_file(self.dir .. "/" .. item.file .. MISSING, "")
    if not ok then
      missing, err = nil, errors.new { kind = "file", message = problem }
    end
  end
  local list = self.result.errors
  list[#list + 1] = { cdr_sn = call.cdr_sn, file = item.file, error = err, missing = missing }
end

function Archive:fetch(call, item)
  local result = self.result
  if self:find(item, "") then
    result.skipped = result.skipped + 1
    return
  end
  local target = download.to_path(self.dir .. "/" .. item.file, function(info)
    return self:describe(call, item, info)
  end)
  local saved, err = item.source:download(target)
  if not saved then
    self:fail(call, item, err)
    return
  end
  result.files, result.size = result.files + 1, result.size + saved.size
  local missing = self:find(item, MISSING)
  if missing then
    os.remove(missing)
  end
end

function Archive:add(call)
  local id = files.id(call)
  if self.seen[id] then
    return -- rows moved while the pages were read, and this one was on two of them
  end
  self.seen[id] = true
  local items = files.of(call, self.names, self.turns)
  if #items > 0 then
    local folder = files.folder(call)
    if not self.folders[folder] then
      local ok, problem = core.make_folder(self.dir .. "/" .. folder)
      if not ok then
        error(errors.new { kind = "file", message = problem }, 0)
      end
      self.folders[folder] = true
    end
  end
  for _, item in ipairs(items) do
    self:fetch(call, item)
  end
  if is_unfinished(call) then
    self:postpone(call)
  end
  self.result.calls = self.result.calls + 1
  if self.progress then
    self.progress(self.result)
  end
end

--- Ends the last line if the run before died while it wrote it. Its file has no name then, and gets
--- another line.
local function end_last_line(manifest, path)
  local file, problem = io.open(path, "rb")
  if not file then
    return nil, problem
  end
  local is_ended = not file:seek("end", -1) or file:read(1) == "\n" -- no such place: it is empty
  file:close()
  return is_ended or manifest:write "\n"
end

local function open_manifest(dir)
  local path = dir .. "/manifest.jsonl"
  local ok, problem = core.make_folder(dir)
  local manifest, busy
  if ok then
    manifest, problem, busy = core.open_log(path)
  end
  if manifest then
    ok, problem = end_last_line(manifest, path)
    if not ok then
      manifest:close()
      manifest = nil
    end
  end
  if not manifest then
    problem = busy and dir .. ": another program is archiving into it" or problem
    return nil, errors.new { kind = "file", message = problem }
  end
  return manifest
end

---@param client ai95.Client
---@param given table see client:archive
---@return ai95.Archived|nil
---@return ai95.Error|nil err
return function(client, given)
  local params = validator.check("archive", schema, given)
  local manifest, err = open_manifest(params.dir)
  if not manifest then
    return nil, err
  end
  local result = { calls = 0, files = 0, skipped = 0, size = 0, errors = {} }
  local self = setmetatable({
    dir = params.dir, turns = params.turns, names = params.names,
    manifest = manifest, result = result, progress = params.progress,
    folders = {}, seen = {},
    feed = type(params.calls) == "table" and params.calls.postpone and params.calls or nil,
  }, Archive)
  local stopped
  local ok, raised = pcall(function()
    local _, failures = client:parallel(params.width, params.calls,
      function(call) self:add(call) end)
    stopped = failures and select(2, next(failures))
  end)
  if not ok then
    stopped = raised
  end
  if params.index then
    local written, problem = write_index(params.dir) -- also of a run that was stopped
    if not written and stopped == nil then
      stopped = problem
    end
  end
  manifest:close()
  if stopped == nil then
    return result
  elseif errors.is(stopped) then
    return nil, errors.derive(stopped, { partial = result })
  end
  error(stopped, 0)
end
