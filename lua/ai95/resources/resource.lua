--- Rows of the platform with methods behind them. A row stays a plain table with the platform's own
--- field names; what a method needs besides is in the metatable, out of the way of whoever prints
--- or encodes the row.
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local validator = require "ai95.api.validator"

local resource = {}

---@class ai95.Class
---@field label string how a variable of it is called in messages: "task"
---@field methods table<string, function>
---@field on_read fun(row: table)|nil adds fields of our own to a row
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
---@param on_read (fun(row: table))|nil
---@return ai95.Class
function resource.class(label, methods, on_read)
  local class = { label = label, methods = {}, on_read = on_read, metatables = setmetatable({},
    { __mode = "kv" }) }
  for name, method in pairs(methods) do
    class.methods[name] = guard(class, name, method)
  end
  return class
end

local function new_metatable(class, client, host)
  return { __name = "ai95." .. class.label, __index = class.methods, class = class, client = client,
    host = host }
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

local function fetch(client, endpoint, class, own)
  local data, err = client:request(endpoint, own)
  if not data then
    return nil, err
  end
  local page = resource.bind_all(class, client, data.list)
  page.total = tonumber(data.total)
  return page
end

--- One page: an array of its rows, with `total`.
---@return table|nil page
---@return ai95.Error|nil err
function resource.list(client, endpoint, class, given)
  return fetch(client, endpoint, class, with_page_size(given))
end

--- An iterator over pages. The next page is fetched while the caller works on one. Raises the error
--- that resource.list would return.
---@return fun(): table|nil
function resource.walk(client, endpoint, class, given)
  -- raises here, where the caller's own line is known
  validator.fields(endpoints.by_name[endpoint], given)
  local own = with_page_size(given)
  own.pageIndex = own.pageIndex or 0
  local seen = own.pageIndex * own.pageSize
  local coming, ended

  local function start()
    return loop.spawn(fetch, client, endpoint, class, validator.copy(own))
  end

  return function()
    if ended then
      return nil
    end
    local page, err = (coming or start()):result()
    coming = nil
    if not page then
      error(err, 0)
    end
    seen = seen + #page
    own.pageIndex = own.pageIndex + 1
    -- A page may be shorter than asked for without being the last; without a total nothing else can
    -- tell.
    if #page == 0 or (page.total and seen >= page.total) or (not page.total
      and #page < own.pageSize) then
      ended = true
    else
      coming = start()
    end
    return page
  end
end

--- An iterator over the rows of all pages.
---@return fun(): table|nil
function resource.each(client, endpoint, class, given)
  local walk = resource.walk(client, endpoint, class, given)
  local page, position = {}, 0
  return function()
    while position == #page do
      page, position = walk(), 0
      if not page then
        page = {}
        return nil
      end
    end
    position = position + 1
    return page[position]
  end
end

return resource
