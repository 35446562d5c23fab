--- Incremental reading of calls. A call's record arrives when the call ends, under the time when it
--- was connected, so a time alone cannot tell what is new. A watermark is a time, from which on
--- everything is read again, and the calls seen since then, by their cdr_sn. The platform may list
--- a call under another time than its connected_at, and its Date header may be wrong: the lists
--- decide, and times only where nothing can be lost or repeated.
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"

local HOUR = 3600 -- seconds
local OVERLAP = 2 * HOUR -- that a record may be late
local SKEW = 48 * HOUR -- between connected_at and the time under which a call is listed
local MAX_POSTPONED = 24 * HOUR
local MAX_PASSES = 5 -- over the lists, while they change
local PAGE_SIZE = 500
local MAX_IDS = 10 ^ 7 -- calls in an old watermark; more is a damaged one
local NAME_LENGTH = 8 -- characters by which a watermark knows a call: 48 bits of a hash

--- New calls: an iterator, `for call in feed do … end`.
---@class ai95.Feed
---@field private from string
---@field private seen table<string, true> names of calls
---@field private postponed table<string, string> connected_at by name
---@field private ids table<integer, true> by cdr_id: of a watermark of version 0.1
local Feed = {}
Feed.__index = Feed

local pairs_of_digits -- two characters for each three hexadecimal digits

local function digits_table()
  local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  local digits = {}
  for number = 0, 4095 do
    local high, low = math.floor(number / 64) + 1, number % 64 + 1
    digits[("%03x"):format(number)] = alphabet:sub(high, high) .. alphabet:sub(low, low)
  end
  return digits
end

--- The name of a call in watermarks. A new call has the name of one of 5,000 others once in
--- 5 * 10^10 times.
local function name_of(cdr_sn)
  pairs_of_digits = pairs_of_digits or digits_table()
  return (core.sha256(cdr_sn):sub(1, NAME_LENGTH * 3 / 2):gsub("%x%x%x", pairs_of_digits))
end

