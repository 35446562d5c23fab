--- client:sync: the platform's lists in a database.
local bulk = require "ai95.export.bulk"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local inside_nginx = require "ai95.util.inside_nginx"
local new_writer = require "ai95.sync.database.writer"
local open = require "ai95.sync.database.connection"
local progress = require "ai95.sync.database.progress"
local read_address = require "ai95.sync.database.address"
local schema = require "ai95.sync.database.schema"
local suggest = require "ai95.util.suggest"
local validator = require "ai95.api.validator"
local window = require "ai95.sync.database.window"

--- The parameters of `client:sync`.
---@class ai95.SyncParams
---@field db string|nil the database: `"sqlite:calls.db"`, `"postgres://USER@HOST/DATABASE"` or
--- `"mysql://USER@HOST/DATABASE"`; absent: `AI95_DB` in the environment, otherwise `sqlite:ai95.db`
---@field what string[]|nil the lists: `"tasks"`, `"calls"`, `"customers"`, `"ai_users"`,
--- `"projects"`; absent: all
---@field from string|integer|nil the first run begins at this date; absent: with the oldest record
---@field page_size integer|nil rows of a request, 1,000
---@field progress (fun(now: ai95.SyncProgress))|nil called after each page

--- How far a sync has got.
---@class ai95.SyncProgress
---@field list string the list that is being read
---@field read integer its rows so far
---@field total integer|nil how many there are

--- What a sync has done: one for each list, in the order in which they were read.
---@class ai95.Synced
---@field list string the list
---@field read integer rows that the platform sent
---@field added integer rows that the database did not have
---@field from string|nil the time from which on it asked for them; nil: all
---@field missing integer|nil how many more rows the platform counts than it sends

local MIN_ROWS = 1000 -- of a transaction, unless the list ends
local MAX_PASSES = 5 -- over a list, while it changes

local schema_of_params = validator.schema("parameter", {
  { name = "db", type = "any" },
  { name = "what", type = "list" },
  { name = "from", type = "date" },
  { name = "page_size", type = "int", default = 1000, expected = "a whole number, 1 or more",
    min = 1, max = 2 ^ 31 - 1 },
  { name = "progress", type = "function" },
})

