--- Lists that come in pages.
local endpoints = require "ai95.api.endpoints"
local loop = require "ai95.loop"
local params = require "ai95.api.params"
local resource = require "ai95.resources.resource"

local pages = {}

local PAGE_SIZE = 200 -- the platform's own 5 would cost forty times as many requests

local function with_page_size(given)
  if given ~= nil and type(given) ~= "table" then
    return given -- which client:request refuses
  end
  local own = params.copy(given)
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
function pages.list(client, endpoint, class, given)
  return fetch(client, endpoint, class, with_page_size(given))
end

--- An iterator over pages. The next page is fetched while the caller works on one. Raises the error
--- that pages.list would return.
---@return fun(): table|nil
function pages.walk(client, endpoint, class, given)
  -- raises here, where the caller's own line is known
  params.fields(endpoints.by_name[endpoint], given)
  local own = with_page_size(given)
  own.pageIndex = own.pageIndex or 0
  local seen = own.pageIndex * own.pageSize
  local coming, ended

  local function start()
    return loop.spawn(fetch, client, endpoint, class, params.copy(own))
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
function pages.each(client, endpoint, class, given)
  local walk = pages.walk(client, endpoint, class, given)
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

return pages
