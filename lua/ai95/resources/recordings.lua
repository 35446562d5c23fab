--- Recordings: of a whole call, and of one turn of it.
local errors = require "ai95.errors"
local model = require "ai95.resources.resource"

local recording = {}

---@return ai95.Error
function recording.none()
  return errors.new { kind = "file", message = "there is no recording: the call was not connected", retryable = true }
end

--- A row with the recording of a whole call: a Call, a Customer.
---@class ai95.Recorded
---@field recordpath string|nil the recording's folder
---@field recordfile string|nil the recording's file; nil where nobody answered
local Recorded = {}

--- The signed address of the recording, for a player or a browser (section 获得录音播放源接口). It holds the api_key: it
--- is not for strangers.
---@return string|nil url
---@return ai95.Error|nil err as of `client:url`; kind `"file"`: there is no recording
function Recorded:recording_url()
  if not self.recordfile or not self.recordpath then
    return nil, recording.none()
  end
  return model.client(self):url("cdrDownload", { recordpath = self.recordpath, recordfile = self.recordfile })
end

--- Downloads the recording (section 获得录音播放源接口).
---
---     if call.recordfile then
---       print(assert(call:download(call.cdr_sn .. ".wav")).bytes)
---     end
---@param to string|(fun(piece: string))|nil a path (written beside it, and renamed when whole), a function called with each
--- piece, or nothing for the bytes
---@return ai95.Download|nil saved
---@return ai95.Error|nil err any kind; kind `"file"`: of the path, or there is no recording
function Recorded:download(to)
  if not self.recordfile or not self.recordpath then
    return nil, recording.none()
  end
  return model.client(self):request("cdrDownload",
    { recordpath = self.recordpath, recordfile = self.recordfile, to = to })
end

--- Gives rows of a class the methods of ai95.Recorded.
---@param methods table the class's
function recording.add_methods(methods)
  for name, method in pairs(Recorded) do
    methods[name] = method
  end
end

--- A class of rows with the recording of one answer. `field` names the file; the platform may say that another host than the
--- API's serves it.
local function answer_class(name, field)
  local class = model.class(name)

  --- A row with the recording of one answer: a Turn, a Fragment.
  ---@class ai95.RecordedAnswer
  local methods = class.methods

  --- The signed address of the answer's recording (section 获得分段录音播放源接口). It holds the api_key: it is not
  --- for strangers.
  ---@return string|nil url
  ---@return ai95.Error|nil err as of `client:url`; kind `"file"`: there is no recording
  function methods:url()
    if not self[field] then
      return nil, recording.none()
    end
    return model.client(self):url("cdrFragmentDownload", { recordfile = self[field] }, recording.host(self))
  end

  --- Downloads the answer's recording (section 获得分段录音播放源接口).
  ---@param to string|(fun(piece: string))|nil a path, a function called with each piece, or nothing for the bytes
  ---@return ai95.Download|nil saved
  ---@return ai95.Error|nil err any kind; kind `"file"`: of the path, or there is no recording
  function methods:download(to)
    if not self[field] then
      return nil, recording.none()
    end
    return model.client(self):request("cdrFragmentDownload", { recordfile = self[field], to = to }, recording.host(self))
  end

  return class
end

recording.Turn = answer_class("Turn", "recording")
recording.Fragment = answer_class("Fragment", "fenduanluyin")

local hosts = setmetatable({}, { __mode = "k" })

--- Remembers which host serves this row's recording: "ip:port", or nil for the API's own.
function recording.set_host(row, host)
  hosts[row] = host
end

function recording.host(row)
  return hosts[row]
end

return recording
