--- The command `ai95`: from its arguments to its exit status.
--
-- What it can do is a tree of commands (tree.lua); each is a table, in a module of this folder:
--
--     return {
--       name = "calls",
--       summary = "List calls",                      -- one line, without a full stop
--       description = "Without dates, today's.",     -- more than that, where there is more; may have several lines
--       examples = { { "ai95 calls --from yesterday", "what was called yesterday" } },
--       define = function(command) … end,            -- gives argparse's command its arguments and options
--       run = function(context, args) … end,         -- see ai95_cli.Context (context.lua); args is what argparse read
--       commands = { … },                            -- or, instead of `run` or besides it, commands under it
--     }
--
-- `run` returns nothing where all is done; or nil and an ai95.Error. It may as well raise one, as the library's iterators do,
-- or call context:usage(…), which says that the command was used wrongly, or context:refuse(…), that something said no.
local tree = require "ai95_cli.tree"
local width = require "ai95_cli.width"

local command = {}

--- The exit statuses.
command.DONE, command.REFUSED, command.USAGE, command.UNKNOWN = 0, 1, 2, 3

--- What the library raises for misuse is a text; here it means that an option had a wrong value.
local function misuse_of(raised)
  return type(raised) == "string" and raised:match("^.-(ai95: [^\n]*)")
end

---@param err any what `run` returned or raised
---@return integer status
---@return string message
local function explain(err)
  if type(err) == "table" and err.usage then
    return command.USAGE, "ai95: " .. err.usage
  elseif type(err) == "table" and err.refused then
    return command.REFUSED, "ai95: " .. err.refused
  elseif type(err) == "table" and err.kind then
    local status = err.outcome == "unknown" and not err.retryable and command.UNKNOWN
      or err.kind == "file" and command.USAGE
      or command.REFUSED
    return status, tostring(err)
  elseif misuse_of(err) then
    return command.USAGE, misuse_of(err)
  end
  -- A mistake in here; what had been done before it nobody knows.
  return command.UNKNOWN, "ai95: internal error, please report it: " .. tostring(err)
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
  local args, node = tree.parse(arguments)
  local context
  local ok, done, err = xpcall(function()
    context = require("ai95_cli.context").new(args)
    local result, problem = node.run(context, args)
    context.output:finish()
    return result, problem
  end, with_traceback)
  if not ok then
    err = done
  end
  if context then
    context:close()
    io.stdout:flush() -- before what is said of it
  end
  if err == nil then
    return command.DONE
  end
  local status, message = explain(err)
  -- The platform's text may be in it. Lines stay: a traceback has some.
  io.stderr:write((message:gsub("[^\t\n]+", width.plain)), "\n")
  return status
end

return command
