--- The style sheet of the charts, which the report has. A file of its own, since the
--- Content-Security-Policy allows no style in a page.
local report = require "ai95_report"

local sheet = report.stylesheet()
local tag = ("\"%s\""):format(ngx.md5(sheet))

return {
  serve = function()
    ngx.header["Content-Type"] = "text/css; charset=utf-8"
    ngx.header["ETag"] = tag -- nginx answers a browser that has it with 304
    ngx.print(sheet)
  end,
}
