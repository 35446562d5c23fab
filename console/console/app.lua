--- Answers a request: finds its page, or shows the page of a problem.
local failure = require "console.pages.failure"
local language = require "console.language"
local layout = require "console.pages.layout"
local notices = require "console.notices"
local operate = require "console.pages.operate"
local problem = require "console.problem"
local requests = require "console.request"
local session = require "console.session"

local YEAR = 365 * 86400

local routes = {
  ["/"] = { GET = require "console.pages.tasks" },
  ["/task"] = { GET = require "console.pages.task" },
  ["/call"] = { GET = require "console.pages.call" },
  ["/pause"] = { POST = operate "pause" },
  ["/resume"] = { POST = operate "resume" },
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

--- Stores the choice of language in a cookie and redirects to the same page.
local function choose_language(request, cookies)
  local code = request.args.lang
  request.args.lang = nil
  if not language.is_known(code) then
    return nil
  end
  cookies[#cookies + 1] = session.cookie("language", code, YEAR)
  return { location = requests.url(request.path, request.args) }
end

local function answer(request, cookies)
  local handler = handler_of(request)
  requests.read_values(request)
  return request.args.lang and choose_language(request, cookies) or handler(request)
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
  ngx.header["Set-Cookie"] = cookies
  if page.location then
    ngx.header["Location"] = page.location
    return ngx.exit(303)
  end
  request.notice = notices.take(request)
  ngx.status = page.status or 200
  ngx.header["Content-Type"] = "text/html; charset=utf-8"
  ngx.header["Content-Language"] = request.language
  ngx.print(layout(request, page))
end

return { serve = serve }
