--- Everything that goes wrong in practice, looked at in the order in which one thing needs the other.
local paint = require "ai95_cli.paint"
local width = require "ai95_cli.width"

local styles = { ok = "green", failed = "red", skipped = "yellow" }

---@class ai95_cli.Check
---@field [1] string its name
---@field [2] fun(state: table): string, string, string|nil "ok", "failed" or "skipped"; what was seen; and what to do

local function run_check(check, state)
  local ok, result, detail, advice = pcall(check[2], state)
  if not ok then
    -- Errors of the library, and misuse: both are what the check is there to find.
    local raised = type(result) == "table" and result.usage or tostring(result):gsub("^.-(ai95: )", "%1")
    return "failed", (raised:gsub("\n.*", "")), "put that right; `ai95 --help` tells of the settings"
  end
  return result, detail, advice
end

local function print_line(output, name, result, detail, advice)
  local painted = paint(1)
  output:write(painted(width.pad(result, 7), styles[result]), "  ", width.pad(name, 19), "  ", width.plain(detail or ""),
    "\n")
  if advice then
    output:write((" "):rep(9), painted("→ ", "bold"), width.plain(advice), "\n")
  end
end

return {
  name = "doctor",
  summary = "Check what goes wrong in practice, and say the mend",
  description = "Versions, settings, certificates, proxy, store, login, clock, and each endpoint that reads. Changes nothing,"
    .. " phones nobody. Exit status 1 where a check failed.",
  examples = {
    { "ai95 doctor", "the first thing to run" },
    { "ai95 doctor --json", "for monitoring" },
  },
  run = function(context)
    local output, state, failed = context.output, { context = context }, 0
    for _, name in ipairs { "machine", "platform" } do
      for _, check in ipairs(require("ai95_cli.commands.doctor." .. name)) do
        local result, detail, advice = run_check(check, state)
        failed = failed + (result == "failed" and 1 or 0)
        if output:is_table() then
          print_line(output, check[1], result, detail, advice)
          output:finish() -- line by line: some take their time
        else
          output:rows({ { "check" }, { "result" }, { "detail" }, { "advice" } }, {
            { check = check[1], result = result, detail = detail, advice = advice },
          })
        end
      end
    end
    if failed > 0 then
      context:refuse(failed == 1 and "a check failed" or "%d checks failed", failed)
    end
  end,
}
