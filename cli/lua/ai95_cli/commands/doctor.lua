--- `ai95 doctor`: prints the library's checks of the setup.
local ai95 = require "ai95"
local say = require("ai95_texts").say
local settings = require "ai95_cli.settings"
local text = require "ai95_cli.text"

local shown = ai95.options.shown

local ARROW = "         → "

local styles = { ok = "green", failed = "red", skipped = "yellow" }

--- The options, and what this command knows of them that the library does not.
local function options_of(context)
  local options = context:options()
  local found, parts = context:settings(), {}
  for _, name in ipairs(settings.names) do
    local setting = found[name]
    if setting and setting.from ~= "default" then
      parts[#parts + 1] = ("%s=%s (%s)"):format(name, shown(name, setting.text), setting.from)
    end
  end
  if not options.password and context:is_interactive() then
    context:ask_password(options)
  end
  return options, {
    settings = table.concat(parts, ", "),
    store = shown("store", found.store.text),
    no_password = ", and there is no terminal to ask at",
    password_advice = "put it into AI95_PASSWORD or ~/.config/ai95/config (mode 600)",
  }
end

local function print_line(output, found)
  output:labelled(text.pad(say(found.result), 9) .. text.pad(say(found.check), 21),
    text.retold(found.detail), styles[found.result])
  if found.advice then
    output:labelled(ARROW, text.retold(found.advice))
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
    local output, failed = context.output, 0
    ai95.doctor(function() return options_of(context) end, function(found)
      failed = failed + (found.result == "failed" and 1 or 0)
      if found.check == "ai95" then
        found.detail = ("%s, argparse %s"):format(found.detail, require("argparse").version or "?")
      end
      if output:is_table() then
        print_line(output, found)
        output:finish() -- line by line, because some checks take long
      else
        output:rows({ { "check" }, { "result" }, { "detail" }, { "advice" } }, { found })
      end
    end)
    if failed > 0 then
      context:refuse(failed == 1 and "a check failed" or "%d checks failed", failed)
    end
  end,
}
