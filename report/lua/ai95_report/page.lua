--- The page: one HTML file that loads nothing and runs no script. Another page can have its cards.
local ai95 = require "ai95"
local calendar = require "ai95_report.calendar"
local campaign = require "ai95_report.campaign"
local compare = require "ai95_report.compare"
local format = require "ai95_report.format"
local funnel = require "ai95_report.funnel"
local html = require "ai95_report.html"
local outcomes = require "ai95_report.outcomes"
local rates = require "ai95_report.rates"
local sanitize = require "ai95_report.sanitize"
local statistics = require "ai95_report.statistics"
local style = require "ai95_report.style"
local messages_by_language = require "ai95_texts.report"

-- So that even a page that somebody changed loads nothing. The style is in the page, so it must be
-- allowed inline.
local POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
local WITH_LOGO = POLICY .. "; img-src data:"

local dates = ai95.dates

local function warnings(texts, data)
  local numbers, list = data.numbers, {}
  local counted = numbers.total.calls + numbers.inbound
  local function add(text)
    list[#list + 1] = html.li { text }
  end
  if data.open then
    add(data.task and texts.warning_running or texts.warning_open)
  end
  if data.reported ~= counted then
    add(format.fill(texts.warning_shifted, { counted = format.whole(counted),
      reported = format.whole(data.reported) }))
  end
  if numbers.untimed > 0 then
    add(format.fill(texts.warning_untimed, { n = format.whole(numbers.untimed) }))
  end
  return #list > 0 and html.ul { class = "warnings", list }
end

local function tile(name, figure, more)
  return html.div {
    class = "tile", html.dt { name }, html.dd { html.div { class = "figure", figure },
      html.div { class = "muted", more } },
  }
end

local function tiles(texts, numbers)
  local total = numbers.total
  local low, high = statistics.interval(total.connected, total.calls)
  local mean = total.connected > 0 and total.talk / total.connected or nil
  return html.dl {
    class = "tiles",
    tile(texts.connected_rate, format.rate(total.connected, total.calls),
      format.fill(texts.interval, { low = format.percent(low), high = format.percent(high) })),
    tile(texts.calls, format.whole(total.calls),
      format.fill(texts.inbound, { n = format.whole(numbers.inbound) })),
    tile(texts.connected, format.whole(total.connected),
      format.fill(texts.not_connected, { n = format.whole(total.calls - total.connected) })),
    tile(texts.talk_total, format.duration(total.talk, texts),
      format.fill(texts.per_call, { mean = format.duration(total.talk / total.calls, texts) })),
    tile(texts.talk_median, format.duration(statistics.median(numbers.seconds), texts),
      format.fill(texts.mean, { mean = format.duration(mean, texts) })),
  }
end

local function notes(texts, data)
  local list = {}
  for i, note in ipairs(texts.notes) do
    list[i] = html.li { format.fill(note, { inbound = format.whole(data.numbers.inbound),
      few = statistics.FEW }) }
  end
  if not data.task then -- the cards that compare campaigns and AI users
    list[#list + 1] = html.li { texts.notes_compare }
  end
  return html.footer { class = "notes", html.h2 { texts.notes_title }, html.ul { list } }
end

--- Whether the report is about all time, as that of a campaign without calls.
local function is_all_time(data)
  return data.from:sub(1, 10) == dates.BEGINNING and data.to:sub(1, 10) == dates.END
end

--- The cards of half the width that are there; if their number is odd, the last one is wide.
local function in_pairs(list)
  local there = {}
  for _, each in ipairs(list) do
    there[#there + 1] = each or nil
  end
  if #there % 2 == 1 then
    there[#there].content.class = "card wide beside"
  end
  return there
end

local function cards_of(texts, data)
  local numbers = data.numbers
  if numbers.total.calls == 0 then
    return html.section {
      class = "card nothing", html.h2 { texts.nothing_title },
      html.p { class = "muted", is_all_time(data) and texts.nothing_campaign or texts.nothing },
    }
  end
  local wide = { calendar.trend(texts, data) or false, rates.hours(texts, numbers),
    calendar.week(texts, numbers) }
  local half = in_pairs { rates.weekdays(texts, numbers) or false,
    funnel.card(texts, data) or false,
    outcomes.lengths(texts, numbers), outcomes.labels(texts, numbers),
    outcomes.categories(texts, numbers), outcomes.scores(texts, numbers),
    outcomes.reasons(texts, numbers) }
  local campaigns = not data.task and { compare.tasks(texts, data),
    compare.interest(texts, data) or false, compare.ai_users(texts, data) }
  return { tiles(texts, numbers), html.div { class = "cards", wide, half, campaigns } }
end

--- The range as text; whole days without times.
local function range_text(texts, data)
  local from, to = data.from:match("^(.*) 00:00:00$"), data.to:match("^(.*) 23:59:59$")
  if not from or not to then
    from, to = data.from, data.to
  end
  return format.range(texts, from, to)
end

--- What the report is about: the campaign and the range.
local function subject(texts, data)
  local task = data.task
  local name = task and campaign.name(texts, task.dial_task_main_sn, task)
  if name and is_all_time(data) then
    return name
  end
  local range = range_text(texts, data)
  return name and ("%s · %s"):format(name, range) or range
end

--- When the report was made.
local function made_text(texts, data)
  return format.fill(texts.made, { time = dates.format(data.made) }) .. " · " .. texts.zone
end

--- The parts of the page in one language.
local function content(texts, data)
  return { warnings(texts, data), cards_of(texts, data), notes(texts, data) }
end

--- The whole page in one language.
local function article(language, data, title)
  local texts = messages_by_language[language]
  return html.article {
    class = "page", id = "page-" .. language, lang = texts.tag,
    html.header {
      html.h1 { title or texts.title },
      html.p { class = "range", html.bdi { subject(texts, data) } },
      html.p { class = "made", made_text(texts, data) },
    },
    content(texts, data),
  }
end

--- The switch between the languages: two radio buttons, which need no script. They come before the
--- articles that they switch.
local function switch(languages)
  local inputs, labels = {}, {}
  for i, language in ipairs(languages) do
    local texts = messages_by_language[language]
    inputs[i] = html.input {
      type = "radio", name = "language", id = "pick-" .. language, class = "pick", checked = i == 1,
    }
    labels[i] = html.label { ["for"] = "pick-" .. language, lang = texts.tag, texts.language }
  end
  return { inputs, html.div { class = "switch", labels } }
end

local page = {}

--- The report as a page.
---@param data ai95_report.Collected
---@param given ai95_report.PageOptions with a language, and the URI of an image as logo
---@return string html that is also well-formed XML
function page.html(data, given)
  local languages = given.language == "both" and messages_by_language.ORDER or { given.language }
  local texts, pages, titles = messages_by_language[languages[1]], {}, {}
  local title = given.title and sanitize(given.title)
  for i, each in ipairs(languages) do
    pages[i], titles[i] = article(each, data, title), messages_by_language[each].title
  end
  return "<!DOCTYPE html>\n" .. tostring(html.html {
    lang = texts.tag,
    html.head {
      html.meta { charset = "utf-8" },
      html.meta { ["http-equiv"] = "Content-Security-Policy",
        content = given.logo and WITH_LOGO or POLICY },
      html.meta { name = "viewport", content = "width=device-width, initial-scale=1" },
      html.meta { name = "robots", content = "noindex" },
      html.meta { name = "color-scheme", content = "light dark" },
      html.title { ("%s %s"):format(title or table.concat(titles, " / "), subject(texts, data)) },
      html.style { style.page() },
    },
    html.body { html.main {
      #languages > 1 and switch(languages),
      given.logo and html.div { class = "brand", html.img { src = given.logo, alt = "" } },
      pages,
    } },
  })
end

--- The report without the document around it, for another page.
---@param data ai95_report.Collected
---@param language "zh"|"en"
---@return string markup an element, both in HTML and in XML
function page.cards(data, language)
  local texts = messages_by_language[language]
  return tostring(html.div {
    class = style.SCOPE, lang = texts.tag,
    html.p { class = "made",
      not is_all_time(data) and range_text(texts, data) .. " · ", made_text(texts, data) },
    content(texts, data),
  })
end

return page
