-- Writes the customers with the label 有意向 (interested) to a file that a spreadsheet opens:
--   customers_to_csv.lua [LABEL [FROM_DATE [FILE]]]
local ai95 = require "ai95"

local label, from = arg[1] or "有意向", arg[2] or os.date("%Y-%m-%d", os.time() - 30 * 86400)
local written, err = ai95.new {}:export {
  what = "customers", fields = { "name", "phone", "address", "status", "score", "connected_at" },
  params = { labelling = label, talktimes_min = 5, start_create_at = from }, -- any of crmList's
  to = arg[3] or os.tmpname(), excel = true,
}
if not written then
  io.stderr:write(tostring(err), "\n")
  os.exit(1)
end
print(("%d customers in %s"):format(written.rows, written.path))
