--- Options made from the platform's parameters, which the library has as data; and converters for
--- what is typed.
local ai95 = require "ai95"
local names = require "ai95_cli.names"
local say = require("ai95_texts").say

local dates, endpoints = ai95.dates, ai95.endpoints

local flags = {}

-- Shorter names for common parameters. Every other parameter is --its-name.
local short = {
  start_create_at = "--from", end_create_at = "--to", dial_task_main_sn = "--task",
  ai_user_sn = "--ai-user",
  project_sn = "--project",
}

-- Words for the numbers of a filter.
local value_names = { status = { sending = 0, sent = 1, paused = 4 } }

-- The help of filters. The others have the parameter's meaning.
local help = {
  index = { status = "Only campaigns in this state: sending, sent or paused." },
  start_create_at = "From this day or time on: " .. dates.FORMS .. ".",
  end_create_at = "Up to this day or time.",
  dial_task_main_sn = "Only this campaign: its name, sn, the beginning of its sn, or @last.",
  ai_user_sn = "Only this AI user.",
  talktimes_min = "At least this many seconds of talk.",
  talktimes_max = "At most this many seconds of talk.",
}

--- A converter for dates: the platform takes Y-m-d and Y-m-d H:i:s; a person may also type
--- "yesterday", or omit the seconds.
---@param option string its name, for the error message
---@param is_end boolean whether it is the end of a range
---@return fun(text: string): string|nil, string|nil
function flags.date(option, is_end)
  return function(text)
    local date = dates.resolve(text, is_end and "last" or "first")
    if date then
      return date
    elseif text:find "^%d%d%d%d%-%d%d%-%d%d$" or text:find "^%d%d%d%d%-%d%d%-%d%d %d%d:%d%d" then
      return nil, say(dates.is_valid(text:sub(1, 10)) and "%s: \"%s\" is not a time of day"
        or "%s: \"%s\" is not a day of the calendar"):format(option, text)
    end
    return nil, say("%s: \"%s\" is not a date: expected %s"):format(option, text, say(dates.FORMS))
  end
end

--- The first and the last second of a range. A day without a time stands for its first or its last
--- second. Ends the command if the range is empty.
---@param context ai95_cli.Context
---@param from string
---@param to string
---@return string first
---@return string last
function flags.range(context, from, to)
  local first = #from == 10 and from .. " 00:00:00" or from
  local last = #to == 10 and to .. " 23:59:59" or to
  if first > last then
    context:usage("--from %s is after --to %s", first, last)
  end
  return first, last
end

