--- Incremental reading of the calls. A call's record arrives when it ends, under the time when it was connected; so a moment
--- alone cannot tell what is new. A watermark is a time, from which on everything is looked at again, and the calls that were
--- seen since then.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"

local OVERLAP = 2 * 3600 -- seconds that a record may be late
local MOST_PASSES = 5 -- over the lists, while they change under our eyes
local PAGE_SIZE = 500

--- How far `client.calls:since` has got. `tostring(watermark)` is what to keep for the next time; it grows with the calls of two
--- hours, not with all of them.
---@class ai95.Watermark
---@field private from string
---@field private seen table<integer, true> by cdr_id
local Watermark = {}
Watermark.__index = Watermark

--- The ids as ranges: "7-9,12".
function Watermark:__tostring()
  local ids, ranges = {}, {}
  for id in pairs(self.seen) do
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
  return ("1;%s;%s"):format(self.from, table.concat(ranges, ","))
end

local function parse(text)
  if text == nil or text == "" then
    return { from = dates.BEGINNING, seen = {} }
  elseif getmetatable(text) == Watermark then
    text = tostring(text)
  elseif type(text) ~= "string" then
    errors.misuse("calls:since takes a watermark, or nil, got a %s", type(text))
  end
  local from, ranges = text:match("^1;([%d: %-]+);([%d,%-]*)%s*$")
  if not from or not dates.is_valid(from) then
    errors.misuse("calls:since: that is no watermark")
  end
  local seen = {}
  for range in ranges:gmatch("[^,]+") do
    local first, last = range:match("^(%d+)%-(%d+)$")
    for id = tonumber(first or range), tonumber(last or range) do
      seen[id] = true
    end
  end
  return { from = from, seen = seen }
end

--- What a complete look at the lists leaves to remember.
local function advance(watermark, listed, started)
  local from = started and dates.format(started - OVERLAP)
  if not from or from <= watermark.from then
    return
  end
  watermark.from, watermark.seen = from, {}
  for id, connected_at in pairs(listed) do
    if connected_at >= from then
      watermark.seen[id] = true
    end
  end
end

---@param client ai95.Client
---@param pages_from fun(params: table): fun(): table an iterator over the pages of these parameters
---@param given string|ai95.Watermark|nil
---@return fun(): ai95.Call|nil, ai95.Watermark|nil
return function(client, pages_from, given)
  local watermark = setmetatable(parse(given), Watermark)
  local listed, count = {}, 0 -- connected_at by id, of all records that the lists have shown
  local passes, walk, page, position, total = 0, nil, nil, 0, nil
  local started

  local function next_pass()
    passes = passes + 1
    walk = pages_from { start_create_at = watermark.from, end_create_at = dates.END, pageSize = PAGE_SIZE }
  end

  --- The next record of the lists, as often as they have to be gone through; nil when they have shown all they have.
  local function next_record()
    while true do
      if page and position < #page.list then
        position = position + 1
        return page.list[position]
      end
      if not walk then
        next_pass()
      end
      page, position = walk(), 0
      if page then
        total = tonumber(page.total)
        started = started or client:server_time()
      elseif count >= (total or 0) or passes >= MOST_PASSES then
        return nil
      else
        walk = nil -- a page shifted, and a record with it
      end
    end
  end

  local ended
  return function()
    while not ended do
      local call = next_record()
      if not call then
        ended = true
        advance(watermark, listed, started)
        return nil
      end
      if listed[call.cdr_id] == nil then
        listed[call.cdr_id], count = call.connected_at or "", count + 1
        if not watermark.seen[call.cdr_id] then
          watermark.seen[call.cdr_id] = true
          return call, watermark
        end
      end
    end
  end
end
