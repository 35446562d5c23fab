--- Watches campaigns: redraws their progress on stderr, or prints each change there if that is not
--- a terminal. Prints the result on stdout at the end.
local ai95 = require "ai95"
local campaign = require "ai95_cli.commands.campaign"
local failure = require "ai95_cli.failure"
local names = require "ai95_cli.names"
local progress = require "ai95_cli.progress"
local say = require("ai95_texts").say
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

local RESIZE_INTERVAL = 0.2 -- seconds between two checks of the terminal's size
local MAX_NAME = 16 -- cells
local MAX_BAR, MIN_BAR = 30, 8 -- cells; with less room there is no bar
local GAP = "  "

local ended = { sent = true, paused = true }

local transient = { network = true, timeout = true, rate_limit = true }

--- Whether the next poll may succeed. A watch of several hours meets some errors.
local function is_transient(err)
  return ai95.is_error(err) and (transient[err.kind] or err.code == 500
    or (err.http_status or 0) >= 500)
end

--- The campaigns as they are now: those with these sns, or all that were created since `day`.
local function read(context, sns, day)
  local tasks = {}
  if #sns == 0 then
    for task in context:client().tasks:each { start_create_at = day } do
      tasks[#tasks + 1] = task
    end
    return tasks
  end
  for i, sn in ipairs(sns) do
    tasks[i] = context:task(sn)
  end
  return tasks
end


local function count(value)
  return math.floor(tonumber(value) or 0)
end

---@class ai95_cli.Watch
---@field sns string[] of the campaigns that were given; none: those that were created since `day`
---@field day string
---@field tasks ai95.Task[]
---@field first table<string, integer> by campaign: how many had been dialled at the first poll
---@field reported table<string, string> by campaign: the state that was printed last, without a
--- screen
---@field trouble string|nil why the last poll failed
local Watch = {}
Watch.__index = Watch

local function name_of(task)
  return text.cut(text.plain(task.source or task.dial_task_main_sn), MAX_NAME)
end

-- How short a line is, for a bar beside it: with everything; with shorter words; without the rate.
local WHOLE, SHORTEST = 1, 3

--- How many were connected and how many not.
local function outcome(task, shortness)
  local success, fail = count(task.success), count(task.fail)
  local words = say(shortness > WHOLE and "%d ok, " or "%d connected, "):format(success)
  return {
    { words, success > 0 and "green" or nil },
    { say("%d not"):format(fail), fail > 0 and "red" or nil },
  }
end

--- The parts of a campaign's line, but for the bar.
function Watch:parts(task, shortness)
  local sn, total, sent = task.dial_task_main_sn, count(task.total_count), count(task.send_count)
  self.first[sn] = self.first[sn] or sent
  local pace = ended[task.state] and "" or progress.pace(sent - self.first[sn], total - sent,
    ai95.monotonic() - self.started)
  if shortness == SHORTEST then
    pace = pace:gsub("^[^,]*, ", "")
  end
  return {
    name = name_of(task), share = total > 0 and sent / total or 0,
    count = say("%d of %d"):format(sent, total) .. (pace ~= "" and GAP .. pace or ""),
  }
end

local function width_of(line)
  local width = 0
  for _, part in ipairs(line) do
    width = width + terminal.width(part[1])
  end
  return width
end

--- A campaign's line. The most important facts are on the left, because a narrow terminal cuts the
--- rest.
function Watch:line(task, name_cells, bar_cells, shortness)
  local parts, style = self:parts(task, shortness), campaign.styles[task.state]
  local line = {
    { text.pad(parts.name, name_cells) .. GAP }, { text.pad(say(task.state), 8), style },
  }
  if bar_cells > 0 then
    line[#line + 1] = { GAP .. progress.bar(parts.share, bar_cells), style }
  end
  line[#line + 1] = { GAP .. parts.count .. GAP }
  if task.state == "unsent" then
    line[#line + 1] = { say "waits for `ai95 tasks resume`" }
  else
    local both = outcome(task, shortness)
    line[#line + 1], line[#line + 2] = both[1], both[2]
  end
  return line
end

--- The lines of all campaigns, and how many cells they leave for a bar.
function Watch:lines(bar_cells, shortness)
  local lines, name_cells, widest = {}, 0, 0
  for _, task in ipairs(self.tasks) do
    name_cells = math.max(name_cells, terminal.width(name_of(task)))
  end
  for i, task in ipairs(self.tasks) do
    lines[i] = self:line(task, name_cells, bar_cells, shortness)
    widest = math.max(widest, width_of(lines[i]))
  end
  return lines, self.screen:columns() - 1 - widest - #GAP - #"[]"
end

function Watch:draw()
  local lines
  for shortness = WHOLE, SHORTEST do
    local shorter, room = self:lines(0, shortness)
    lines = lines or shorter
    if room >= MIN_BAR then
      lines = self:lines(math.min(room, MAX_BAR), shortness)
      break
    end
  end
  if self.trouble then
    table.insert(lines, 1, { { self.trouble, "red" } })
  end
  self.screen:draw(lines)
end

--- Whether nothing happens any more. A campaign that waits to be started is waited for only if it
--- was named.
function Watch:is_over()
  for _, task in ipairs(self.tasks) do
    if not ended[task.state] and (task.state ~= "unsent" or #self.sns > 0) then
      return false
    end
  end
  return true
end

--- Prints a line for each campaign whose state has changed.
function Watch:report()
  for _, task in ipairs(self.tasks) do
    local sn = task.dial_task_main_sn
    if self.reported[sn] ~= task.state then
      self.reported[sn] = task.state
      self.context:notify("%s  %s  %s: %s, %d of %d dialled", ai95.dates.format(os.time()), sn,
        task.source or "", say(task.state),
        count(task.send_count), count(task.total_count))
      if task.state == "unsent" then
        self.context:notify("it waits to be started: `ai95 tasks resume %s`", text.quote(sn))
      end
    end
  end
end

function Watch:show()
  if self.screen then
    self:draw()
  else
    self:report()
  end
end

--- Reads the campaigns again. A transient error is reported, and the next poll tries again.
function Watch:poll()
  local ok, result = pcall(read, self.context, self.sns, self.day)
  if ok then
    self.tasks, self.trouble = result, nil
  elseif is_transient(result) then
    local trouble = say("%s; trying again"):format(failure.text(result))
    if not self.screen and trouble ~= self.trouble then
      self.context:notify("%s", trouble)
    end
    self.trouble = trouble
  else
    error(result, 0)
  end
end

--- Waits for the next poll. Redraws if the terminal is resized meanwhile.
function Watch:wait(seconds)
  local till = ai95.monotonic() + seconds
  while ai95.monotonic() < till do
    terminal.sleep(math.min(RESIZE_INTERVAL, math.max(till - ai95.monotonic(), 0)))
    if self.screen and self.screen:is_resized() then
      self:draw()
    end
  end
end

local function run(context, args)
  context:on_interrupt "stopped watching; the campaigns continue"
  local sns, seen = {}, {}
  for _, given in ipairs(args.sn) do
    local sn = names.sn_of(context, "campaign", given, "CAMPAIGN")
    if not seen[sn] then
      sns[#sns + 1], seen[sn] = sn, true
    end
  end
  local day = ai95.dates.resolve("today", "first") -- it remains the day after midnight
  local watch = setmetatable({
    sns = sns, day = day, context = context, screen = context:screen(),
    first = {}, reported = {}, started = ai95.monotonic(),
    tasks = read(context, sns, day), -- if this fails, there is nothing to watch
  }, Watch)
  local waited = not watch:is_over()
  while not watch:is_over() do
    watch:show()
    watch:wait(args.interval)
    watch:poll()
  end
  if watch.screen then
    watch.screen:clear()
  elseif waited then
    watch:report()
  end
  if #watch.tasks == 0 then
    context:notify "no campaigns today: name one (`ai95 tasks list --all` lists them)"
  end
  context.output:rows(campaign.columns, watch.tasks)
end

return {
  name = "watch",
  summary = "Watch campaigns until they are done",
  fields = campaign.fields,
  description = "Watches today's campaigns, unless you name some. Shows the progress on stderr:"
    .. " bars on a terminal, otherwise a line for each change of state. Ends when all campaigns are"
    .. " sent or paused, and prints them on stdout. A campaign that was never started is waited for"
    .. " only if you name it. If the platform cannot be reached, tries again. Ctrl-C"
    .. " stops the watching; the campaigns continue.",
  examples = {
    { "ai95 tasks watch @last", "the newest campaign, with its rate and the time left" },
    { "ai95 tasks watch SN --json && ai95 archive recordings --task SN",
      "in a script: continue when it is done" },
  },
  define = function(command)
    campaign.define_argument(command, "*")
    command:option("--interval",
      "The time between two polls."):argname "SECONDS":default(5):convert(function(given)
      local seconds = tonumber(given)
      if not seconds or seconds < 0.1 or seconds > 3600 then
        return nil, "--interval must be 0.1 to 3600 seconds"
      end
      return seconds
    end)
  end,
  run = run,
}
