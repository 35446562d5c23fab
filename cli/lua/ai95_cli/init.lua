--- The command `ai95`: from its arguments to its exit status.
--
-- Its commands form a tree (tree.lua). Each is a table:
--
--     return {
--       name = "calls",
--       summary = "List calls",                  -- one line, without a full stop
--       description = "Without dates, today's.", -- optional; may have several lines
--       examples = { { "ai95 calls --from yesterday", "yesterday's calls" } },
--       fields = ai95.fields "calls",            -- optional: those of its rows, which it exports
--       define = function(command) … end,        -- adds arguments and options, with argparse
--       run = function(context, args) … end,     -- see context.lua; args is what argparse read
--       commands = { … },                        -- its subcommands, instead of `run` or besides it
--     }
--
-- `run` returns nothing on success, or nil and an ai95.Error. It may also raise one, as the
-- library's iterators do, or call context:usage(…) if the command was used wrongly, or
-- context:refuse(…) if something was refused.
local failure = require "ai95_cli.failure"
local tree = require "ai95_cli.tree"
local text = require "ai95_cli.text"
local texts = require "ai95_texts"

local say = texts.say

local command = {}

--- The exit statuses.
command.DONE, command.REFUSED, command.USAGE, command.UNKNOWN = 0, 1, 2, 3

--- The library raises a text for misuse. Here it means that an option had a wrong value.
local function misuse_of(raised)
  return type(raised) == "string" and raised:match("^.-(ai95: [^\n]*)")
end

-- The kinds of errors that the same command would meet again: a file, rows or a setting must be
-- corrected first.
local to_correct = { file = true, input = true, too_large = true }

---@param err any what `run` returned or raised
---@return integer status
---@return string message
local function explain(err)
  if type(err) == "table" and err.usage then
    return command.USAGE, say("ai95: %s"):format(err.usage)
  elseif type(err) == "table" and err.refused then
    return command.REFUSED, say("ai95: %s"):format(err.refused)
  elseif type(err) == "table" and err.kind then
    local status = err.outcome == "unknown" and not err.retryable and command.UNKNOWN
      or to_correct[err.kind] and command.USAGE
      or command.REFUSED
    return status, failure.text(err)
  elseif misuse_of(err) then
    return command.USAGE, text.retold(misuse_of(err))
  end
  -- A bug in this program: nobody knows what was done before.
  return command.UNKNOWN, say("ai95: internal error, please report it: %s"):format(tostring(err))
end

local function with_traceback(raised)
  if type(raised) == "string" and not misuse_of(raised) then
    return debug.traceback(raised, 2)
  end
  return raised
end

--- Runs the command.
---@param arguments string[]
---@return integer status
function command.main(arguments)
  texts.speak(texts.language_of(os.getenv))
  local args, node = tree.parse(arguments)
  local context
  local ok, done, err = xpcall(function()
    context = require("ai95_cli.context").new(args, node.fields)
    local result, problem = node.run(context, args)
    context.output:finish()
    return result, problem
  end, with_traceback)
  if not ok then
    err = done
  end
  if context then
    context:close()
    if err ~= nil then
      context:release()
    end
    io.stdout:flush() -- before the error message
  end
  if err == nil then
    return context and context.status or command.DONE
  end
  local status, message = explain(err)
  -- The message may contain text from the platform. Line breaks stay, for a traceback.
  io.stderr:write((message:gsub("[^\t\n]+", text.plain)), "\n")
  return status
end

return command
