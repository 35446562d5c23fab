-- Writes the customers with the label 有意向 (interested) to standard output, as CSV:
--   customers_to_csv.lua [LABEL [FROM_DATE]] >interested.csv
local ai95 = require "ai95"

local label, from = arg[1] or "有意向", arg[2] or os.date("%Y-%m-%d", os.time() - 30 * 86400)
local columns = { "name", "phone", "address", "status", "score", "talktimes", "connected_at" }

-- A field that contains a comma, a quote or a line break needs quotes.
local function csv_field(value)
  local text = value == nil and "" or tostring(value)
  return text:find("[,\"\r\n]") and "\"" .. text:gsub("\"", "\"\"") .. "\"" or text
end

local function write_row(fields)
  io.write(table.concat(fields, ","), "\r\n")
end

local client = ai95.new {}
local ok, err = pcall(function()
  write_row(columns)
  -- The platform filters. Every filter of crmList works here.
  local filter = { labelling = label, talktimes_min = 5, start_create_at = from }
  for customer in client.customers:each(filter) do
    local fields = {}
    for i, column in ipairs(columns) do
      fields[i] = csv_field(customer[column])
    end
    write_row(fields)
  end
end)
if not ok then
  io.stderr:write(tostring(err), "\n")
  os.exit(1)
end
