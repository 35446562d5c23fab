--- Calls: the platform's 通话流水.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local feeds = require "ai95.resources.feeds"
local recordings = require "ai95.resources.recordings"
local resource = require "ai95.resources.resource"
local transcript = require "ai95.resources.transcript"

--- A call with its answers, as `call:details` reads it.
---@class ai95.CallDetails
---@field cdr_sn string the call's
---@field recordpath string the recording's folder
---@field recordfile string the recording's file
---@field fragments ai95.Fragment[] one for each thing the AI user said
---@field fragment ai95.Fragment[] the same list, by the platform's name
---@field ip string|nil the host that serves recordings, if it is not the API's
---@field port integer|nil that host's port

--- What the AI user said, and the person's answer. A plain table with the platform's own fields.
---@class ai95.Fragment: ai95.RecordedAnswer
---@field vocfile string the file that the AI user played
---@field caption string its text
---@field title string its number and title in the template
---@field answer string what the person said, or a marker as of ai95.Turn
---@field fenduanluyin string|nil the file with the person's answer

--- A call that was made. A plain table with the platform's own fields.
---@class ai95.Call: ai95.Recorded
---@field cdr_id integer the record's number
---@field cdr_sn string the record's sn, what `cdrshow` takes
---@field callee string the number called
---@field caller string the number calling
---@field connected_at string|nil when it was answered (or given up); China Standard Time, as all
--- times
---@field disconnected_at string|nil when it ended
---@field talktimes integer seconds talked
---@field endreason string who hung up, or why it came to nothing
---@field direction string `"0"`: out, `"1"`: in
---@field startqueue_at string|nil when it began to wait for a line
---@field endqueue_at string|nil when it had one
---@field queuetimes integer|nil seconds
---@field startring_at string|nil when it began to ring
---@field endring_at string|nil when it stopped ringing
---@field ringtimes integer|nil seconds
---@field asr_a string|nil the talk; `call:turns` takes it apart
---@field asr_b string|nil label; may be blanks
---@field asr_c number|nil score
---@field asr_d integer|nil number of questions
---@field dial_task_main_sn string the task's
---@field project_sn string the template's
---@field user_sn string the AI user's
---@field user_name string the AI user's
---@field team_sn string the team's
---@field team_name string the team's
local Call = {}

recordings.add_methods(Call)

--- The talk, turn by turn.
---
---     for _, turn in ipairs(call:turns()) do
---       print(turn.answer or "(" .. tostring(turn.marker) .. ")")
---     end
---@return ai95.Turn[] turns an empty list if nobody answered
function Call:turns()
  return transcript((resource.client(self)), self.asr_a)
end

--- The host that the platform names for recordings, if it names a possible one.
local function host_of(details)
  local ip, port = details.ip, tonumber(details.port) or 80
  if not ip or not ip:find("^[%w%.%-]+$") or port < 1 or port > 65535 then
    return nil
  end
  return ("%s:%d"):format(ip, port)
end

--- The call with its answers one by one, and the text of what the AI user said (section 获取分段录音接口).
---
---     for _, fragment in ipairs(assert(call:details()).fragments) do
---       print(fragment.caption, fragment.answer)
---     end
---@return ai95.CallDetails|nil details
---@return ai95.Error|nil err any kind; kind `"input"`: it has no recording
function Call:details()
  if not (self.recordpath and self.recordfile and self.connected_at) then
    return nil, recordings.none()
  elseif not dates.is_valid(self.connected_at) then
    return nil, errors.new {
      kind = "protocol", endpoint = "cdrshow",
      message = "the call's connected_at is no time, which the platform's cdrshow needs",
    }
  end
  local client = resource.client(self)
  local details, err = client:request("cdrshow", {
    cdr_sn = self.cdr_sn, recordpath = self.recordpath, recordfile = self.recordfile,
    connected_at = self.connected_at,
  })
  if not details then
    return nil, err
  end
  details.fragment = resource.bind_all(recordings.Fragment, client, details.fragment or {},
    host_of(details))
  details.fragments = details.fragment
  return details
end

local class = resource.class("call", Call, "cdr_sn")

--- Phone calls.
---@class ai95.Calls
local Calls = {}

--- One page of calls; without dates, today's (section 获取通话流水表列表).
---@param params table|nil parameters of `cdrlist`; `pageSize` is 200 unless given
---@return ai95.Call[]|nil page with `total`
---@return ai95.Error|nil err any kind but `"file"`
function Calls:list(params)
  return resource.list(resource.client(self), "cdrlist", class, params)
end

--- The calls of all pages; without dates, today's (section 获取通话流水表列表). The next page is fetched
--- while you work on one. Raises the error that list would return.
---
---     for call in client.calls:each { talktimes_min = 10 } do
---       print(call.callee, call.talktimes)
---     end
---@param params table|nil parameters of `cdrlist`; `pageSize` is 200 unless given
---@return fun(): ai95.Call|nil
function Calls:each(params)
  return resource.each(resource.client(self), "cdrlist", class, params)
end

--- The calls that are new since a watermark (section 获取通话流水表列表): each once, none left out, though
--- pages shift while records arrive. A record is found if it arrives within two hours of its
--- `connected_at`. Raises the error that list would return.
---
---     local feed = client.calls:since(nil)
---     for call in feed do print(call.callee) end
---     print(feed:watermark()) -- after the loop: now it knows that all older calls are done with
---@param watermark string|nil what `feed:watermark()` returned the last time; nil at the first run
---@param beginning string|integer|nil where the first run begins: a date as `start_create_at`
--- takes, or a Unix time; absent: with the oldest call. A watermark overrides it
---@return ai95.Feed feed
function Calls:since(watermark, beginning)
  return feeds(resource.client(self), "cdrlist", class, watermark, beginning)
end

local group = resource.class("client.calls", Calls)

---@param client ai95.Client
---@return ai95.Calls
return function(client)
  return resource.bind(group, client, {})
end
