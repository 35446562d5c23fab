local dates = require "ai95.util.dates"
local flags = require "ai95_cli.flags"

--- Whether it can phone no more: the day on which it expires is its last.
local function is_expired(ai_user)
  local last = dates.parse(tostring(ai_user.expired):sub(1, 10))
  return last ~= nil and os.time() >= last + 86400
end

--- The hours as one text: "08:00-18:00 20:00-21:00".
local function hours(ai_user)
  local windows = {}
  for i, window in ipairs(ai_user:windows()) do
    windows[i] = window[1]:sub(1, 5) .. "-" .. window[2]:sub(1, 5)
  end
  return table.concat(windows, " ")
end

return {
  name = "ai-users",
  summary = "List the AI users: the robots that phone",
  examples = { { "ai95 ai-users", "their user_sn is what import wants as --ai-user" } },
  run = function(context)
    local ai_users = context:check(context:client().ai_users:list())
    for _, ai_user in ipairs(ai_users) do
      ai_user.windows = hours(ai_user)
      ai_user.is_expired = is_expired(ai_user)
    end
    local count = context.output:rows({
      { "user_name", shrinks = true }, { "max_call_count", right = true }, { "windows" }, { "expired" },
      { "is_expired", style = function(it_is) return it_is and "red" or nil end },
      { "user_sn", below = true },
    }, ai_users)
    flags.say_no(context, count, "AI users")
  end,
}
