--- Recordings: of a whole call, and of one answer in it.
local errors = require "ai95.errors"
local resource = require "ai95.resources.resource"

local recordings = {}

---@return ai95.Error
function recordings.none()
  return errors.new { kind = "input",
    message = "there is no recording: the call was not connected" }
end

--- A row with the recording of a whole call: a Call, a Customer.
---@class ai95.Recorded
---@field recordpath string|nil the recording's folder
---@field recordfile string|nil the recording's file; nil if nobody answered
local Recorded = {}

--- The signed address of the recording, for a player or a browser (section 获得录音播放源接口). It contains
--- the api_key: it is not for strangers.
---@return string|nil url
---@return ai95.Error|nil err as for `client:url`; kind `"input"`: there is no recording
function Recorded:recording_url()
  if not self.recordfile or not self.recordpath then
    return nil, recordings.none()
  end
  return resource.client(self):url("cdrDownload", { recordpath = self.recordpath,
    recordfile = self.recordfile })
end

--- Downloads the recording (section 获得录音播放源接口).
---
---     if call.recordfile then
---       print(assert(call:download(call.cdr_sn .. ".wav")).size)
---     end
---@param to string|(fun(piece: string))|nil a path (written beside it, synced, renamed), a
--- function that receives each piece, or absent for the bytes
---@return ai95.Download|nil saved
---@return ai95.Error|nil err any kind; kind `"file"`: of the path; kind `"input"`: there is no
--- recording
function Recorded:download(to)
  if not self.recordfile or not self.recordpath then
    return nil, recordings.none()
  end
  return resource.client(self):request("cdrDownload",
    { recordpath = self.recordpath, recordfile = self.recordfile }, { to = to })
end

--- Gives a class's rows the methods of ai95.Recorded.
---@param methods table the class's
function recordings.add_methods(methods)
  for name, method in pairs(Recorded) do
    methods[name] = method
  end
end

--- A class of rows with the recording of one answer, whose file is in the field `file_field`.
local function answer_class(label, file_field)
  --- A row with the recording of one answer: a Turn, a Fragment.
  ---@class ai95.RecordedAnswer
  local methods = {}

  --- The signed address of the answer's recording (section 获得分段录音播放源接口). It contains the api_key:
  --- it is not for strangers.
  ---@return string|nil url
  ---@return ai95.Error|nil err as for `client:url`; kind `"input"`: there is no recording
  function methods:url()
    local client, host = resource.client(self)
    if not self[file_field] then
      return nil, recordings.none()
    end
    return client:url("cdrFragmentDownload", { recordfile = self[file_field] }, { host = host })
  end

  --- Downloads the answer's recording (section 获得分段录音播放源接口).
  ---@param to string|(fun(piece: string))|nil a path, a function that receives each piece, or
  --- absent for the bytes
  ---@return ai95.Download|nil saved
  ---@return ai95.Error|nil err any kind; kind `"file"`: of the path; kind `"input"`: there is no
  --- recording
  function methods:download(to)
    local client, host = resource.client(self)
    if not self[file_field] then
      return nil, recordings.none()
    end
    return client:request("cdrFragmentDownload", { recordfile = self[file_field] },
      { to = to, host = host })
  end

  return resource.class(label, methods)
end

recordings.Turn = answer_class("turn", "recording")
recordings.Fragment = answer_class("fragment", "fenduanluyin")

return recordings
