--- AI users, which make the calls, and when they may call.
local core = require "ai95.core"
local resource = require "ai95.resources.resource"

--- An AI user, which makes calls. A plain table with the platform's own fields.
---@class ai95.AiUser
---@field user_sn string an import's `ai_user_sn`
---@field user_name string its name
---@field max_call_count integer calls at once
---@field start_at_one string|nil the beginning of the first of four times in which it may call;
--- `ai_user:windows` has them as a list
---@field end_at_one string|nil the end of the first
---@field start_at_two string|nil the beginning of the second
---@field end_at_two string|nil the end of the second
---@field start_at_three string|nil the beginning of the third
---@field end_at_three string|nil the end of the third
---@field start_at_four string|nil the beginning of the fourth
---@field end_at_four string|nil the end of the fourth
---@field callin_project_sn string|nil the name of the project that it calls for
---@field project_sn string the templates that it may use, separated by commas
---@field expired any the day on which it expires
local AiUser = {}

--- A time of the day as text, whatever the platform sends; nil if there is none.
local function text_of(time)
  if type(time) == "number" then
    return core.number(time)
  end
  return type(time) == "string" and time ~= "" and time or nil
end

--- The times of the day in which it may call, China Standard Time: `{ { "08:00:00", "18:00:00" }, …
--- }`.
---@return string[][] windows
function AiUser:windows()
  local windows = {}
  for _, ordinal in ipairs { "one", "two", "three", "four" } do
    local start = text_of(self["start_at_" .. ordinal])
    local stop = text_of(self["end_at_" .. ordinal])
    if start and stop then
      windows[#windows + 1] = { start, stop }
    end
  end
  return windows
end

local class = resource.class("ai_user", AiUser)

--- The account's AI users.
---@class ai95.AiUsers
local AiUsers = {}

--- All of them (section 获取AI用户接口).
---@return ai95.AiUser[]|nil list
---@return ai95.Error|nil err any kind but `"file"`
function AiUsers:list()
  return resource.all(resource.client(self), "getAiUsers", class)
end

local group = resource.class("client.ai_users", AiUsers)

---@param client ai95.Client
---@return ai95.AiUsers
return function(client)
  return resource.bind(group, client, {})
end
