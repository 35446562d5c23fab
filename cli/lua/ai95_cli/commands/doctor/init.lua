--- Checks the things that go wrong in practice. Each check may use what an earlier one found.
local text = require "ai95_cli.text"

local STDOUT = 1

local styles = { ok = "green", failed = "red", skipped = "yellow" }

---@class ai95_cli.Check
---@field [1] string its name
---@field [2] fun(state: table): string, string, string|nil "ok", "failed" or "skipped"; the detail;
--- the advice

local function run_check(check, state)
  local ok, result, detail, advice = pcall(check[2], state)
  if not ok then
    -- An error of the library, or misuse: the check exists to find either.
    local raised = type(result) == "table" and result.usage
      or tostring(result):gsub("^.-(ai95: )", "%1")
    return "failed", (raised:gsub("\n.*", "")),
      "correct that setting; `ai95 --help` describes all of them"
  end
  return result, detail, advice
end

local function print_line(output, name, result, detail, advice)
  local paint = text.painter(STDOUT)
  output:write(paint(text.pad(result, 7), styles[result]), "  ", text.pad(name, 19), "  ",
    text.plain(detail or ""),
    "\n")
  if advice then
    output:write((" "):rep(9), paint("→ ", "bold"), text.plain(advice), "\n")
  end
end

return {
  name = "doctor",
  summary = "Check the setup and suggest fixes",
  description = "Checks versions, settings, certificates, proxy, store, login, clock, and each"
    .. " endpoint that only reads. Changes nothing and calls nobody. If a check fails, the exit"
    .. " status is 1.",
  examples = {
    { "ai95 doctor", "run this first" },
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
          output:finish() -- line by line, because some checks take long
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
