--- Why a row cannot be sent, in words. No text repeats what the row says, which is personal.
local problems = {}

-- The column of a file of refused rows that says why. It is left out if the file is read again.
problems.COLUMN = "拒绝原因"

problems.MAX = 1000 -- that are reported one by one; all are counted

-- By these words a reason says that the row repeats another one. If the file is read again, such a
-- row is refused again, although that other one is not in it: the person has been taken already.
problems.REPEATS = " is the same as in "

local AS_TEXT = ": format the column as text, and enter the numbers again"

-- By the core's codes for a phone number. %s is what the core says of it.
local PHONE = {
  empty = "is empty",
  scientific = "was turned into scientific notation by a spreadsheet (as 1.38E+10), and digits are"
    .. " lost" .. AS_TEXT,
  fraction = "is a decimal number" .. AS_TEXT,
  character = "contains %s; write digits only",
  prefix = "has a prefix that would have to be removed (+86, 0086, 86 or a zero)",
  mobile = "has %s, but a mobile number begins with 13 to 19",
  mobile_length = "has %s; a mobile number has 11",
  service = "is an emergency or service number",
  no_area = "lacks the area code, as 0755 in 0755 86000000",
  lost_zero = "has lost the zero of its area code, as happens in spreadsheets" .. AS_TEXT,
  area = "has %s; with its area code a landline has 11 or 12 (11 with 010 or 02x)",
  ["local"] = "has a wrong digit behind the area code: the local part begins with 2 to 8",
  extension = "has more digits after it: an extension, which cannot be called, or a second number",
  foreign = "is not a number as it is dialled from China: + or 00, the country code, and the number"
    .. " without a zero in front",
  length = "has %s; no number of that length can be called",
}

-- By the core's codes for a row.
local ROW = {
  values = function(rows, count)
    return ("the row has %d values for %d columns"):format(count, rows.width)
  end,
  swallowed = function(rows, column)
    return ("a value of the row has other lines of the list in it: is a quote missing? (value %d of"
      .. " %d)"):format(column, #rows.cells)
  end,
  text_after_quote = function() return "the row has text after a closing quote" end,
  repeats = function(rows)
    return ("%s%san earlier list (see %s); to import the row anyway, clear that cell"):format(
      rows.columns[2], problems.REPEATS, problems.COLUMN)
  end,
  cell_error = function(rows, column)
    return ("column %s has an error of the spreadsheet, such as #N/A or #REF!"):format(
      rows.columns[column])
  end,
  no_value = function(rows, column)
    return ("column %s has a formula without a value: open the list in Excel or WPS and save it")
      :format(rows.columns[column])
  end,
  undecodable = function(rows, column)
    return ("column %s is not valid %s"):format(rows.columns[column], rows.format.encoding)
  end,
}

local function in_quotes(character)
  if character == "U+0020" then
    return "a space"
  elseif character:find "^U%+" then
    return "the invisible character " .. character
  end
  return character == "\"" and "a quote" or "\"" .. character .. "\""
end

--- What is wrong with a phone number, for a sentence that begins with its column.
---@param code string the core's
---@param detail string|integer
---@return string
function problems.of_phone(code, detail)
  if code == "character" then
    detail = in_quotes(detail)
  else
    detail = detail == 1 and "1 digit" or detail .. " digits"
  end
  return (PHONE[code]:gsub("%%s", (tostring(detail):gsub("%%", "%%%%"))))
end

--- Why a header cannot be read.
---@param code string the core's
---@param encoding string
---@return string
function problems.of_header(code, encoding)
  return code == "undecodable" and ("the header is not valid %s"):format(encoding)
    or "the header has text after a closing quote"
end

--- Why a row cannot be sent.
---@param code string the core's
---@param detail string|integer
---@param columns string[]
---@param label "line"|"row" what rows are counted in
---@param rows ai95.Rows|nil of a file
---@return string
function problems.of_row(code, detail, columns, label, rows)
  if ROW[code] then
    return ROW[code](rows, detail)
  elseif code == "name" then
    return columns[1] .. " is empty"
  elseif code == "repeated" then
    return ("%s%s%s %d"):format(columns[2], problems.REPEATS, label, detail)
  end
  return columns[2] .. " " .. problems.of_phone(code, detail)
end

return problems
