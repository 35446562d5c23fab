--- A report of the calls of some days, as a page to look at.
return {
  --- Reads what it tells of: see ai95_cli.report.gather.
  gather = require "ai95_cli.report.gather",
  --- Makes the page: see ai95_cli.report.page.
  page = require "ai95_cli.report.page",
}
