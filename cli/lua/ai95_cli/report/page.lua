--- The page: one HTML file that fetches nothing and runs nothing.
local compare = require "ai95_cli.report.compare"
local dates = require "ai95.util.dates"
local format = require "ai95_cli.report.format"
local html = require "ai95_cli.report.html"
local outcomes = require "ai95_cli.report.outcomes"
local rates = require "ai95_cli.report.rates"
local statistics = require "ai95_cli.report.statistics"
local style = require "ai95_cli.report.style"
local words_of = require "ai95_cli.report.words"

-- A page that was tampered with on its way still loads nothing. The style is in the page, so it must be allowed inline.
local POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

local function warnings(words, data)
  local numbers, list = data.numbers, {}
  local counted = numbers.total.calls + numbers.inbound
  local function add(text)
    list[#list + 1] = html.li { text }
  end
  if data.open then
    add(words.warning_open)
  end
  if data.reported ~= counted then
    add(format.fill(words.warning_shifted, { counted = format.whole(counted), reported = format.whole(data.reported) }))
  end
  if numbers.untimed > 0 then
    add(format.fill(words.warning_untimed, { n = format.whole(numbers.untimed) }))
  end
  return #list > 0 and html.ul { class = "warnings", list }
end

local function tile(name, figure, more)
  return html.div {
    class = "tile", html.dt { name }, html.dd { html.div { class = "figure", figure }, html.div { class = "muted", more } },
  }
end

local function tiles(words, numbers)
  local total = numbers.total
  local low, high = statistics.interval(total.connected, total.calls)
  local mean = total.connected > 0 and total.talk / total.connected or nil
  return html.dl {
    class = "tiles",
    tile(words.connected_rate, format.rate(total.connected, total.calls),
      format.fill(words.interval, { low = format.percent(low), high = format.percent(high) })),
    tile(words.calls, format.whole(total.calls), format.fill(words.inbound, { n = format.whole(numbers.inbound) })),
    tile(words.connected, format.whole(total.connected),
      format.fill(words.not_connected, { n = format.whole(total.calls - total.connected) })),
    tile(words.talk_total, format.duration(total.talk, words),
      format.fill(words.per_call, { mean = format.duration(total.talk / total.calls, words) })),
    tile(words.talk_median, format.duration(statistics.median(numbers.seconds), words),
      format.fill(words.mean, { mean = format.duration(mean, words) })),
  }
end

local function notes(words, numbers)
  local list = {}
  for i, note in ipairs(words.notes) do
    list[i] = html.li { format.fill(note, { inbound = format.whole(numbers.inbound), few = statistics.FEW }) }
  end
  return html.footer { class = "notes", html.h2 { words.notes_title }, html.ul { list } }
end

local function cards(words, data)
  local numbers = data.numbers
  if numbers.total.calls == 0 then
    return html.section {
      class = "card nothing", html.h2 { words.nothing_title }, html.p { class = "muted", words.nothing },
    }
  end
  return { tiles(words, numbers), html.div {
    class = "cards",
    rates.hours(words, numbers), rates.weekdays(words, numbers), outcomes.lengths(words, numbers),
    outcomes.labels(words, numbers), outcomes.categories(words, numbers),
    outcomes.scores(words, numbers), outcomes.reasons(words, numbers),
    compare.tasks(words, data), compare.ai_users(words, data),
  } }
end

--- The range as people write it: whole days without the times of day.
local function range_text(words, data)
  local from, to = data.from:match("^(.*) 00:00:00$"), data.to:match("^(.*) 23:59:59$")
  if not from or not to then
    from, to = data.from, data.to
  end
  return from == to and from or format.fill(words.range, { from = from, to = to })
end

--- All of the page in one language.
local function article(language, data)
  local words = words_of[language]
  return html.article {
    class = "page", id = "page-" .. language, lang = words.tag,
    html.header {
      html.h1 { words.title },
      html.p { class = "range", range_text(words, data) },
      html.p { class = "made", format.fill(words.made, { time = dates.format(data.made) }), " · ", words.zone },
    },
    warnings(words, data), cards(words, data), notes(words, data.numbers),
  }
end

--- The switch between the languages: two radio buttons, so that no script is needed. They stand before what they switch.
local function switch(languages)
  local inputs, labels = {}, {}
  for i, language in ipairs(languages) do
    local words = words_of[language]
    inputs[i] = html.input {
      type = "radio", name = "language", id = "pick-" .. language, class = "pick", checked = i == 1,
    }
    labels[i] = html.label { ["for"] = "pick-" .. language, lang = words.tag, words.language }
  end
  return { inputs, html.div { class = "switch", labels } }
end

--- The report as a page.
---@param data ai95_cli.report.Data
---@param language "zh"|"en"|"both" both: it opens in Chinese, and has a switch
---@return string html which is well-formed XML too
return function(data, language)
  local languages = language == "both" and words_of.ORDER or { language }
  local words, pages = words_of[languages[1]], {}
  for i, each in ipairs(languages) do
    pages[i] = article(each, data)
  end
  return "<!DOCTYPE html>\n" .. tostring(html.html {
    lang = words.tag,
    html.head {
      html.meta { charset = "utf-8" },
      html.meta { ["http-equiv"] = "Content-Security-Policy", content = POLICY },
      html.meta { name = "viewport", content = "width=device-width, initial-scale=1" },
      html.meta { name = "robots", content = "noindex" },
      html.meta { name = "color-scheme", content = "light dark" },
      html.title { ("%s %s"):format(words.title, range_text(words, data)) },
      html.style { style.sheet() },
    },
    html.body { html.main { #languages > 1 and switch(languages), pages } },
  })
end