--- The keys of a set, sorted.
local function sorted(set)
  local list = {}
  for key in pairs(set) do
    list[#list + 1] = key
  end
  table.sort(list)
  return list
end

--- The ids as ranges: "7-9,12".
local function ranges_of(set)
  local ids, ranges, first = sorted(set), {}, nil
  for i, id in ipairs(ids) do
    first = first or id
    if ids[i + 1] ~= id + 1 then
      ranges[#ranges + 1] = first == id and ("%d"):format(id) or ("%d-%d"):format(first, id)
      first = nil
    end
  end
  return table.concat(ranges, ",")
end

local function checksum(text)
  return core.sha256(text):sub(1, 8)
end

--- How far the feed has got: the text to save, and to give to `client.calls:since` the next time.
--- It grows with the calls of two hours, not with all of them.
---@return string watermark
function Feed:watermark()
  local from, seen, ids, postponed = self.from, self.seen, self.ids, self.postponed
  if self.ended and self.count > 0 then
    postponed = self:still_postponed()
    local start = self:next_start(postponed)
    if start > from then
      from, seen, ids = start, self:still_listed(start), {}
    end
  end
  local done = {}
  for name in pairs(seen) do
    done[name] = not postponed[name] or nil
  end
  local text = ("2;%s;%s;%s"):format(from, table.concat(sorted(done)), ranges_of(ids))
  return text .. ";" .. checksum(text)
end

--- The next run yields this call again, since it is not finished: it has no recording yet, for
--- example. That goes on for a day after the call at most, and holds the watermark back.
---@param call ai95.Call one of this feed's
---@return ai95.Feed feed this one
function Feed:postpone(call)
  self.postponed[name_of(call.cdr_sn)] = call.connected_at or ""
  return self
end

local function no_watermark()
  errors.misuse("calls:since: that is not a watermark, or a damaged one. Use the last good one; "
    .. "without any, since begins with the oldest call")
end

local function parse_names(text)
  if #text % NAME_LENGTH ~= 0 then
    no_watermark()
  end
  local seen = {}
  for name in text:gmatch(("."):rep(NAME_LENGTH)) do
    seen[name] = true
  end
  return seen
end

local function parse_ranges(ranges)
  local ids, left = {}, MAX_IDS
  for range in ranges:gmatch "[^,]+" do
    local first, last = range:match "^(%d+)%-(%d+)$"
    first, last = tonumber(first or range), tonumber(last or range)
    left = left - (first and last and last - first + 1 or math.huge)
    if left < 0 then
      no_watermark()
    end
    for id = first, last do
      ids[id] = true
    end
  end
  return ids
end

local function parse(text)
  if text == nil then
    return dates.BEGINNING, {}, {}
  elseif type(text) ~= "string" then
    errors.misuse("calls:since takes a watermark, or nil, got a %s", type(text))
  end
  text = text:gsub("%s+$", "")
  local checked, sum = text:match "^(2;.*);(%x+)$"
  local from, names, ranges
  if checked then
    from, names, ranges = checked:match "^2;([%d: %-]+);([%w_%-]*);([%d,%-]*)$"
  else
    from, ranges = text:match "^1;([%d: %-]+);([%d,%-]*)$" -- of version 0.1
  end
  if not from or not dates.is_valid(from) or (checked and checksum(checked) ~= sum) then
    no_watermark()
  end
  return from, parse_names(names or ""), parse_ranges(ranges)
end

--- Begins another pass over the lists.
---@private
function Feed:start_pass()
  self.passes = self.passes + 1
  self.rows = self.list_rows { start_create_at = self.from, end_create_at = dates.END,
    pageSize = PAGE_SIZE }
end

--- The next record of the lists, in as many passes as are needed; nil when they have shown all that
--- they have.
---@private
function Feed:next_record()
  while true do
    if not self.rows then
      self:start_pass()
    end
    local call = self.rows:next()
    self.started = self.started or self.server_time()
    if call then
      return call
    elseif self.count >= (self.rows.total or 0) or self.passes >= MAX_PASSES then
      return nil
    end
    self.rows = nil -- a page shifted, and a record with it
  end
end

--- A time so long before this run. A run is not later than the newest call that it was shown: a
--- Date header that is ahead would skip calls.
---@private
function Feed:ago(seconds)
  local now = dates.format(self.started)
  local newest = self.newest and self.newest < now and self.newest or now
  return dates.format(dates.parse(newest) - seconds)
end

--- The postponed calls that are not too old.
---@private
function Feed:still_postponed()
  local recent, earliest = {}, self:ago(MAX_POSTPONED)
  for name, connected_at in pairs(self.postponed) do
    if connected_at >= earliest or not dates.is_valid(connected_at) then
      recent[name] = connected_at
    end
  end
  return recent
end

--- After a complete reading that showed calls: the time from which on the next run reads.
---@private
function Feed:next_start(postponed)
  local start = self:ago(OVERLAP)
  for _, connected_at in pairs(postponed) do
    if dates.is_valid(connected_at) and connected_at < start then
      start = connected_at
    end
  end
  return start
end

--- The calls that may be listed again from `start` on. A call that is listed for another reason
--- than its time is remembered as long as it is listed.
---@private
function Feed:still_listed(start)
  local seen, earliest = {}, dates.format(dates.parse(start) - SKEW)
  for name, connected_at in pairs(self.listed) do
    if connected_at >= earliest or connected_at < self.from or not dates.is_valid(connected_at) then
      seen[name] = true
    end
  end
  return seen
end

--- Remembers that the lists have shown a call.
---@private
function Feed:note(name, connected_at)
  self.listed[name], self.count = connected_at, self.count + 1
  if dates.is_valid(connected_at) and connected_at > (self.newest or "") then
    self.newest = connected_at
  end
end

function Feed:__call()
  while not self.ended do
    local call = self:next_record()
    if not call then
      self.ended = true
      return nil
    end
    local name = name_of(call.cdr_sn)
    if self.listed[name] == nil then
      self:note(name, call.connected_at or "")
      if not self.seen[name] then
        self.seen[name] = true
        if not self.ids[call.cdr_id] then
          return call
        end
      end
    end
  end
end

---@param list_rows fun(params: table): ai95.RowIterator lists the calls with these parameters
---@param server_time fun(): integer
---@param watermark string|nil
---@return ai95.Feed
return function(list_rows, server_time, watermark)
  local from, seen, ids = parse(watermark)
  return setmetatable({
    list_rows = list_rows, server_time = server_time, from = from, seen = seen, ids = ids,
    listed = {}, count = 0, -- connected_at by name, of all records that the lists have shown
    passes = 0, postponed = {},
  }, Feed)
end
