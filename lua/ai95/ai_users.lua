--- AI users: the robots that phone, and when they may.
local model = require "ai95.model"

local AiUser = model.class("AiUser")

---@class ai95.AiUser
---@field user_sn string
---@field user_name string
---@field max_call_count integer calls at once
---@field project_sn string the templates it may use, separated by commas

--- The hours in which it may phone, China Standard Time: { { "08:00:00", "18:00:00" }, … }.
---@return string[][]
function AiUser.methods:windows()
  local windows = {}
  for _, ordinal in ipairs { "one", "two", "three", "four" } do
    local start, stop = self["start_at_" .. ordinal], self["end_at_" .. ordinal]
    if start and start ~= "" and stop and stop ~= "" then
      windows[#windows + 1] = { start, stop }
    end
  end
  return windows
end

---@class ai95.AiUsers
local AiUsers = {}
AiUsers.__index = AiUsers

--- Section 获取AI用户接口.
---@return ai95.AiUser[]|nil
---@return ai95.Error|nil err
function AiUsers:list()
  local rows, err = self.client:request("getAiUsers")
  return rows and model.wrap_all(AiUser, self.client, rows), err
end

---@param client ai95.Client
---@return ai95.AiUsers
return function(client)
  return setmetatable({ client = client }, AiUsers)
end
