--- Counts calls and customers, which are added one by one. Memory does not grow with the number of
--- calls.
local ai95 = require "ai95"
local groups = require "ai95_report.groups"

local MAIN_TASKS = 20
local DAY, EPOCH = 86400, ai95.dates.parse "1970-01-01" -- seconds
local MAX_TALK = 86400 -- seconds; longer calls count as this long in the median
local INTERESTED = { "有意向" }
local MAX_SCORE = 2 ^ 31
local MAX_SCORE_VALUES = 10000 -- distinct scores that are counted

---@class ai95_report.Aggregate
---@field total ai95_report.Counts all outbound calls
---@field inbound integer inbound calls, which are in no other number
---@field untimed integer calls without any time, which are in no day, hour and weekday
---@field days ai95_report.Groups by day, since 1970-01-01
---@field hours table<integer, ai95_report.Counts> by 0 to 23
---@field weekdays ai95_report.Counts[] from Monday
---@field cells ai95_report.Counts[][] by weekday from Monday, then by hour from 0 to 23
---@field seconds table<integer, integer> the number of connected calls by talk time
---@field labels ai95_report.Groups of connected calls
---@field unlabelled integer connected calls without a label
---@field scores table<integer, integer> the number of connected calls by score
---@field scored { count: integer, sum: number }
---@field reasons ai95_report.Groups
---@field unexplained ai95_report.Counts calls without a hang-up reason
---@field tasks ai95_report.Groups by dial_task_main_sn
---@field ai_users ai95_report.Groups by user_sn; each also with name, days (on which it called)
--- and hours (calls in each)
---@field categories ai95_report.Groups of connected customers
---@field called integer customers who were called
---@field customers integer connected customers
---@field interested integer connected customers with a label of interest
---@field interest_labels string[]
---@field uncategorised integer connected customers without a category
local Numbers = {}
Numbers.__index = Numbers

--- A duration from the platform: a number, or a string with one.
local function duration(value)
  local number = tonumber(value)
  return number and number > 0 and number < 2 ^ 31 and math.floor(number) or 0
end

--- A text without blanks around it; nil if nothing is left (the platform writes a missing label as
--- "      ").
local function text(value)
  local trimmed = (type(value) == "string" or type(value) == "number")
    and tostring(value):match("^%s*(.-)%s*$")
  return trimmed and trimmed ~= "" and trimmed or nil
end

--- The time of the call: by the field that the platform's filter uses, if it is set.
local function time_of(call)
  for _, name in ipairs { "connected_at", "startring_at", "startqueue_at", "disconnected_at" } do
    local time = type(call[name]) == "string" and ai95.dates.parse(call[name])
    if time then
      return time
    end
  end
  return nil
end

local function add_score(self, given)
  local score = tonumber(given)
  if not (score and math.abs(score) < MAX_SCORE) then -- also if it is NaN or nil
    return
  end
  local whole = math.floor(score)
  if not self.scores[whole] then
    if self.score_values == MAX_SCORE_VALUES then
      return
    end
    self.score_values = self.score_values + 1
  end
  self.scores[whole] = (self.scores[whole] or 0) + 1
  self.scored.count, self.scored.sum = self.scored.count + 1, self.scored.sum + score
end

--- Counts what only connected calls have.
local function add_talk(self, call, label, talk)
  local seconds = math.min(talk, MAX_TALK)
  self.seconds[seconds] = (self.seconds[seconds] or 0) + 1
  if not label then
    self.unlabelled = self.unlabelled + 1
  end
  add_score(self, call.asr_c)
end

local function add_utilization(user, call, day, hour)
  user.user_name = user.user_name or text(call.user_name)
  user.days, user.day_count, user.hours = user.days or {}, user.day_count or 0, user.hours or {}
  if day and not user.days[day] then
    user.days[day], user.day_count = true, user.day_count + 1
  end
  if hour then
    user.hours[hour] = (user.hours[hour] or 0) + 1
  end
end

