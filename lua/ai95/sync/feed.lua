--- Incremental reading of calls. A call's record arrives when the call ends, under the time when it
--- was connected, so a time alone cannot tell what is new. A watermark is a time, from which on
--- everything is read again, and the calls seen since then.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"

local OVERLAP = 2 * 3600 -- seconds that a record may be late
local MAX_PASSES = 5 -- over the lists, while they change
local PAGE_SIZE = 500
local MAX_SEEN = 10 ^ 7 -- calls in a watermark; more is a damaged one

--- New calls: an iterator, `for call in feed do … end`.
---@class ai95.Feed
---@field private from string
---@field private seen table<integer, true> by cdr_id
local Feed = {}
Feed.__index = Feed

--- The ids as ranges: "7-9,12".
local function ranges_of(seen)
  local ids, ranges = {}, {}
  for id in pairs(seen) do
    ids[#ids + 1] = id
  end
  table.sort(ids)
  local first
  for i, id in ipairs(ids) do
    first = first or id
    if ids[i + 1] ~= id + 1 then
      ranges[#ranges + 1] = first == id and ("%d"):format(id) or ("%d-%d"):format(first, id)
      first = nil
    end
  end
  return table.concat(ranges, ",")
end

--- How far the feed has got: the text to save, and to give to `client.calls:since` the next time.
--- It grows with the calls of two hours, not with all of them.
---@return string watermark
function Feed:watermark()
  return ("1;%s;%s"):format(self.from, ranges_of(self.seen))
end

local function parse(text)
  if text == nil or text == "" then
    return dates.BEGINNING, {}
  elseif type(text) ~= "string" then
    errors.misuse("calls:since takes a watermark, or nil, got a %s", type(text))
  end
  local from, ranges = text:match("^1;([%d: %-]+);([%d,%-]*)%s*$")
  if not from or not dates.is_valid(from) then
    errors.misuse("calls:since: that is not a watermark")
  end
  local seen, left = {}, MAX_SEEN
  for range in ranges:gmatch("[^,]+") do
    local first, last = range:match("^(%d+)%-(%d+)$")
    first, last = tonumber(first or range), tonumber(last or range)
    left = left - (first and last and last - first + 1 or math.huge)
    if left < 0 then
      errors.misuse("calls:since: that is not a watermark")
    end
    for id = first, last do
      seen[id] = true
    end
  end
  return from, seen
end

--- Begins another pass over the lists.
---@private
function Feed:start_pass()
  self.passes = self.passes + 1
  self.walk = self.walk_pages { start_create_at = self.from, end_create_at = dates.END,
    pageSize = PAGE_SIZE }
end

--- The next record of the lists, in as many passes as are needed; nil when they have shown all that
--- they have.
---@private
function Feed:next_record()
  while true do
    if self.page and self.position < #self.page then
      self.position = self.position + 1
      return self.page[self.position]
    end
    if not self.walk then
      self:start_pass()
    end
    self.page, self.position = self.walk(), 0
    if self.page then
      self.total = self.page.total
      self.started = self.started or self.server_time()
    elseif self.count >= (self.total or 0) or self.passes >= MAX_PASSES then
      return nil
    else
      self.walk = nil -- a page shifted, and a record with it
    end
  end
end

--- After a complete reading: forgets the calls that cannot be listed as new any more.
---@private
function Feed:advance()
  local from = self.started and dates.format(self.started - OVERLAP)
  if not from or from <= self.from then
    return
  end
  self.from, self.seen = from, {}
  for id, connected_at in pairs(self.listed) do
    if connected_at >= from then
      self.seen[id] = true
    end
  end
end

function Feed:__call()
  while not self.ended do
    local call = self:next_record()
    if not call then
      self.ended = true
      self:advance()
      return nil
    end
    if call.cdr_id == nil then
      error(errors.new {
        kind = "protocol", endpoint = "cdrlist", outcome = "unknown", retryable = true,
        message = "a call in the list has no cdr_id",
      }, 0)
    end
    if self.listed[call.cdr_id] == nil then
      self.listed[call.cdr_id], self.count = tostring(call.connected_at or ""), self.count + 1
      if not self.seen[call.cdr_id] then
        self.seen[call.cdr_id] = true
        return call
      end
    end
  end
end

---@param walk_pages fun(params: table): fun(): table|nil gives an iterator over the pages with
--- these parameters
---@param server_time fun(): integer|nil
---@param watermark string|nil
---@return ai95.Feed
return function(walk_pages, server_time, watermark)
  local from, seen = parse(watermark)
  return setmetatable({
    walk_pages = walk_pages, server_time = server_time, from = from, seen = seen,
    listed = {}, count = 0, -- connected_at by id, of all records that the lists have shown
    passes = 0, position = 0,
  }, Feed)
end
