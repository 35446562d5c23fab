--- Lists that come in pages.
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local model = require "ai95.resources.resource"
local parameters = require "ai95.api.params"

local pages = {}

local PAGE_SIZE = 200 -- what `each` asks for: the platform's own 5 would cost forty times as many requests

--- A method called with a dot has no client.
local function require_client(client)
  if not client then
    errors.misuse("call it with a colon, as in client.calls:list(…)")
  end
end

--- One page: { total =, list = }.
---@return table|nil page
---@return ai95.Error|nil err
function pages.list(client, endpoint, class, params)
  require_client(client)
  local data, err = client:request(endpoint, params)
  if not data then
    return nil, err
  end
  model.wrap_all(class, client, data.list)
  return data
end

--- An iterator over pages. While the caller works on one, the next is on its way. It raises the error that pages.list would
--- return.
---@return fun(): table|nil
function pages.walk(client, endpoint, class, params)
  require_client(client)
  parameters.check(endpoints.by_name[endpoint], params) -- here, where the caller's own line is known
  params = parameters.copy(params)
  params.pageIndex = params.pageIndex or 0
  params.pageSize = params.pageSize or PAGE_SIZE
  local seen = params.pageIndex * params.pageSize
  local coming, ended

  local function fetch()
    return loop.spawn(pages.list, client, endpoint, class, parameters.copy(params))
  end

  return function()
    if ended then
      return nil
    end
    local page, err = (coming or fetch()):result()
    coming = nil
    if not page then
      error(err, 0)
    end
    seen = seen + #page.list
    params.pageIndex = params.pageIndex + 1
    -- A page may be shorter than asked for without being the last; without a total nothing else can tell.
    local total = tonumber(page.total)
    if #page.list == 0 or (total and seen >= total) or (not total and #page.list < params.pageSize) then
      ended = true
    else
      coming = fetch()
    end
    return page
  end
end

--- An iterator over the rows of all pages.
---@return fun(): table|nil
function pages.each(client, endpoint, class, params)
  local walk = pages.walk(client, endpoint, class, params)
  local list, position = {}, 0
  return function()
    while position == #list do
      local page = walk()
      if not page then
        return nil
      end
      list, position = page.list, 0
    end
    position = position + 1
    return list[position]
  end
end

return pages
