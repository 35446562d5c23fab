--- What is new since the last time: a file that remembers what was seen.
local core = require "ai95.core"

local watermark = {}

--- Gives a command the option.
function watermark.define(command)
  command:option("--new", "Only what is new since the last run with this FILE, which remembers what was seen. A FILE that is"
    .. " not there begins at the beginning."):argname "FILE":target "watermark"
end

local function read(context, path)
  local file, problem, code = io.open(path, "rb")
  local NO_SUCH_FILE = 2
  if not file and code ~= NO_SUCH_FILE then
    context:usage("--new: %s", problem)
  elseif not file then
    return nil
  end
  local text
  text, problem = file:read "*a"
  file:close()
  if not text then
    context:usage("--new: %s: %s", path, problem)
  end
  return text
end

local function write(context, path, text)
  local beside = path .. ".new"
  local file, problem = core.create(beside)
  local ok = file
  if file then
    ok, problem = file:write(text .. "\n")
    if ok then
      ok, problem = file:commit(beside, path)
    end
  end
  if not ok then
    context:usage("--new: the file could not be written (so the same is new the next time): %s", problem)
  end
end

--- The calls that are asked for.
---@param context ai95_cli.Context
---@param args table
---@param params table the filters
---@return fun(): ai95.Call|nil
---@return fun() done to be called when all of them are dealt with
function watermark.calls(context, args, params)
  if not args.watermark then
    params.pageSize = args.limit and math.min(args.limit, 200) or nil
    return context:client().calls:each(params), function() end
  elseif next(params) or args.limit then
    context:usage("--new cannot be used with filters: what they leave out would count as seen")
  end
  local mark
  local since = context:client().calls:since(read(context, args.watermark))
  return function()
    local call, seen = since()
    mark = seen or mark
    return call
  end, function()
    if mark then
      write(context, args.watermark, tostring(mark))
    end
  end
end

return watermark
