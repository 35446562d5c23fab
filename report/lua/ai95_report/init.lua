--- Reports about calls: reads the calls, counts them, and writes a page about them.
local ai95 = require "ai95"
local collect = require "ai95_report.collect"
local logo = require "ai95_report.logo"
local numbers_of = require "ai95_report.numbers"
local page = require "ai95_report.page"
local period_of = require "ai95_report.period"
local style = require "ai95_report.style"

local dates = ai95.dates

--- The report as a module, `require "ai95_report"`. It is a rock of its own, `ai95-report`;
--- `require "ai95"` does not load it.
---
---     local report = require "ai95_report"
---     local data = assert(report.collect(client, { from = "2024-05-01", to = "2024-05-31" }))
---     assert(ai95.replace_file("may.html", report.html(data, { language = "en" })))
---@class ai95_report
---@field MAX_LOGO integer the size up to which a logo is taken, in bytes
local report = { MAX_LOGO = logo.MAX }

--- Which calls a report is about.
---@class ai95_report.Params
---@field from string|number|nil the first day, time or Unix time; absent: six days before `to`, or
--- with `task` the beginning of time
---@field to string|number|nil the last one; absent: today, or with `task` the end of time
---@field task string|nil the `dial_task_main_sn` of a campaign; absent: all campaigns
---@field interested string[]|nil the labels of people who are interested; absent: `{ "有意向" }`
---@field progress (fun(done: integer, total: integer))|nil called with the number of rows read

--- What was counted.
---@class ai95_report.Data
---@field from string the first second, China Standard Time; of all time, the first day with calls
---@field to string the last second
---@field made integer when it was made; Unix time
---@field open boolean whether the numbers will grow: the time range has not ended, or the campaign
--- has not been dialled to its end
---@field task ai95.Task|nil the campaign, if the report is about one

--- Some calls, counted.
---@class ai95_report.Group
---@field calls integer outbound calls
---@field connected integer those with a talk time of more than 0 seconds
---@field rate number|nil connected ÷ calls, 0 to 1; nil without calls
---@field low number|nil the lower end of the rate's 95% confidence interval (Wilson's method)
---@field high number|nil its upper end
---@field talk number seconds talked
---@field ring number seconds rung
---@field interested integer connected calls with one of the labels of interest

--- Groups by name: the largest ones, the others together, and those without a name.
---@class ai95_report.Names
---@field list table[] groups with `name`, largest first; of labels only `calls`, of categories only
--- `customers`
---@field others table|nil the same of all others, and `names`, how many they are
---@field without table|nil the same of those that have no name

--- All numbers of the page. It has no name or phone number of a customer.
---@class ai95_report.Numbers
---@field from string the first second, China Standard Time
---@field to string the last one
---@field made string when it was made
---@field open boolean whether the numbers will grow
---@field campaign { sn: string, name: string|nil, state: string, rows: integer, left: integer
--- }|nil the campaign, if it is about one
---@field total ai95_report.Group all calls
---@field inbound integer inbound calls, which are in no other number
---@field untimed integer calls without any time, which are in no day, hour and weekday
---@field reported integer the platform's number of calls after they were read; another one than
--- that of `total` and `inbound` if its records changed
---@field talk_median number|nil seconds
---@field previous { from: string, to: string, total: ai95_report.Group }|nil the period before
---@field days ai95_report.Group[] each also with `from`, `to` (longer steps if there are many
--- days) and `before`, the group of the same days of the period before
---@field hours ai95_report.Group[] each also with `hour`, 0 to 23
---@field weekdays ai95_report.Group[] each also with `weekday`, from 1 (Monday), and `dates`, on
--- how many dates there were calls
---@field week ai95_report.Group[] each also with `weekday` and `hour`; those that have calls
---@field interested_labels string[] the labels of people who are interested
---@field funnel { name: string, people: integer }[] `"list"` (if it is known), `"called"`,
--- `"connected"`, `"interested"`
---@field talk_times { from: integer, to: integer|nil, count: integer }[] connected calls by seconds
--- talked; `to`: nil if there is no end
---@field labels ai95_report.Names of connected calls
---@field categories ai95_report.Names of connected customers
---@field scores { calls: integer, mean: number|nil, bins: table[] } of connected calls; each bin
--- has `from`, `to` and `count`
---@field reasons ai95_report.Names hang-up reasons of all calls
---@field campaigns ai95_report.Names|nil each also with `sn`, `state`, `rows` and `left`; nil if
--- it is about one campaign
---@field ai_users ai95_report.Names|nil each also with `sn`, `lines`, `days` (with calls),
--- `busy` and `capacity` (seconds), `utilization` (0 to 1) and `busiest_hour`; nil if it is about
--- one campaign

--- How the page looks.
---@class ai95_report.PageOptions
---@field language "zh"|"en"|"both"|nil both, the default, is a page that opens in Chinese and can
--- switch to English
---@field title string|nil the page's title; absent: 外呼报告, Call report
---@field logo string|nil the content of an image file, a PNG, a JPEG or an SVG of up to 512 KiB

