--- A report of the calls of some days, as a page to look at.
return {
  --- Reads what it tells of: see ai95.report.gather.
  gather = require "ai95.report.gather",
  --- Makes the page: see ai95.report.page.
  page = require "ai95.report.page",
}
