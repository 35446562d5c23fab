--- Options made from the platform's parameters: the document as data says which there are.
local dates = require "ai95.util.dates"
local endpoints = require "ai95.api.endpoints"

local flags = {}

-- Shorter names for what is typed often. Every other parameter is --its-name.
local short = {
  start_create_at = "--from", end_create_at = "--to", dial_task_main_sn = "--task", ai_user_sn = "--ai-user",
  project_sn = "--project",
}

-- What the numbers of a filter stand for.
local words = { status = { sending = 0, sent = 1, paused = 4 } }

local CHINA, DAY = 8 * 3600, 86400 -- seconds

local function day(ago)
  return os.date("!%Y-%m-%d", os.time() + CHINA - ago * DAY)
end

--- A converter for dates: the platform takes Y-m-d and Y-m-d H:i:s, and a person may say "yesterday", or leave out the seconds.
---@param option string its name, for the complaint
---@param is_end boolean whether it is the end of a range
---@return fun(text: string): string|nil, string|nil
function flags.date(option, is_end)
  return function(text)
    local ago = text == "today" and 0 or text == "yesterday" and 1 or tonumber(text:match("^(%d%d?%d?%d?)d$"))
    if ago then
      return day(ago) .. (is_end and " 23:59:59" or " 00:00:00")
    end
    local whole = text:find("^[%d-]+ %d%d:%d%d$") and text .. (is_end and ":59" or ":00") or text
    if dates.is_valid(whole) then
      return whole
    elseif whole:find("^%d%d%d%d%-%d%d%-%d%d$") or whole:find("^%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d$") then
      return nil, ("%s: \"%s\" is no %s"):format(option, text, dates.is_valid(text:sub(1, 10)) and "time of the day"
        or "day of the calendar")
    end
    return nil, ("%s: \"%s\" is no date: expected 2024-05-31, \"2024-05-31 18:00\", today, yesterday or 7d (seven days ago)")
      :format(option, text)
  end
end

--- The first and the last second of a range: a day alone means its first second, or its last. Ends the command where there is
--- nothing between them.
---@param context ai95_cli.Context
---@param from string
---@param to string
---@return string first
---@return string last
function flags.range(context, from, to)
  local first, last = #from == 10 and from .. " 00:00:00" or from, #to == 10 and to .. " 23:59:59" or to
  if first > last then
    context:usage("--from %s is after --to %s", first, last)
  end
  return first, last
end

local function said(names)
  local list = {}
  for name in pairs(names) do
    list[#list + 1] = name
  end
  table.sort(list)
  return table.concat(list, ", ")
end

--- A converter for whole numbers.
---@param option string its name, for the complaint
---@param least integer|nil
---@param most integer|nil
---@param names table<string, integer>|nil what may be said instead of a number
---@return fun(text: string): integer|nil, string|nil
function flags.whole(option, least, most, names)
  local range = least and (" from %d to %d"):format(least, most) or names and " or " .. said(names) or ""
  return function(text)
    local value = names and names[text] or tonumber(text)
    if not value or value ~= math.floor(value) or (least and (value < least or value > most)) then
      return nil, ("%s must be a whole number%s, not \"%s\""):format(option, range, text)
    end
    return (math.tointeger or math.floor)(value)
  end
end

--- A converter for what must not be empty, as a variable of the shell that was never set is.
---@param option string its name, for the complaint
---@return fun(text: string): string|nil, string|nil
function flags.filled(option)
  return function(text)
    if text == "" then
      return nil, option .. " is empty"
    end
    return text
  end
end

local placeholders = { int = "N", date = "DATE", file = "FILE", bool = nil, string = "TEXT" }

--- The option of a parameter.
---@param name string
---@return string
function flags.of(name)
  return short[name] or "--" .. name:gsub("_", "-")
end

local function sentence(text)
  return text:sub(1, 1):upper() .. text:sub(2) .. "."
end

--- Gives a command an option for each parameter of an endpoint.
---@param command table argparse's
---@param endpoint string
---@param without table<string, true>|nil parameters that get none
---@return table[] options
function flags.define(command, endpoint, without)
  local options = {}
  for _, param in ipairs(endpoints.by_name[endpoint].params) do
    if not (without and without[param.name]) and param.default == nil then
      local names = param.type == "int" and words[param.name]
      local option = command:option(flags.of(param.name), sentence(param.meaning) .. (names and " Or the words: " .. said(names)
        .. "." or "")):target(param.name)
        :argname(param.name:find("_sn$") and "SN" or placeholders[param.type])
      if param.type == "int" then
        option:convert(flags.whole(flags.of(param.name), nil, nil, words[param.name]))
      elseif param.type == "date" then
        option:convert(flags.date(flags.of(param.name), param.name == "end_create_at"))
      elseif param.name:find("_sn$") then
        option:convert(flags.filled(flags.of(param.name)))
      end
      options[#options + 1] = option
    end
  end
  return options
end

--- The parameters of an endpoint among what argparse read.
---@param args table
---@param endpoint string
---@return table params
function flags.read(args, endpoint)
  local params = {}
  for _, param in ipairs(endpoints.by_name[endpoint].params) do
    params[param.name] = args[param.name]
  end
  return params
end

--- Gives a command the filters of a list: all of its parameters but the page, and --all.
---@param command table
---@param endpoint string
function flags.define_list(command, endpoint)
  flags.define(command, endpoint, { pageIndex = true, pageSize = true })
  command:flag("--all", "Of all time; without dates, it is today's only.")
  command:option("--limit", "Stop after so many."):argname("N"):convert(flags.whole("--limit", 1, 1e9))
end

--- The filters that were given. Who names a task means all of it.
---@param context ai95_cli.Context
---@param args table
---@param endpoint string
---@return table params
function flags.read_list(context, args, endpoint)
  local params = flags.read(args, endpoint)
  local dated = params.start_create_at ~= nil or params.end_create_at ~= nil
  if args.all and dated then
    context:usage("--all cannot be used with --from or --to")
  elseif params.start_create_at and params.end_create_at then
    flags.range(context, params.start_create_at, params.end_create_at)
  elseif args.all or (params.dial_task_main_sn and not dated) then
    params.start_create_at, params.end_create_at = dates.BEGINNING, dates.END
  end
  return params
end

--- The first so many of an iterator.
---@param limit integer|nil
---@param next_row fun(): table|nil
---@return fun(): table|nil
function flags.limited(limit, next_row)
  local count = 0
  return function()
    if limit and count >= limit then
      return nil
    end
    count = count + 1
    return next_row()
  end
end

--- Tells a person that an empty table is not a mistake.
---@param context ai95_cli.Context
---@param count integer of the rows
---@param things string
---@param more string|nil
function flags.say_no(context, count, things, more)
  if count == 0 and context.output:is_table() then
    context:say("no %s%s", things, more or "")
  end
end

--- Tells a person that an empty list is not a mistake: ends the command where it is one.
---@param count integer
---@param things string
function flags.say_none(context, args, count, things)
  if count == 0 and args.dial_task_main_sn then
    context:task(args.dial_task_main_sn) -- or it is a mistake
  end
  local dated = args.all or args.start_create_at or args.end_create_at or args.dial_task_main_sn or args.watermark
  flags.say_no(context, count, things, not dated and " today (--from, --to or --all look further)" or nil)
end

return flags
