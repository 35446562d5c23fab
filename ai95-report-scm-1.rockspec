rockspec_format = "3.0"
package = "ai95-report"
version = "scm-1"
source = {
  url = ".", -- where the repository is published; `luarocks make` in a checkout does not need it
}
description = {
  summary = "Reports about the calls of the 95AI outbound-call platform",
  detailed = [[
Reads the calls of some days or of a campaign with ai95, counts them, and writes one web page with
charts and numbers.
]],
  license = "MIT",
  labels = { "telephony" },
}
dependencies = {
  "lua >= 5.1, < 5.6",
  "ai95",
}
build = {
  type = "none",
  install = {
    lua = {
      ai95_report = "report/lua/ai95_report/init.lua",
      ["ai95_report.aggregate"] = "report/lua/ai95_report/aggregate.lua",
      ["ai95_report.calendar"] = "report/lua/ai95_report/calendar.lua",
      ["ai95_report.campaign"] = "report/lua/ai95_report/campaign.lua",
      ["ai95_report.card"] = "report/lua/ai95_report/card.lua",
      ["ai95_report.collect"] = "report/lua/ai95_report/collect.lua",
      ["ai95_report.compare"] = "report/lua/ai95_report/compare.lua",
      ["ai95_report.format"] = "report/lua/ai95_report/format.lua",
      ["ai95_report.funnel"] = "report/lua/ai95_report/funnel.lua",
      ["ai95_report.groups"] = "report/lua/ai95_report/groups.lua",
      ["ai95_report.html"] = "report/lua/ai95_report/html.lua",
      ["ai95_report.logo"] = "report/lua/ai95_report/logo.lua",
      ["ai95_report.numbers"] = "report/lua/ai95_report/numbers.lua",
      ["ai95_report.outcomes"] = "report/lua/ai95_report/outcomes.lua",
      ["ai95_report.page"] = "report/lua/ai95_report/page.lua",
      ["ai95_report.period"] = "report/lua/ai95_report/period.lua",
      ["ai95_report.rates"] = "report/lua/ai95_report/rates.lua",
      ["ai95_report.sanitize"] = "report/lua/ai95_report/sanitize.lua",
      ["ai95_report.statistics"] = "report/lua/ai95_report/statistics.lua",
      ["ai95_report.style"] = "report/lua/ai95_report/style.lua",
      ["ai95_report.svg"] = "report/lua/ai95_report/svg.lua",
      ["ai95_report.svg_cells"] = "report/lua/ai95_report/svg_cells.lua",
      ["ai95_report.svg_lines"] = "report/lua/ai95_report/svg_lines.lua",
      ["ai95_report.trend"] = "report/lua/ai95_report/trend.lua",
      ["ai95_report.utilization"] = "report/lua/ai95_report/utilization.lua",
      ai95_texts = "texts/lua/ai95_texts/init.lua",
      ["ai95_texts.argparse"] = "texts/lua/ai95_texts/argparse.lua",
      ["ai95_texts.console"] = "texts/lua/ai95_texts/console/init.lua",
      ["ai95_texts.console.actions"] = "texts/lua/ai95_texts/console/actions.lua",
      ["ai95_texts.console.lists"] = "texts/lua/ai95_texts/console/lists.lua",
      ["ai95_texts.errors"] = "texts/lua/ai95_texts/errors.lua",
      ["ai95_texts.help.calls"] = "texts/lua/ai95_texts/help/calls.lua",
      ["ai95_texts.help.campaigns"] = "texts/lua/ai95_texts/help/campaigns.lua",
      ["ai95_texts.help.imports"] = "texts/lua/ai95_texts/help/imports.lua",
      ["ai95_texts.help.page"] = "texts/lua/ai95_texts/help/page.lua",
      ["ai95_texts.help.programs"] = "texts/lua/ai95_texts/help/programs.lua",
      ["ai95_texts.help.setup"] = "texts/lua/ai95_texts/help/setup.lua",
      ["ai95_texts.library.doctor"] = "texts/lua/ai95_texts/library/doctor.lua",
      ["ai95_texts.library.errors"] = "texts/lua/ai95_texts/library/errors.lua",
      ["ai95_texts.library.guard"] = "texts/lua/ai95_texts/library/guard.lua",
      ["ai95_texts.library.lists"] = "texts/lua/ai95_texts/library/lists.lua",
      ["ai95_texts.library.sync"] = "texts/lua/ai95_texts/library/sync.lua",
      ["ai95_texts.messages.campaigns"] = "texts/lua/ai95_texts/messages/campaigns.lua",
      ["ai95_texts.messages.general"] = "texts/lua/ai95_texts/messages/general.lua",
      ["ai95_texts.messages.lists"] = "texts/lua/ai95_texts/messages/lists.lua",
      ["ai95_texts.report"] = "texts/lua/ai95_texts/report.lua",
      ["ai95_texts.terms"] = "texts/lua/ai95_texts/terms.lua",
    },
  },
}