local function join_words(words)
  local list = {}
  for word in pairs(words) do
    list[#list + 1] = word
  end
  table.sort(list)
  return table.concat(list, ", ")
end

--- A converter for labels, separated by commas.
---@param option string its name, for the error message
---@return fun(text: string): string[]|nil, string|nil
function flags.labels(option)
  return function(given)
    local list = {}
    for label in given:gsub("，", ","):gmatch "[^,]+" do
      list[#list + 1] = label:match "^%s*(.-)%s*$"
    end
    if #list == 0 then
      return nil, say("%s is empty"):format(option)
    end
    return list
  end
end

--- A converter for whole numbers.
---@param option string its name, for the error message
---@param min integer|nil
---@param max integer|nil
---@param words table<string, integer>|nil words for numbers
---@return fun(text: string): integer|nil, string|nil
function flags.whole(option, min, max, words)
  local function problem_of(text)
    if min then
      return say("%s must be a whole number from %d to %d, not \"%s\""):format(option, min, max,
        text)
    elseif words then
      return say("%s must be a whole number or %s, not \"%s\""):format(option, join_words(words),
        text)
    end
    return say("%s must be a whole number, not \"%s\""):format(option, text)
  end
  return function(text)
    local value = words and words[text] or tonumber(text)
    if not value or value ~= math.floor(value) or (min and (value < min or value > max)) then
      return nil, problem_of(text)
    end
    return (math.tointeger or math.floor)(value)
  end
end

--- A converter that refuses an empty text. The tree of commands gives it to all that have none.
---@param option string its name, for the error message
---@return fun(text: string): string|nil, string|nil
function flags.filled(option)
  return function(text)
    if text == "" then
      return nil, say("%s is empty"):format(option)
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
---@param without table<string, true>|nil parameters that get no option
---@return table[] options
function flags.define(command, endpoint, without)
  local options = {}
  for _, param in ipairs(endpoints.by_name[endpoint].params) do
    if not (without and without[param.name]) and param.default == nil then
      local words = param.type == "int" and value_names[param.name]
      local option = command:option(flags.of(param.name),
        help[endpoint] and help[endpoint][param.name] or help[param.name]
          or sentence(param.meaning)):target(param.name)
        :argname(param.name == "dial_task_main_sn" and "NAME|SN" or param.name:find("_sn$") and "SN"
          or words and "STATE" or placeholders[param.type])
      if param.type == "int" then
        option:convert(flags.whole(flags.of(param.name), nil, nil, value_names[param.name]))
      elseif param.type == "date" then
        option:convert(flags.date(flags.of(param.name), param.name == "end_create_at"))
      end
      options[#options + 1] = option
    end
  end
  return options
end

--- The parameters of an endpoint, from the arguments.
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

local PAGE_SIZE, MAX_PAGE = 200, 30000 -- rows; the library's own, and the most

--- Gives a command what files need.
---@param command table
function flags.define_export(command)
  command:option("-o --output",
    "Write to this file, which gets its name once it is whole. Its ending (.csv, .json or .jsonl)"
    .. " chooses the format."):argname("FILE"):target("export_to")
  command:flag("--excel",
    "Print CSV for Excel: with a mark (BOM), long numbers as text, formulas harmless.")
  command:flag("--zone", "Print times with their zone: 2024-05-31T18:00:00+08:00.")
end

--- Gives a command the filters of a list: the endpoint's parameters except the page's number, --all
--- and --limit.
---@param command table
---@param endpoint string
function flags.define_list(command, endpoint)
  flags.define(command, endpoint, { pageIndex = true, pageSize = true })
  command:flag("--all", "All days, not only today.")
  command:option("--limit", "Stop after N rows."):argname("N")
    :convert(flags.whole("--limit", 1, 1e9))
  command:option("--page-size",
    "Fetch N rows with each request (default: 200). Give less if the platform is slow.")
    :argname("N"):convert(flags.whole("--page-size", 1, MAX_PAGE))
end

--- The filters that were given. With --task and without dates they cover all time. A campaign's
--- name becomes its sn, in `args` too.
---@param context ai95_cli.Context
---@param args table
---@param endpoint string
---@return table params
function flags.read_list(context, args, endpoint)
  if args.dial_task_main_sn then
    args.dial_task_main_sn = names.sn_of(context, "campaign", args.dial_task_main_sn)
  end
  local params = flags.read(args, endpoint)
  local dated = params.start_create_at ~= nil or params.end_create_at ~= nil
  if args.all and dated then
    context:usage("--all cannot be used with --from or --to")
  elseif params.start_create_at and params.end_create_at then
    flags.range(context, params.start_create_at, params.end_create_at)
  elseif args.all or (params.dial_task_main_sn and not dated) then
    params.start_create_at, params.end_create_at = dates.BEGINNING, dates.END
  end
  params.pageSize = args.page_size or args.limit and math.min(args.limit, PAGE_SIZE) or nil
  return params
end

--- An iterator that ends after `limit` items.
---@param limit integer|nil
---@param next_row fun(): table|nil
---@return fun(): table|nil
function flags.limited(limit, next_row)
  if not limit then
    return next_row
  end
  local count = 0
  return function()
    if count >= limit then
      return nil
    end
    count = count + 1
    return next_row()
  end
end

--- Tells a person that a table is empty, which would print nothing.
---@param context ai95_cli.Context
---@param count integer the number of rows
---@param message string "no calls"
---@param ... any what it has
function flags.print_empty(context, count, message, ...)
  if count == 0 and context.output:is_table() then
    context:notify(message, ...)
  end
end

--- The same for a filtered list. Ends the command if --task names no campaign.
---@param context ai95_cli.Context
---@param args table
---@param count integer the number of rows
---@param things string
function flags.check_empty(context, args, count, things)
  if count == 0 and args.dial_task_main_sn then
    context:task(args.dial_task_main_sn)
  end
  local dated = args.all or args.start_create_at or args.end_create_at or args.dial_task_main_sn
    or args.watermark
  flags.print_empty(context, count, args.watermark and "no new %s"
    or dated and "no %s" or "no %s today (see --from, --to and --all)", say(things))
end

return flags
