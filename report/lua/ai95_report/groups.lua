--- Counts calls by a name: by label, by task, by hang-up reason. Memory grows with the names, not
--- with the calls, and is bounded: names beyond the first LIMIT are counted together.
local LIMIT = 10000

---@class ai95_report.Counts
---@field name string|number|nil nil: several names together
---@field calls integer
---@field connected integer
---@field talk number seconds
---@field ring number seconds
---@field interested integer connected calls with a label of interest

---@class ai95_report.Groups
local Groups = {}
Groups.__index = Groups

local function group(name)
  return { name = name, calls = 0, connected = 0, talk = 0, ring = 0, interested = 0 }
end

--- Counts one call.
---@param into ai95_report.Counts
---@param talk number seconds; 0 if it was not connected
---@param ring number seconds
---@param is_interested boolean|nil
local function count(into, talk, ring, is_interested)
  into.calls = into.calls + 1
  into.talk, into.ring = into.talk + talk, into.ring + ring
  if talk > 0 then
    into.connected = into.connected + 1
  end
  if is_interested then
    into.interested = into.interested + 1
  end
end

local COUNTS = { "calls", "connected", "talk", "ring", "interested" }

--- Adds the counts of a group.
---@param into ai95_report.Counts
---@param other ai95_report.Counts
local function add(into, other)
  for _, field in ipairs(COUNTS) do
    into[field] = into[field] + other[field]
  end
end

--- The group of a name.
---@param name string|number
---@return ai95_report.Counts
function Groups:at(name)
  local found = self.by_name[name]
  if found then
    return found
  elseif self.names == self.limit then
    self.beyond = self.beyond or group()
    return self.beyond
  end
  found = group(name)
  self.by_name[name], self.names = found, self.names + 1
  return found
end

local function larger(a, b)
  if a.calls ~= b.calls then
    return a.calls > b.calls
  end
  return tostring(a.name) < tostring(b.name)
end

--- The largest groups, largest first.
---@param most integer
---@return ai95_report.Counts[] list
---@return ai95_report.Counts|nil rest all others together; nil if there are none
---@return integer others the number of their names, at least
function Groups:top(most)
  local all, list, rest = {}, {}, nil
  for _, each in pairs(self.by_name) do
    all[#all + 1] = each
  end
  table.sort(all, larger)
  for i = 1, math.min(most, #all) do
    list[i] = all[i]
  end
  local left_out = { self.beyond }
  for i = most + 1, #all do
    left_out[#left_out + 1] = all[i]
  end
  for _, each in ipairs(left_out) do
    rest = rest or group()
    add(rest, each)
  end
  return list, rest, #left_out
end

---@param limit integer|nil the number of names that are counted separately
---@return ai95_report.Groups
local function new(limit)
  return setmetatable({ by_name = {}, names = 0, limit = limit or LIMIT }, Groups)
end

return { new = new, group = group, count = count, add = add }
