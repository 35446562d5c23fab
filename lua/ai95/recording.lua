--- Recordings: of a whole call, and of one turn of it.
local errors = require "ai95.errors"
local model = require "ai95.model"

local recording = {}

---@return ai95.Error
function recording.none()
  return errors.new { kind = "file", message = "there is no recording: the call was not connected", retryable = true }
end

--- Methods of a row that has recordpath and recordfile (a Call, a Customer).
---@param class ai95.Class
function recording.add_methods(class)
  --- The signed address of the recording, for a player or a browser. It holds the api_key: it is not for strangers.
  ---@return string|nil url
  ---@return ai95.Error|nil err
  function class.methods:recording_url()
    if not self.recordfile or not self.recordpath then
      return nil, recording.none()
    end
    return model.client(self):url("cdrDownload", { recordpath = self.recordpath, recordfile = self.recordfile })
  end

  --- Downloads the recording (section 获得录音播放源接口).
  ---@param to string|function|nil a path, a function called with each piece, or nothing for the bytes
  ---@return ai95.Download|nil
  ---@return ai95.Error|nil err
  function class.methods:download(to)
    if not self.recordfile or not self.recordpath then
      return nil, recording.none()
    end
    return model.client(self):request("cdrDownload",
      { recordpath = self.recordpath, recordfile = self.recordfile, to = to })
  end
end

--- A class of rows with a recording of one answer. `field` names the file; `host` of the row's metatable is not the API's
--- where the platform says that another machine serves recordings.
local function fragment_class(name, field)
  local class = model.class(name)

  --- The signed address of the answer's recording.
  ---@return string|nil url
  ---@return ai95.Error|nil err
  function class.methods:url()
    if not self[field] then
      return nil, recording.none()
    end
    return model.client(self):url("cdrFragmentDownload", { recordfile = self[field] }, recording.host(self))
  end

  --- Downloads the answer's recording (section 获得分段录音播放源接口).
  ---@param to string|function|nil
  ---@return ai95.Download|nil
  ---@return ai95.Error|nil err
  function class.methods:download(to)
    if not self[field] then
      return nil, recording.none()
    end
    return model.client(self):request("cdrFragmentDownload", { recordfile = self[field], to = to }, recording.host(self))
  end

  return class
end

recording.Turn = fragment_class("Turn", "recording")
recording.Fragment = fragment_class("Fragment", "fenduanluyin")

local hosts = setmetatable({}, { __mode = "k" })

--- Remembers which host serves this row's recording: "ip:port", or nil for the API's own.
function recording.set_host(row, host)
  hosts[row] = host
end

function recording.host(row)
  return hosts[row]
end

return recording
