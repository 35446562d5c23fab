--- Finds out how a list is written: the delimiter, the line breaks, and where the header is. It
--- tries each on a sample and keeps what makes most sense.
local columns = require "ai95.import.columns"
local core = require "ai95.core"

local MAX_HEADER = 20 -- records among which the header is looked for
local DELIMITERS = { ",", "\t", ";", "|" }

---@class ai95.Sample
---@field text string the first bytes
---@field is_whole boolean whether there is nothing more

---@class ai95.Dialect
---@field delimiter string
---@field cr_ends boolean whether a CR alone ends a line
---@field header integer|nil the number of the record that names the columns
---@field rank integer how sure that is, see columns.rank

--- The first records of the sample, read so.
local function records(sample, settings)
  local reader = core.reader(settings)
  if not reader or not reader:feed(sample.text) or (sample.is_whole and not reader:feed()) then
    return {}
  end
  local list = {}
  while #list < MAX_HEADER do
    -- A damaged record may still be the header, which is then the problem to report. Without cells,
    -- nothing more can be read.
    local cells = reader:next()
    if cells == false then
      cells = reader:cells()
    end
    if not cells or #cells == 0 then
      break
    end
    list[#list + 1] = cells
  end
  return list
end

--- The record that names the columns.
local function find_header(list, options)
  local header, rank = nil, 0
  for i, cells in ipairs(list) do
    local own = columns.rank(cells, options)
    if own > rank then
      header, rank = i, own
    end
  end
  return header, rank
end

--- Whether it is one character that can separate values.
local function is_delimiter(text)
  return text:find "^[\t -~]$" ~= nil and text ~= "\""
end

--- What `sep=;`, which Excel reads and writes, says in the first line.
local function declared_delimiter(list)
  local first = list[1] or {}
  local delimiter = (first[1] or ""):match "^[Ss][Ee][Pp]=(.?)$"
  delimiter = delimiter == "" and "," or delimiter
  return delimiter and #first <= 2 and is_delimiter(delimiter) and delimiter or nil
end

local function settings_of(options, delimiter, cr_ends)
  return { delimiter = delimiter, encoding = options.encoding, cr_ends = cr_ends,
    is_sheet = options.is_sheet }
end

--- Whether lines end with a CR alone: then the first line goes on behind it, or never ends.
local function has_cr_ends(sample, options)
  if not sample.text:find("\r", 1, true) then
    return false
  end
  local first = records(sample, settings_of(options, ",", false))[1]
  return not first or (table.concat(first, ",") .. ","):find "\r[^\n]" ~= nil
end

local detect = { is_delimiter = is_delimiter }

--- Detects the dialect of separated values.
---@param sample ai95.Sample
---@param options table `delimiter`, `encoding` and `is_sheet` if the caller knows them, and those
--- of columns.rank
---@return ai95.Dialect
function detect.dialect(sample, options)
  local cr_ends = has_cr_ends(sample, options)
  local first = records(sample, settings_of(options, options.delimiter or ",", cr_ends))
  local declared = not options.delimiter and declared_delimiter(first)
  local candidates = options.delimiter and { options.delimiter }
    or declared and { declared } or DELIMITERS
  local best
  for _, delimiter in ipairs(candidates) do
    local list = records(sample, settings_of(options, delimiter, cr_ends))
    local header, rank = find_header(list, options)
    if not best or rank > best.rank then
      best = { delimiter = delimiter, cr_ends = cr_ends, header = header, rank = rank }
    end
  end
  return best
end

return detect
