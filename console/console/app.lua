--- Answers a request: finds its page, or shows the page of a problem.
local choices = require "console.choices"
local confirm = require "console.pages.confirm"
local export = require "console.pages.export"
local failure = require "console.pages.failure"
local layout = require "console.pages.layout"
local list_page = require "console.pages.list"
local lists = require "console.lists"
local notices = require "console.notices"
local operate = require "console.pages.operate"
local problem = require "console.problem"
local requests = require "console.request"
local session = require "console.session"
local upload = require "console.pages.import.upload"

local routes = {
  ["/"] = { GET = require "console.pages.tasks" },
  ["/task"] = { GET = list_page(lists.calls) },
  ["/customers"] = { GET = list_page(lists.customers) },
  ["/export/calls.csv"] = { GET = export(lists.calls) },
  ["/export/customers.csv"] = { GET = export(lists.customers) },
  ["/search"] = { GET = require "console.pages.search" },
  ["/call"] = { GET = require "console.pages.call" },
  ["/import"] = { GET = upload.show, POST = upload.take },
  ["/import/list"] = { GET = require "console.pages.import.preview" },
  ["/import/refused"] = { GET = require "console.pages.import.refused" },
  ["/import/confirm"] = { GET = require "console.pages.import.confirm" },
  ["/import/start"] = { POST = require "console.pages.import.start" },
  ["/pause"] = { POST = operate "pause" },
  ["/resume"] = { GET = confirm "resume", POST = operate "resume" },
  ["/redial"] = { GET = confirm "redial", POST = operate "redial" },
}

local function handler_of(request)
  local route, method = routes[request.path], ngx.req.get_method()
  if not route then
    request.path = "/" -- for the links on the problem's page
    problem.raise(404, "not_found")
  end
  local handler = route[method == "HEAD" and "GET" or method]
  if not handler then
    ngx.header["Allow"] = route.GET and "GET, HEAD" or "POST"
    problem.raise(405, "bad_method")
  end
  return handler
end

local function answer(request, cookies)
  local handler = handler_of(request)
  requests.read_values(request)
  local chosen = choices.take(request.args)
  for _, cookie in ipairs(chosen) do
    cookies[#cookies + 1] = cookie
  end
  local address = requests.url(request.path, request.args)
  return #chosen > 0 and { location = address } or handler(request)
end

local function with_trace(raised)
  return type(raised) == "string" and debug.traceback(raised, 2) or raised
end

local function serve()
  local request, cookies = requests.read(), {}
  if not request.session and ngx.req.get_method() ~= "POST" then
    request.session, cookies[1] = session.start()
  end
  local ok, page = xpcall(answer, with_trace, request, cookies)
  if not ok then
    page = failure(request, problem.of(page))
  end
  if page.sent then
    return
  elseif page.broken then
    return ngx.exit(ngx.ERROR)
  end
  cookies[#cookies + 1] = page.cookie
  ngx.header["Set-Cookie"] = cookies
  if page.location then
    ngx.header["Location"] = page.location
    return ngx.exit(303)
  end
  -- A page that updates itself shows only some of its parts, and would lose the notice.
  request.notice = not request.is_update and notices.take(request) or nil
  ngx.status = page.status or 200
  ngx.header["Content-Type"] = "text/html; charset=utf-8"
  ngx.header["Content-Language"] = request.language
  ngx.print(layout(request, page))
end

return { serve = serve }
