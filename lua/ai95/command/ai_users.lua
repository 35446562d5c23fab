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
    end
    context.output:rows({
      { "user_name", shrinks = true }, { "max_call_count", right = true }, { "windows" }, { "expired" },
      { "user_sn", below = true },
    }, ai_users)
  end,
}
