--- Rows of the platform with methods behind them. A row stays a plain table with the platform's own
--- field names; what a method needs besides is in the metatable, out of the way of whoever prints
--- or encodes the row.
local bulk = require "ai95.export.bulk"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local parser = require "ai95.http.parser"
local validator = require "ai95.api.validator"

local resource = {}

---@class ai95.Class
---@field label string how a variable of it is called in messages: "task"
---@field methods table<string, function>
---@field on_read fun(row: table)|nil adds fields of our own to a row
---@field key string|nil the field that identifies a row
---@field metatables table<ai95.Client, table>

--- A method that says so if it is called with a dot instead of a colon.
local function guard(class, name, method)
  return function(self, ...)
    local metatable = type(self) == "table" and getmetatable(self)
    if type(metatable) ~= "table" or metatable.class ~= class then
      errors.misuse("call it with a colon: %s:%s(…), not %s.%s(…)", class.label, name, class.label,
        name)
    end
    return method(self, ...)
  end
end

--- A class of rows, or of a client's groups such as `client.tasks`.
---@param label string
---@param methods table<string, function>
---@param key string|nil
---@param on_read (fun(row: table))|nil
---@return ai95.Class
function resource.class(label, methods, key, on_read)
  local class = {
    label = label, methods = {}, key = key, on_read = on_read,
    metatables = setmetatable({}, { __mode = "kv" }),
  }
  for name, method in pairs(methods) do
    class.methods[name] = guard(class, name, method)
  end
  return class
end

local function new_metatable(class, client, host)
  return { __name = "ai95." .. class.label, __index = class.methods, class = class, client = client,
    host = host, key = class.key }
end

local function metatable_for(class, client, host)
  if host then
    return new_metatable(class, client, host)
  end
  local metatable = class.metatables[client]
  if not metatable then
    metatable = new_metatable(class, client)
    class.metatables[client] = metatable
  end
  return metatable
end

--- Gives rows the methods of a class, on behalf of a client.
---@param class ai95.Class
---@param client ai95.Client
---@param rows table[]
---@param host string|nil another host that serves their recordings
---@return table[] rows
function resource.bind_all(class, client, rows, host)
  local metatable = metatable_for(class, client, host)
  for _, row in ipairs(rows) do
    if class.on_read then
      class.on_read(row)
    end
    setmetatable(row, metatable)
  end
  return rows
end

---@param class ai95.Class
---@param client ai95.Client
---@param row table
---@return table row
function resource.bind(class, client, row)
  return resource.bind_all(class, client, { row })[1]
end

--- The client that a row was read with, and the host of its recordings if that is another one.
---@param row table
---@return ai95.Client client
---@return string|nil host
function resource.client(row)
  local metatable = getmetatable(row)
  return metatable.client, metatable.host
end

local PAGE_SIZE = 200 -- the platform's own 5 would cost forty times as many requests

local function with_page_size(given)
  if given ~= nil and type(given) ~= "table" then
    return given -- which client:request refuses
  end
  local own = validator.copy(given)
  own.pageSize = own.pageSize or PAGE_SIZE
  return own
end

--- All rows of an endpoint whose answer is a list.
---@return table[]|nil rows
---@return ai95.Error|nil err
function resource.all(client, endpoint, class)
  return client:read(endpoint, nil, nil, { metatable = metatable_for(class, client) })
end

--- One page: an array of its rows, with `total`.
---@return table|nil page
---@return ai95.Error|nil err
function resource.list(client, endpoint, class, given)
  local data, err = client:read(endpoint, with_page_size(given), nil,
    { metatable = metatable_for(class, client) })
  if not data then
    return nil, err
  end
  local page = data.list
  for i = 1, class.on_read and #page or 0 do
    class.on_read(page[i])
  end
  page.total = data.total
  return page
end

-- Pages in succession that begin like the one before. One does if a page of rows came in meanwhile.
local MAX_REPEATS = 2
local MORE = ", and `total` says that there are more rows"
local SAME_PAGE = "it sends the same page again and again" .. MORE
local EMPTY_PAGE = "a page without rows" .. MORE

--- The rows of all pages. While the caller works on a page's rows, the next page is fetched; a
--- page's rows are read from its text one by one, so that no more than the text of two pages is in
--- memory.
---@class ai95.RowIterator
---@field total integer|nil as the last page that was fetched says
---@field pages integer how many pages were read to their end
---@field private own table parameters of the next page
---@field private skipped integer rows before the first page
---@field private seen integer rows before the page
---@field private page userdata|nil its rows
---@field private count integer rows of the page that were read
---@field private first string|nil the key of its first row
---@field private first_before string|nil that of the page before
---@field private returned integer rows of the pages that did not begin like the one before
---@field private repeats integer pages in succession that did
---@field private coming table|nil the next page's request
---@field private starting boolean|nil whether it is being started
local Rows = {}
Rows.__index = Rows

