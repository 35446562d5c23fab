--- The frame of all pages.
local choices = require "console.choices"
local forms = require "console.forms"
local h = require "console.html"
local language = require "console.language"
local mask = require "console.mask"
local parts = require "console.pages.parts"
local problem = require "console.problem"
local url = require("console.request").url

--- Links to the same page in each language; console.choices handles them.
local function languages(request)
  local links = { aria_label = request.say "language" }
  for i, one in ipairs(language.all) do
    local args = { lang = one.code }
    for name, value in pairs(request.args) do
      args[name] = args[name] or value
    end
    links[i] = h.a {
      href = url(request.path, args), lang = one.code, hreflang = one.code, rel = "nofollow",
      aria_current = one.code == request.language and "true", one.name,
    }
  end
  return h.nav(links)
end

--- The user, and the end of the session.
local function user(request)
  local name, say = request.user and request.user.name or "", request.say
  return name ~= "" and h.form { class = "user", method = "post", action = "/logout",
    h.input { type = "hidden", name = "token", value = forms.token(request, "/logout", "") },
    h.span { name }, h.button { type = "submit", class = "quiet", say "log_out" },
  }
end

--- The page's place: links { href, text } to the pages above.
local function trail(request, above, title)
  if not above or #above == 0 then
    return nil
  end
  local list = {}
  for i, link in ipairs(above) do
    list[i] = h.li { h.a { href = link.href, link.text } }
  end
  list[#list + 1] = h.li { aria_current = "page", title }
  return h.nav { class = "trail", aria_label = request.say "path", h.ol(list) }
end

local function search(request)
  return h.form { class = "search", role = "search", method = "get", action = "/search",
    h.input { type = "search", name = "q", value = request.args.q, required = true,
      aria_label = request.say "search", placeholder = request.say "search_placeholder" },
  }
end

local function notice(request)
  local given = request.notice
  return given and h.div {
    class = "notice " .. (given.good and "good" or "bad"),
    role = given.good and "status" or "alert",
    h.p { request.say(given.text, unpack(given.args or { given.name or "" })) },
    given.error and h.p { problem.reason(given.error, request.language) },
    given.reason and parts.retold(request, h.p, given.reason),
  }
end

---@class console.Page
---@field title string
---@field above table|nil links { href =, text = } to the pages above
---@field status integer|nil
---@field stylesheet string|nil the address of one that the console's own can override
---@field [integer] any its content

---@param request console.Request
---@param page console.Page
---@return string html
return function(request, page)
  local say = request.say
  return h.render(h.html {
    lang = request.language,
    h.head {
      h.meta { charset = "utf-8" },
      h.meta { name = "viewport", content = "width=device-width, initial-scale=1" },
      h.meta { name = "color-scheme", content = "light dark" },
      -- static/live.js updates the page in place. Without scripts, the browser loads it again.
      choices.is_updating() and not request.notice
        and h.noscript { h.meta { http_equiv = "refresh", content = "5" } },
      h.title { page.title, " · ", say "console" },
      h.link { rel = "icon", href = "/icon.svg" },
      page.stylesheet and h.link { rel = "stylesheet", href = page.stylesheet },
      h.link { rel = "stylesheet", href = "/console.css" },
      h.script { src = "/forms.js", defer = true },
      h.script { src = "/live.js", defer = true },
      h.script { src = "/player.js", defer = true },
    },
    h.body { data_updating = choices.is_updating(),
      h.a { class = "skip", href = "#main", say "skip" },
      h.header {
        h.a { class = "brand", href = "/", say "console" },
        request.user and search(request), languages(request),
        user(request),
      },
      h.main { id = "main", tabindex = -1,
        trail(request, page.above, page.title), notice(request), page,
      },
      h.footer { h.p { say "china_time" } },
    },
  }, request.user and request.user.sees_masked and mask.text or nil)
end
