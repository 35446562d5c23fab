--- Campaigns as they proceed, drawn again in place on stderr, or told there line by line; what came of them is on stdout at the
--- end.
local Screen = require "ai95_cli.screen"
local columns = require "ai95_cli.commands.tasks.columns"
local core = require "ai95.core"
local terminal = require "ai95_cli.terminal"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local progress = require "ai95_cli.progress"
local quoted = require "ai95_cli.quoted"
local width = require "ai95_cli.width"

local LOOK = 0.2 -- seconds between two looks at the terminal's size
local LONGEST_NAME = 16 -- cells
local LONGEST_BAR, SHORTEST_BAR, BESIDE_IT = 30, 5, 80 -- cells; with less there is no bar

local ended = { sent = true, paused = true }

local passing = { network = true, timeout = true, limit = true }

--- Whether an error may be over at the next look: who watches for hours meets some.
local function may_pass(err)
  return errors.is(err) and (passing[err.kind] or err.code == 500 or (err.http_status or 0) >= 500)
end

--- The campaigns as they are now.
local function read(context, sns)
  local tasks = {}
  if #sns == 0 then
    for task in columns.with_state(context:client().tasks:each()) do
      tasks[#tasks + 1] = task
    end
    return tasks
  end
  for i, sn in ipairs(sns) do
    tasks[i] = columns.stated(context:task(sn))
  end
  return tasks
end

local function all_ended(tasks)
  for _, task in ipairs(tasks) do
    if not ended[task.state] then
      return false
    end
  end
  return true
end

local function count(value)
  return math.floor(tonumber(value) or 0)
end

---@class ai95_cli.Watch
---@field tasks ai95.Task[]
---@field first table<string, integer> what had been dialled when a campaign was first looked at
---@field told table<string, string> the state of a campaign that was told last, where nothing is drawn
---@field trouble string|nil why the campaigns could not be looked at just now
local Watch = {}
Watch.__index = Watch

local function name_of(task)
  return width.cut(width.plain(task.source or task.dial_task_main_sn), LONGEST_NAME)
end

--- What matters most is on the left: on a narrow terminal the rest is cut.
function Watch:line(task, name_cells, bar_cells)
  local sn, total, sent = task.dial_task_main_sn, count(task.total_count), count(task.send_count)
  self.first[sn] = self.first[sn] or sent
  local parts = {
    width.pad(name_of(task), name_cells), width.pad(task.state, 8),
  }
  if bar_cells >= SHORTEST_BAR then
    parts[#parts + 1] = progress.bar(total > 0 and sent / total or 0, bar_cells)
  end
  parts[#parts + 1] = ("%d of %d"):format(sent, total)
  if not ended[task.state] then
    parts[#parts + 1] = progress.pace(sent - self.first[sn], total - sent, core.now() - self.started)
  end
  parts[#parts + 1] = task.state == "unsent" and "waits for `ai95 tasks resume`"
    or ("%d answered, %d not"):format(count(task.success), count(task.fail))
  return table.concat(parts, "  ")
end

function Watch:draw()
  local lines, name_cells, bar_cells = {}, 0, math.min(LONGEST_BAR, self.screen:columns() - BESIDE_IT)
  for _, task in ipairs(self.tasks) do
    name_cells = math.max(name_cells, terminal.width(name_of(task)))
  end
  for i, task in ipairs(self.tasks) do
    lines[i] = self:line(task, name_cells, bar_cells)
  end
  if self.trouble then
    table.insert(lines, 1, self.trouble)
  end
  self.screen:draw(lines)
end

--- One line for each campaign whose state is another than it was.
function Watch:tell()
  for _, task in ipairs(self.tasks) do
    local sn = task.dial_task_main_sn
    if self.told[sn] ~= task.state then
      self.told[sn] = task.state
      self.context:say("%s  %s  %s: %s, %d of %d dialled", dates.format(os.time()), sn, task.source or "", task.state,
        count(task.send_count), count(task.total_count))
      if task.state == "unsent" then
        self.context:say("it waits for somebody to begin it: `ai95 tasks resume %s`", quoted(sn))
      end
    end
  end
end

function Watch:show()
  if self.screen then
    self:draw()
  else
    self:tell()
  end
end

--- Looks at the campaigns again. Trouble that may pass is told, and the next look waited for.
function Watch:look()
  local ok, result = pcall(read, self.context, self.context.args.sn)
  if ok then
    self.tasks, self.trouble = result, nil
  elseif may_pass(result) then
    local trouble = tostring(result) .. "; trying again"
    if not self.screen and trouble ~= self.trouble then
      self.context:say("%s", trouble)
    end
    self.trouble = trouble
  else
    error(result, 0)
  end
end

--- Waits for the next look at the platform; a terminal that is resized meanwhile is drawn on again.
function Watch:wait(seconds)
  local till = core.now() + seconds
  while core.now() < till do
    terminal.sleep(math.min(LOOK, math.max(till - core.now(), 0)))
    if self.screen and self.screen:is_resized() then
      self:draw()
    end
  end
end

local function run(context, args)
  context:on_interrupt "no longer watching; the campaigns go on"
  local watch = setmetatable({
    context = context, screen = Screen.new(), first = {}, told = {}, started = core.now(),
    tasks = read(context, args.sn), -- where that fails, there is nothing to watch
  }, Watch)
  local waited = not all_ended(watch.tasks)
  while not all_ended(watch.tasks) do
    watch:show()
    watch:wait(args.interval)
    watch:look()
  end
  if watch.screen then
    watch.screen:clear()
  elseif waited then
    watch:tell()
  end
  if #watch.tasks == 0 then
    context:say "no campaigns today: name one, see `ai95 tasks list --all`"
  end
  context.output:rows(columns.list, watch.tasks)
end

return {
  name = "watch",
  summary = "Watch campaigns until they are done",
  description = "Without SN, today's. Draws on stderr, where that is a terminal, and elsewhere tells there each change of state;"
    .. " prints the campaigns on stdout when all of them are sent or paused. Where the platform is out of reach meanwhile, it"
    .. " keeps trying. Ctrl-C ends the watching and nothing else.",
  examples = {
    { "ai95 tasks watch SN", "one campaign, with its rate and the time left" },
    { "ai95 tasks watch SN --json && ai95 archive recordings --task SN", "in a script: go on when it is done" },
  },
  define = function(command)
    command:argument("SN", "The campaign's dial_task_main_sn."):argname "SN":target "sn":args "*"
    command:option("--interval", "Between two looks at the platform (5)."):argname "SECONDS":default(5):convert(function(text)
      local seconds = tonumber(text)
      if not seconds or seconds < 0.1 or seconds > 3600 then
        return nil, "--interval must be 0.1 to 3600 seconds"
      end
      return seconds
    end)
  end,
  run = run,
}
