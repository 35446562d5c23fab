--- Calls: the platform's 通话流水.
local errors = require "ai95.errors"
local model = require "ai95.model"
local pages = require "ai95.pages"
local recording = require "ai95.recording"
local turns = require "ai95.turns"

local Call = model.class("Call")

---@class ai95.Call
---@field cdr_id integer
---@field cdr_sn string
---@field callee string
---@field caller string
---@field connected_at string|nil
---@field talktimes integer seconds
---@field recordpath string|nil
---@field recordfile string|nil
---@field asr_a string|nil

recording.add_methods(Call)

--- The talk, turn by turn.
---@return ai95.Turn[]
function Call.methods:turns()
  return turns(model.client(self), self.asr_a)
end

--- The host that the platform names for recordings, where it names one that can be one.
local function host_of(details)
  local ip, port = details.ip, math.floor(tonumber(details.port) or 80)
  if type(ip) ~= "string" or not ip:find("^[%w%.%-]+$") or port < 1 or port > 65535 then
    return nil
  end
  return ("%s:%d"):format(ip, port)
end

--- The call with its answers one by one (section 获取分段录音接口): the platform's fields, and `fragments`, each with
--- :url() and :download(to).
---@return table|nil details
---@return ai95.Error|nil err
function Call.methods:details()
  if not (self.recordpath and self.recordfile and self.connected_at) then
    return nil, recording.none()
  end
  local client = model.client(self)
  local details, err = client:request("cdrshow", {
    cdr_sn = self.cdr_sn, recordpath = self.recordpath, recordfile = self.recordfile, connected_at = self.connected_at,
  })
  if not details then
    return nil, err
  end
  if details.fragment ~= nil and type(details.fragment) ~= "table" then
    return nil, errors.new {
      kind = "protocol", endpoint = "cdrshow", outcome = "unknown", retryable = true, message = "`fragment` is not a list",
    }
  end
  details.fragment = details.fragment or {}
  local host = host_of(details)
  for _, fragment in ipairs(model.wrap_all(recording.Fragment, client, details.fragment)) do
    recording.set_host(fragment, host)
  end
  details.fragments = details.fragment
  return details
end

---@class ai95.Calls
local Calls = {}
Calls.__index = Calls

--- One page of calls: { total =, list = }; without dates, today's (section 获取通话流水表列表).
---@param params table|nil
---@return { total: integer, list: ai95.Call[] }|nil
---@return ai95.Error|nil err
function Calls:list(params)
  return pages.list(self.client, "cdrlist", Call, params)
end

--- An iterator over the calls of all pages; raises the error that list would return.
---@param params table|nil
---@return fun(): ai95.Call|nil
function Calls:each(params)
  return pages.each(self.client, "cdrlist", Call, params)
end

--- An iterator over the calls that are new since a watermark: each once, none left out, though pages shift while records
--- arrive. It yields the call, and the watermark that has seen it: keep tostring(watermark), and give it here the next time.
--- A record is found as long as it arrives within two hours of its connected_at.
---@param watermark string|ai95.Watermark|nil nil: from the beginning
---@return fun(): ai95.Call|nil, ai95.Watermark|nil
function Calls:since(watermark)
  return require "ai95.since"(self.client, Call, watermark)
end

---@param client ai95.Client
---@return ai95.Calls
return function(client)
  return setmetatable({ client = client }, Calls)
end
