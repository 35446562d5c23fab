--- Which certificate authorities are trusted.
local core = require "ai95.core"

local authorities = {}

local MAX_BUNDLE = 2 ^ 24 -- bytes
local BEGIN = "%-%-%-%-%-BEGIN [%u ]*CERTIFICATE%-%-%-%-%-"

--- How many certificates a PEM file has.
local function count(path)
  local file = io.open(path, "rb")
  local text = file and file:read(MAX_BUNDLE) or ""
  if file then
    file:close()
  end
  return select(2, text:gsub(BEGIN, ""))
end

---@param ca_file string|nil the client's option
---@return { path: string, count: integer }[] places
function authorities.places(ca_file)
  local versions, places = core.versions(), {}
  local file = ca_file or versions.ca_file
  if file then
    places[1] = { path = file, count = count(file) }
  end
  if not ca_file and versions.ca_path then
    places[#places + 1] = { path = versions.ca_path,
      count = core.count_authorities(versions.ca_path) }
  end
  return places
end

return authorities
