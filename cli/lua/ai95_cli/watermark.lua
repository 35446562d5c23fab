--- --new FILE: only the calls since the last run; the file holds the watermark of the library's
--- feed.
local ai95 = require "ai95"

local watermark = {}

--- Gives a command the option.
function watermark.define(command)
  command:option("--new",
    "Only the calls since the last run with the same FILE. The first run takes all calls and"
    .. " creates FILE; each run updates it."):argname "FILE":target "watermark"
end

local function read(context, path)
  local text, problem = ai95.read_private(path)
  if problem then
    context:usage("--new: %s", problem)
  end
  return text
end

local function write(context, path, text)
  local ok, problem = ai95.replace_file(path, text .. "\n", true)
  if not ok then
    context:usage("--new: cannot write the file, so the next run will report the same calls: %s",
      problem)
  end
end

--- The calls, filtered or new.
---@param context ai95_cli.Context
---@param args table
---@param params table the filters
---@return fun(): ai95.Call|nil
---@return fun() done to call after all of them are processed
function watermark.calls(context, args, params)
  if not args.watermark then
    return context:client().calls:each(params), function() end
  elseif args.page_size then
    context:usage("--page-size cannot be used with --new")
  elseif next(params) or args.limit then
    context:usage("--new cannot be used with filters: no later run would report the calls that"
      .. " they leave out")
  end
  local feed = context:client().calls:since(read(context, args.watermark))
  return feed, function() write(context, args.watermark, feed:watermark()) end
end

return watermark