--- A converter for a date that a program gives.
local function date(value)
  if type(value) == "number" and value >= 0 and value < 2 ^ 32 then
    return dates.format(value)
  end
  return type(value) == "string" and dates.is_valid(value) and value or nil
end

local function of_type(expected)
  return function(value) return type(value) == expected and value or nil end
end

--- A converter for a list of labels.
local function labels(value)
  local list = {}
  for i, label in ipairs(type(value) == "table" and value or {}) do
    if type(label) ~= "string" then
      return nil
    end
    list[i] = label
  end
  return #list > 0 and list or nil
end

-- The parameters: what each must be, and a function that returns the value, or nil for a wrong one.
local COLLECT = {
  from = { "a date", date }, to = { "a date", date }, task = { "an sn", of_type "string" },
  interested = { "a list of labels", labels }, progress = { "a function", of_type "function" },
}

local LANGUAGES = { zh = "zh", en = "en", both = "both" }

local HTML = {
  language = { '"zh", "en" or "both"', function(value) return LANGUAGES[value] end },
  title = { "a text", of_type "string" },
  logo = { "the content of a PNG, JPEG or SVG of up to 512 KiB", function(value)
    return type(value) == "string" and logo.uri(value) or nil
  end },
}

--- A copy of the parameters. Raises at the caller's line if one is wrong.
local function check(what, known, given)
  local values = {}
  if given ~= nil and type(given) ~= "table" then
    error(("%s: the parameters must be a table, got a %s"):format(what, type(given)), 3)
  end
  for name, value in pairs(given or {}) do
    if not known[name] then
      local names = {}
      for each in pairs(known) do
        names[#names + 1] = each
      end
      table.sort(names)
      error(("%s: there is no parameter \"%s\"%s"):format(what, tostring(name),
        ai95.suggest(tostring(name), names)), 3)
    end
    values[name] = known[name][2](value)
    if values[name] == nil then
      error(("%s: \"%s\" must be %s"):format(what, name, known[name][1]), 3)
    end
  end
  return values
end

--- The time range of a report, for a program that shows or checks it before it reads the calls.
---@param given ai95_report.Params|nil which calls; absent: the last seven days
---@return string from the first second, China Standard Time; after `to` if the range is empty
---@return string to the last second
function report.period(given)
  local values = check("report.period", COLLECT, given)
  return period_of(values.from, values.to, values.task ~= nil)
end

--- Reads calls and customers, and counts them. Memory does not grow with their number.
---@param client ai95.Client whose account it is
---@param given ai95_report.Params|nil which calls; absent: the last seven days
---@return ai95_report.Data|nil data
---@return ai95.Error|nil err any kind but `"file"`; kind `"api"`, code 30011: there is no such
--- campaign
function report.collect(client, given)
  local values = check("report.collect", COLLECT, given)
  local from, to = period_of(values.from, values.to, values.task ~= nil)
  if from > to then
    error(("report.collect: \"from\" (%s) is after \"to\" (%s)"):format(from, to), 2)
  end
  return collect(client, { from = from, to = to, task = values.task,
    interested = values.interested }, values.progress)
end

--- All numbers of the page.
---
---     local report = require "ai95_report"
---     local data = assert(report.collect(client))
---     for _, each in ipairs(report.numbers(data).hours) do print(each.hour, each.rate) end
---@param data ai95_report.Data what was counted
---@return ai95_report.Numbers numbers a plain table that can be encoded as JSON
function report.numbers(data)
  return numbers_of(data)
end

--- The report as a page: one HTML file that loads nothing, runs nothing, and has no name or phone
--- number of a customer.
---@param data ai95_report.Data what was counted
---@param given ai95_report.PageOptions|nil how it looks
---@return string html the page
function report.html(data, given)
  local values = check("report.html", HTML, given)
  values.language = values.language or "both"
  return page.html(data, values)
end

--- The report without the document around it, for a page of your own: one element with the charts
--- and numbers, in one language. It has no script, no inline style and no ids, and no name or phone
--- number of a customer. It needs the style sheet that
--- `report.stylesheet` returns.
---@param data ai95_report.Data what was counted
---@param language "zh"|"en" of the texts
---@return string markup of an element, already escaped
function report.cards(data, language)
  if language ~= "zh" and language ~= "en" then
    error('report.cards: "language" must be "zh" or "en"', 2)
  end
  return page.cards(data, language)
end

--- The style sheet of the element that `report.cards` returns. Its rules are about that element, of
--- the class `ai95-report`, and what is in it. Its colours are variables of that class.
---@return string css
function report.stylesheet()
  return style.cards()
end

--- Whether a file can be the logo of a page.
---@param content string the bytes of the file
---@return true|nil ok
---@return string|nil problem what is wrong with it
function report.check_logo(content)
  local uri, problem = logo.uri(content)
  return uri and true or nil, problem
end

return report
