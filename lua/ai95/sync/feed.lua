--- Incremental reading of a list. A call's record arrives when the call ends, under the time when
--- it was connected, so a time alone cannot tell what is new. A watermark is a time, from which on
--- everything is read again, and the records seen since then, by their sn. The platform may list a
--- call under another time than its connected_at, and its Date header may be wrong: the lists
--- decide, and times only where nothing can be lost or repeated. A campaign changes after it was
--- listed, so its watermark also has a hash of what may change.
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"

local SKEW = 48 * 3600 -- seconds between a record's time and the one under which it is listed
local MAX_PASSES = 5 -- over the lists, while they change
local PAGE_SIZE = 500
local MAX_IDS = 10 ^ 7 -- calls in an old watermark; more is a damaged one
local HASH_LENGTH = 8 -- characters by which a watermark knows a record: 48 bits of a hash

--- What kind of records a feed has: resources/feeds has them all.
---@class ai95.FeedKind
---@field name string the list, for messages: "calls"
---@field tag string the beginning of its watermarks
---@field key string the field that identifies a record
---@field time string the field with the time under which it is listed, more or less
---@field changing string[]|nil the fields whose change yields a record again
---@field overlap integer seconds that a record may be late, or change
---@field max_postponed integer seconds for which a postponed record is looked at again
---@field number string|nil the field that identifies a record in watermarks of version 0.1
---@field number_tag string|nil the beginning of those

--- New calls or campaigns: an iterator, `for call in feed do … end`.
---@class ai95.Feed
---@field private kind ai95.FeedKind
---@field private from string
---@field private seen table<string, string> by the record's hash: that of its fields that change
---@field private postponed table<string, string> time by hash
---@field private ids table<integer, true> by number: of a watermark of version 0.1
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

--- The hash of an sn in watermarks. A new call has the hash of one of 5,000 others once in
--- 5 * 10^10 times.
local function hash(text)
  pairs_of_digits = pairs_of_digits or digits_table()
  return (core.sha256(text):sub(1, HASH_LENGTH * 3 / 2):gsub("%x%x%x", pairs_of_digits))
end

--- The hash of a record's fields that change; empty if none does.
local function version_of(kind, record)
  if not kind.changing then
    return ""
  end
  local values = {}
  for i, field in ipairs(kind.changing) do
    values[i] = tostring(record[field])
  end
  return hash(table.concat(values, "\0"))
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

--- How far the feed has got: the text to save, and to give to `since` the next time. It grows with
--- the calls of two hours, or the campaigns of 90 days, not with all of them.
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
  for id, version in pairs(seen) do
    if not postponed[id] then
      done[id .. version] = true
    end
  end
  local text = ("%s;%s;%s;%s"):format(self.kind.tag, from, table.concat(sorted(done)),
    ranges_of(ids))
  return text .. ";" .. checksum(text)
end

--- The next run yields this call again, since it is not finished: it has no recording yet, for
--- example. That goes on for a day after the call at most, and holds the watermark back.
---@param record ai95.Call|ai95.Task one of this feed's
---@return ai95.Feed feed this one
function Feed:postpone(record)
  self.postponed[hash(record[self.kind.key])] = record[self.kind.time] or ""
  return self
end

local function no_watermark(kind)
  errors.misuse("%s:since: that is not a watermark of %s, or a damaged one. Use the last good one; "
    .. "without any, since begins with the oldest", kind.name, kind.name)
end

local function parse_hashes(kind, text)
  local length = kind.changing and 2 * HASH_LENGTH or HASH_LENGTH
  if #text % length ~= 0 then
    no_watermark(kind)
  end
  local seen = {}
  for both in text:gmatch(("."):rep(length)) do
    seen[both:sub(1, HASH_LENGTH)] = both:sub(HASH_LENGTH + 1)
  end
  return seen
end

local function parse_ranges(kind, ranges)
  local ids, left = {}, MAX_IDS
  for range in ranges:gmatch "[^,]+" do
    local first, last = range:match "^(%d+)%-(%d+)$"
    first, last = tonumber(first or range), tonumber(last or range)
    left = left - (first and last and last - first + 1 or math.huge)
    if left < 0 then
      no_watermark(kind)
    end
    for id = first, last do
      ids[id] = true
    end
  end
  return ids
