--- Answers a request: finds its page, or shows the page of a problem.
local access = require "console.access"
local charts = require "console.pages.charts"
local choices = require "console.choices"
local confirm = require "console.pages.confirm"
local export = require "console.pages.export"
local failure = require "console.pages.failure"
local layout = require "console.pages.layout"
local list_page = require "console.pages.list"
local lists = require "console.lists"
local login = require "console.pages.login"
local notices = require "console.notices"
local operate = require "console.pages.operate"
local problem = require "console.problem"
local requests = require "console.request"
local session = require "console.session"
local upload = require "console.pages.import.upload"

--- `operator`: only for operators. `anybody`: also for those who have not logged in.
local routes = {
  ["/login"] = { GET = login.show, POST = login.take, anybody = true },
  ["/logout"] = { POST = login.finish },
  ["/"] = { GET = require "console.pages.tasks" },
  ["/task"] = { GET = list_page(lists.calls) },
  ["/task/report"] = { GET = charts.show },
  ["/customers"] = { GET = list_page(lists.customers) },
  ["/export/calls.csv"] = { GET = export(lists.calls), operator = true },
  ["/export/customers.csv"] = { GET = export(lists.customers), operator = true },
  ["/export/report.html"] = { GET = charts.download }, -- without names and numbers of customers
  ["/search"] = { GET = require "console.pages.search" },
  ["/call"] = { GET = require "console.pages.call" },
  ["/import"] = { GET = upload.show, POST = upload.take, operator = true },
  ["/import/too-large"] = { GET = upload.refuse, operator = true }, -- nginx sends visitors here
  ["/import/list"] = { GET = require "console.pages.import.preview", operator = true },
  ["/import/refused"] = { GET = require "console.pages.import.refused", operator = true },
  ["/import/confirm"] = { GET = require "console.pages.import.confirm", operator = true },
  ["/import/start"] = { POST = require "console.pages.import.start", operator = true },
  ["/pause"] = { POST = operate "pause", operator = true },
  ["/resume"] = { GET = confirm "resume", POST = operate "resume", operator = true },
  ["/redial"] = { GET = confirm "redial", POST = operate "redial", operator = true },
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
  return handler, route
end

--- Where somebody who has not logged in is sent. Afterwards the same page is shown.
local function to_login(request)
  local next_page = ngx.req.get_method() == "GET" and requests.url(request.path, request.args) or ""
  return { location = requests.url("/login", { next = next_page }) }
end

local function answer(request, cookies)
  request.user = access.user()
  local handler, route = handler_of(request)
  requests.read_values(request)
  local chosen = choices.take(request.args)
  for _, cookie in ipairs(chosen) do
    cookies[#cookies + 1] = cookie
  end
  local address = requests.url(request.path, request.args)
  if #chosen > 0 then
    return { location = address }
  elseif not request.user and not route.anybody then
    return to_login(request)
  elseif route.operator then
    access.must_operate(request)
  end
  return handler(request)
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
