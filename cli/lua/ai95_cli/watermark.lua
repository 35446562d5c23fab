--- --new FILE: only what is new since the last run; the file holds the watermark of the library's
--- feed.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local say = require("ai95_texts").say

local watermark = {}

--- Gives a command the options.
---@param command table argparse's
---@param things string "calls"
---@param also string|nil what else is new, with a blank in front
function watermark.define(command, things, also)
  command:option("--new", ("Only the %s since the last run with the same FILE%s. The first run"
    .. " takes all %s and creates FILE; each run updates it."):format(things, also or "", things))
    :argname "FILE":target "watermark"
  command:option("--since", ("With --new: the first run takes only the %s from this day or time on."
    .. " Once FILE exists, this changes nothing."):format(things))
    :argname "DATE":target "beginning":convert(flags.date("--since", false))
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
    context:usage("--new: cannot write the file, so the next run will report the same again: %s",
      problem)
  end
end

--- The rows of a list, filtered or new.
---@param context ai95_cli.Context
---@param args table
---@param group "calls"|"tasks"
---@param params table the filters
---@return fun(): table|nil
---@return fun() done to call after all of them are processed
function watermark.rows(context, args, group, params)
  if not args.watermark then
    if args.beginning then
      context:usage "--since is for the first run of --new; --from chooses a range"
    end
    return context:client()[group]:each(params), function() end
  elseif args.page_size then
    context:usage("--page-size cannot be used with --new")
  elseif next(params) or args.limit then
    context:usage("--new cannot be used with filters: no later run would report the %s that they"
      .. " leave out%s", say(group == "tasks" and "campaigns" or group),
      params.start_create_at and say " (--since chooses where the first run begins)" or "")
  end
  local mark = read(context, args.watermark)
  if mark and args.beginning and context:is_watched() then -- not in the mail of cron
    context:notify("--since changes nothing: %s continues where the last run ended",
      args.watermark)
  end
  local feed = context:client()[group]:since(mark, args.beginning)
  return feed, function() write(context, args.watermark, feed:watermark()) end
end

return watermark
