--- What is new in a list: the kinds of feeds as data, and how one is opened.
local lazy = require "ai95.util.lazy"
local resource = require "ai95.resources.resource"
local validator = require "ai95.api.validator"

local feed = lazy "ai95.sync.feed"

local HOUR, DAY = 3600, 86400 -- seconds

---@type table<string, ai95.FeedKind>
local kinds = {
  cdrlist = {
    name = "calls", tag = "2", key = "cdr_sn", time = "connected_at",
    number = "cdr_id", number_tag = "1", -- of a watermark of version 0.1
    overlap = 2 * HOUR, max_postponed = DAY,
  },
  index = {
    name = "tasks", tag = "tasks-1", key = "dial_task_main_sn", time = "created_at",
    changing = { "state", "total_count", "send_count", "unsend_count", "success", "fail", "stops",
      "source", "mark", "last_modify" },
    overlap = 90 * DAY, max_postponed = 90 * DAY,
  },
}

local BEGINNING = { name = "beginning", type = "date", edge = "first" }

--- The feed of a list.
---@param client ai95.Client
---@param endpoint string
---@param class ai95.Class
---@param watermark string|nil
---@param beginning string|integer|nil where a run without a watermark begins
---@return ai95.Feed
return function(client, endpoint, class, watermark, beginning)
  local kind = kinds[endpoint]
  if beginning ~= nil then
    beginning = validator.value(kind.name .. ":since", "parameter", BEGINNING, beginning,
      function() return client:server_time() end)
  end
  return feed({
    kind = kind,
    list_rows = function(params) return resource.rows(client, endpoint, class, params) end,
    server_time = function() return client:server_time() or os.time() end,
  }, watermark, beginning)
end