end

--- The time, the hashes and the numbers of a watermark.
local function parse(kind, text)
  if type(text) ~= "string" then
    errors.misuse("%s:since takes a watermark, or nil, got a %s", kind.name, type(text))
  end
  local checked, sum = text:gsub("%s+$", ""):match "^(.*);(%x+)$"
  local tag, from, hashes, ranges
  if checked and checksum(checked) == sum then
    tag, from, hashes, ranges = checked:match "^([%w%-]+);([%d: %-]+);([%w_%-]*);([%d,%-]*)$"
  elseif kind.number_tag then
    tag, from, ranges = text:match "^(%d);([%d: %-]+);([%d,%-]*)%s*$"
  end
  if tag ~= (hashes and kind.tag or kind.number_tag) or not dates.is_valid(from or "") then
    no_watermark(kind)
  end
  return from, parse_hashes(kind, hashes or ""), parse_ranges(kind, ranges)
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
    local record = self.rows:next()
    self.started = self.started or self.server_time()
    if record then
      return record
    elseif self.count >= (self.rows.total or 0) or self.passes >= MAX_PASSES then
      return nil
    end
    self.rows = nil -- a page shifted, and a record with it
  end
end

--- A time so long before this run. A run is not later than the newest record that it was shown: a
--- Date header that is ahead would skip some.
---@private
function Feed:ago(seconds)
  local now = dates.format(self.started)
  local newest = self.newest and self.newest < now and self.newest or now
  return dates.format(dates.parse(newest) - seconds)
end

--- The postponed records that are not too old.
---@private
function Feed:still_postponed()
  local recent, earliest = {}, self:ago(self.kind.max_postponed)
  for id, time in pairs(self.postponed) do
    if time >= earliest or not dates.is_valid(time) then
      recent[id] = time
    end
  end
  return recent
end

--- After a complete reading that showed records: the time from which on the next run reads.
---@private
function Feed:next_start(postponed)
  local start = self:ago(self.kind.overlap)
  for _, time in pairs(postponed) do
    if dates.is_valid(time) and time < start then
      start = time
    end
  end
  return start
end

--- The records that may be listed again from `start` on. One that is listed for another reason than
--- its time is remembered as long as it is listed.
---@private
function Feed:still_listed(start)
  local seen, earliest = {}, dates.format(dates.parse(start) - SKEW)
  for id, time in pairs(self.listed) do
    if time >= earliest or time < self.from or not dates.is_valid(time) then
      seen[id] = self.seen[id]
    end
  end
  return seen
end

--- Remembers that the lists have shown a record.
---@private
function Feed:note(id, time)
  self.listed[id], self.count = time, self.count + 1
  if dates.is_valid(time) and time > (self.newest or "") then
    self.newest = time
  end
end

function Feed:__call()
  local kind = self.kind
  while not self.ended do
    local record = self:next_record()
    if not record then
      self.ended = true
      return nil
    end
    local id = hash(record[kind.key])
    if self.listed[id] == nil then
      self:note(id, record[kind.time] or "")
      local version = version_of(kind, record)
      if self.seen[id] ~= version then
        self.seen[id] = version
        if not (kind.number and self.ids[record[kind.number]]) then
          return record
        end
      end
    end
  end
end

---@param source { kind: ai95.FeedKind, list_rows: (fun(params: table): ai95.RowIterator),
--- server_time: fun(): integer } `list_rows` lists the records with these parameters
---@param watermark string|nil
---@param beginning string|nil where to begin without a watermark
---@return ai95.Feed
return function(source, watermark, beginning)
  local from, seen, ids = beginning or dates.BEGINNING, {}, {}
  if watermark ~= nil then
    from, seen, ids = parse(source.kind, watermark)
  end
  return setmetatable({
    kind = source.kind, list_rows = source.list_rows, server_time = source.server_time,
    from = from, seen = seen, ids = ids,
    listed = {}, count = 0, -- time by hash, of all records that the lists have shown
    passes = 0, postponed = {},
  }, Feed)
end
