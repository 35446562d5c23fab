--- AI users: the robots that phone, and when they may.
local model = require "ai95.resources.resource"

local AiUser = model.class("AiUser")

--- A robot that phones. A plain table with the platform's own fields.
---@class ai95.AiUser
---@field user_sn string what an import takes as `ai_user_sn`
---@field user_name string its name
---@field max_call_count integer calls at once
---@field start_at_one string|nil the first of four times in which it may phone (`_two`, `_three`, `_four`); `ai_user:windows`
--- has them as a list
---@field end_at_one string|nil the end of the first
---@field callin_project_sn string|nil the name of the project that it phones for
---@field project_sn string the templates that it may use, separated by commas
---@field expired string the day on which it expires
local methods = AiUser.methods

--- The times of the day in which it may phone, China Standard Time: `{ { "08:00:00", "18:00:00" }, … }`.
---@return string[][] windows
function methods:windows()
  local windows = {}
  for _, ordinal in ipairs { "one", "two", "three", "four" } do
    local start, stop = self["start_at_" .. ordinal], self["end_at_" .. ordinal]
    if start and start ~= "" and stop and stop ~= "" then
      windows[#windows + 1] = { start, stop }
    end
  end
  return windows
end

--- The account's robots.
---@class ai95.AiUsers
local AiUsers = {}
AiUsers.__index = AiUsers

--- All of them (section 获取AI用户接口).
---@return ai95.AiUser[]|nil list
---@return ai95.Error|nil err any kind but `"file"`
function AiUsers:list()
  local rows, err = self.client:request("getAiUsers")
  return rows and model.wrap_all(AiUser, self.client, rows), err
end

---@param client ai95.Client
---@return ai95.AiUsers
return function(client)
  return setmetatable({ client = client }, AiUsers)
end