function Rows:start()
  local own, reading = validator.copy(self.own), { metatable = self.metatable, one_by_one = true }
  self.own.pageIndex = self.own.pageIndex + 1
  self.starting = true -- inside nginx, others may run before the request has been started
  local ok, job = pcall(loop.spawn, self.client.read, self.client, self.endpoint.name, own, nil,
    reading)
  self.starting = false
  if not ok then
    error(job, 0)
  end
  self.coming = job
end

function Rows:next_page()
  if self.starting then
    return loop.sleep(0.001) -- another coroutine starts the request
  elseif not self.coming then
    self:start()
  end
  local coming = self.coming
  local page, err = coming:result()
  if self.coming ~= coming then
    return -- another coroutine that reads these rows has this page
  end
  self.coming = nil
  if not page then
    self.own.pageIndex = self.own.pageIndex - 1 -- whoever goes on after the error asks again
    error(err, 0)
  end
  self.page, self.count, self.total = page, 0, page:total() or self.total
  self.first, self.first_before = nil, self.first
  if self.total and self.total > self.seen + self.own.pageSize then
    self:start()
  end
end

--- Whether there is no other page after one that was read. The last one is empty, or `total` says
--- that all rows have come. A platform may send less rows than asked for on every page; it may send
--- no total, one that is too low, or one that counts the rows of its page, and then a full page is
--- not taken for the last one.
function Rows:is_last()
  local count, total = self.count, self.total
  if count == 0 or self.repeats == MAX_REPEATS then
    return true
  elseif self.coming or self.repeats > 0 or total ~= self.seen then
    return false
  end
  return count < self.own.pageSize or total > count
end

--- Whether the page begins with the row with which the page before began.
function Rows:is_again()
  return self.first ~= nil and self.first == self.first_before
end

--- Raises, now and whenever it is called again: the rows behind this place are not read.
function Rows:fail(problem)
  self.ended, self.err = true, parser.row_error(self.endpoint, problem)
  error(self.err, 0)
end

function Rows:end_page()
  self.total = self.page:total()
  self.seen = self.seen + self.count
  self.page, self.pages = nil, self.pages + 1
  if self:is_again() then
    self.repeats = self.repeats + 1
  else
    self.repeats, self.returned = 0, self.returned + self.count
  end
  self.ended = self:is_last()
  if self.repeats == MAX_REPEATS then
    self:fail(SAME_PAGE)
  elseif self.count == 0 and (self.total or 0) > self.seen then
    self:fail(EMPTY_PAGE)
  end
end

--- A row of the page; nil if the page is the one before again, and there are no more rows.
function Rows:take(row)
  self.count = self.count + 1
  if self.count == 1 then
    self.first = row[self.class.key]
    -- A platform that does not know pages sends its only one again.
    self.ended = self:is_again() and (self.total or 0) <= self.skipped + self.returned
  end
  if self.ended then
    return nil
  elseif self.class.on_read then
    self.class.on_read(row)
  end
  return row
end

--- The next row, or nil after the last one. Raises the error that resource.list would return.
---@return table|nil
function Rows:next()
  while not self.ended do
    if not self.page then
      self:next_page()
    else
      local row, problem = self.page:next()
      if row then
        return self:take(row)
      elseif problem then
        self:fail(problem)
      end
      self:end_page()
    end
  end
  if self.err then
    error(self.err, 0)
  end
end

--- Writes the next rows of the page, as export/bulk says. The first row of a page shows whether it
--- is the page before again.
---@param writer userdata
---@return integer count
---@return number waiting
function Rows:write(writer)
  if not self.page or self.ended or self.count == 0 or self.class.on_read then
    return 0, 0
  end
  local count, waiting = self.page:write(writer)
  self.count = self.count + count
  return count, waiting
end

---@return ai95.RowIterator
function resource.rows(client, endpoint_name, class, given)
  local endpoint = endpoints.by_name[endpoint_name]
  -- Raises here, where the caller's own line is known. "today" means the same day for all pages.
  local fields = validator.fields(endpoint, given, nil, nil,
    function() return client:server_time() end)
  local checked = {}
  for i = 1, #fields, 2 do
    checked[fields[i]] = fields[i + 1]
  end
  local own = with_page_size(checked)
  own.pageIndex = own.pageIndex or 0
  local skipped = own.pageIndex * own.pageSize
  return setmetatable({
    client = client, endpoint = endpoint, class = class, metatable = metatable_for(class, client),
    own = own, skipped = skipped, seen = skipped, returned = 0, repeats = 0, pages = 0,
  }, Rows)
end

--- An iterator over the rows of all pages.
---@return fun(): table|nil
function resource.each(client, endpoint, class, given)
  local rows = resource.rows(client, endpoint, class, given)
  local function next_row()
    local row = rows:next() -- a tail call would hide from Lua 5.1's stack that a `for` called it
    return row
  end
  bulk[next_row] = rows
  return next_row
end

return resource