---@param call ai95.Call a row of cdrlist
function Numbers:add_call(call)
  if tostring(call.direction) == "1" then
    self.inbound = self.inbound + 1
    return
  end
  local talk, ring = duration(call.talktimes), duration(call.ringtimes)
  local time, day, hour = time_of(call), nil, nil
  local label = talk > 0 and text(call.asr_b) or nil
  local is_interested = label ~= nil and self.interests[label] == true
  local function count(group)
    groups.count(group, talk, ring, is_interested)
  end
  count(self.total)
  if time then
    local weekday
    day, hour, weekday = ai95.dates.place(time)
    count(self.days:at(day))
    count(self.hours[hour])
    count(self.weekdays[weekday])
    count(self.cells[weekday][hour])
  else
    self.untimed = self.untimed + 1
  end
  if talk > 0 then
    add_talk(self, call, label, talk)
  end
  if label then
    count(self.labels:at(label))
  end
  local reason = text(call.endreason)
  count(reason and self.reasons:at(reason) or self.unexplained)
  count(self.tasks:at(text(call.dial_task_main_sn) or ""))
  local user = self.ai_users:at(text(call.user_sn) or "")
  count(user)
  add_utilization(user, call, day, hour)
end

---@param customer ai95.Customer a row of crmList
function Numbers:add_customer(customer)
  local talk = duration(customer.talktimes)
  local time = text(customer.connected_at) or text(customer.disconnected_at)
  if talk > 0 or time or text(customer.endreason) then
    self.called = self.called + 1
  end
  if talk == 0 then
    return
  end
  self.customers = self.customers + 1
  local label = text(customer.labelling)
  if label and self.interests[label] then
    self.interested = self.interested + 1
  end
  local category = text(customer.status)
  if category then
    groups.count(self.categories:at(category), talk, 0)
  else
    self.uncategorised = self.uncategorised + 1
  end
end

--- The date of a day that is so many days after 1970-01-01.
---@param day integer
---@return string "Y-m-d"
function Numbers.date_of(day)
  return ai95.dates.format(EPOCH + day * DAY):sub(1, 10)
end

--- The first and the last day with calls.
---@return string|nil first "Y-m-d"; nil if no call has a time
---@return string|nil last
function Numbers:day_range()
  local first, last
  for day in pairs(self.days.by_name) do
    first, last = math.min(day, first or day), math.max(day, last or day)
  end
  return first and self.date_of(first), last and self.date_of(last)
end

--- The number of dates with calls, by weekday from Monday.
---@return integer[]
function Numbers:weekday_dates()
  local counts = { 0, 0, 0, 0, 0, 0, 0 }
  for day in pairs(self.days.by_name) do
    local _, _, weekday = ai95.dates.place(EPOCH + day * DAY)
    counts[weekday] = counts[weekday] + 1
  end
  return counts
end

--- The tasks with most calls, and the others together.
---@return ai95_report.Counts[] list
---@return ai95_report.Counts|nil rest
---@return integer others
function Numbers:main_tasks()
  return self.tasks:top(MAIN_TASKS)
end

---@param labels string[]|nil those of people who are interested
---@return ai95_report.Aggregate
local function new(labels)
  local interests = {}
  labels = labels or INTERESTED
  for _, label in ipairs(labels) do
    interests[label] = true
  end
  local self = setmetatable({
    interest_labels = labels, interests = interests,
    total = groups.group(), inbound = 0, untimed = 0, days = groups.new(), hours = {},
    weekdays = {}, cells = {}, seconds = {},
    labels = groups.new(), unlabelled = 0, scores = {}, score_values = 0,
    scored = { count = 0, sum = 0 },
    reasons = groups.new(), unexplained = groups.group(), tasks = groups.new(),
    ai_users = groups.new(),
    categories = groups.new(), called = 0, customers = 0, uncategorised = 0,
    interested = 0,
  }, Numbers)
  for hour = 0, 23 do
    self.hours[hour] = groups.group(hour)
  end
  for weekday = 1, 7 do
    self.weekdays[weekday], self.cells[weekday] = groups.group(weekday), {}
    for hour = 0, 23 do
      self.cells[weekday][hour] = groups.group(hour)
    end
  end
  return self
end

return { new = new }