--- The lists that were asked for, in the order in which they are read.
local function chosen(what)
  local wanted, names = {}, {}
  for _, name in ipairs(what or schema.names) do
    if not schema.lists[name] then
      errors.misuse("sync: unknown list \"%s\"%s", tostring(name), suggest(name, schema.names))
    end
    wanted[name] = true
  end
  for _, name in ipairs(schema.names) do
    names[#names + 1] = wanted[name] and name or nil
  end
  return names
end

---@class ai95.Sync one run
---@field private client ai95.Client
---@field private connection ai95.DatabaseConnection
---@field private params table
---@field private results ai95.Synced[]
local Sync = {}
Sync.__index = Sync

function Sync:report(result, total)
  if self.params.progress then
    self.params.progress { list = result.list, read = result.read, total = total }
  end
end

--- Writes the rows that wait, and with them how far the run has got.
---@param finish fun()|nil called when the rows are there, to change the progress
function Sync:commit(writer, state, result, finish)
  local added
  self.connection:transaction(function()
    added = writer:write()
    if finish then
      finish()
    end
    progress.write(self.connection, state)
  end)
  result.added = result.added + added
  return writer:clear()
end

--- A list that is short: all of it.
function Sync:read_all(what, result)
  local writer, rows, err = new_writer(self.connection, what), self.client[what]:list()
  if not rows then
    error(err, 0)
  end
  for _, row in ipairs(rows) do
    writer:add(row)
  end
  result.read = #rows
  self:commit(writer, { list = what, finished_at = progress.now(self.client) }, result)
  self:report(result, #rows)
end

--- The progress with which a run begins: that of a run that was killed, as far as it goes.
function Sync:begin(what)
  local from, now = self.params.from, progress.now(self.client)
  local state = progress.read(self.connection, what)
  if not state or (from and from < state.since) then
    state = { list = what, since = from or dates.BEGINNING, start_at = from or dates.BEGINNING,
      newest = state and state.newest, day = now:sub(1, 10) }
  end
  if not state.pass or state.page_size ~= self.params.page_size then
    state.start_at = window.start(what, state, now)
    state.day = now:sub(1, 10)
    state.pass, state.page, state.seen, state.total, state.began = 1, 0, 0, nil, nil
    state.page_size = self.params.page_size
  end
  return state
end

--- After a pass: what is to be done next. All is read if as many rows were seen as there are. Rows
--- that came in during the pass are read by another one, which begins where the next run would.
function Sync:end_pass(what, state, result, total)
  local missing = (total or 0) - state.seen
  if missing <= 0 or state.pass >= MAX_PASSES then
    if result.read > 0 or state.seen > 0 then
      state.start_at = window.next_start(self.connection, what, state)
    end
    result.missing = missing > 0 and missing or nil
    progress.rest(state)
    state.finished_at = progress.now(self.client)
    return
  elseif state.seen >= (state.total or 0) then
    state.start_at = window.next_start(self.connection, what, state)
  end
  state.pass, state.page, state.seen, state.total = state.pass + 1, 0, 0, nil
end

--- Notes a row that the list has shown.
function Sync:note(list, state, row)
  local time = row[list.time]
  if time and dates.is_valid(time) and time > (state.newest or "") then
    state.newest = time
  end
end

--- Reads a list once, from the page on at which the progress is.
function Sync:read_pass(what, state, writer, result)
  local list, first, before, pages = schema.lists[what], state.page, {}, 0
  local rows = bulk[self.client[what]:each { pageIndex = first, pageSize = state.page_size,
    start_create_at = state.start_at, end_create_at = dates.END }]
  while true do
    local row = rows:next()
    state.began = state.began or progress.now(self.client)
    state.total = state.total or rows.total
    if rows.pages > pages or not row then
      pages = rows.pages
      state.page = first + pages
      if not row then
        self:commit(writer, state, result, function()
          self:end_pass(what, state, result, rows.total)
        end)
      elseif #writer.rows >= MIN_ROWS then
        before = self:commit(writer, state, result)
      end
      self:report(result, rows.total)
    end
    if not row then
      return
    end
    local is_again = writer:has(row)
    local key = writer:add(row)
    state.seen = state.seen + ((is_again or before[key]) and 0 or 1)
    result.read = result.read + 1
    self:note(list, state, row)
  end
end

function Sync:read(what)
  local result = { list = what, read = 0, added = 0 }
  self.results[#self.results + 1] = result
  if not schema.lists[what].time then
    return self:read_all(what, result)
  end
  local writer, state = new_writer(self.connection, what), self:begin(what)
  result.from = state.start_at
  repeat
    self:read_pass(what, state, writer, result)
  until not state.pass
end

--- Whose data it is.
local function account_of(config)
  local host = config.base_url:match "^%a+://([^/]*)"
  return ("%s at %s"):format(config.username or "?", host)
end

--- See client:sync.
---@param client ai95.Client
---@param config table the client's options
---@param given ai95.SyncParams|nil
---@return ai95.Synced[]|nil results
---@return ai95.Error|nil err
return function(client, config, given)
  local params = validator.check("sync", schema_of_params, given)
  local names, address = chosen(params.what), read_address(params.db)
  if inside_nginx() then
    errors.misuse("sync: a database makes all requests of an nginx worker wait: run `ai95 sync`"
      .. " beside nginx")
  end
  local self = setmetatable({ client = client, params = params, results = {} }, Sync)
  local ok, raised = pcall(function()
    self.connection = open(address)
    schema.migrate(self.connection, account_of(config))
    for _, what in ipairs(names) do
      self:read(what)
    end
  end)
  if self.connection then
    self.connection:close()
  end
  if ok then
    return self.results
  elseif not errors.is(raised) then
    error(raised, 0)
  end
  return nil, errors.derive(raised, { partial = self.results })
end
