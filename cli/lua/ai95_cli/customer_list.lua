--- The customer list of an import: the options that say how to read it, and the reports about it.
local ai95 = require "ai95"
local failure = require "ai95_cli.failure"
local refused_file = require "ai95_cli.refused_file"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local customer_list = {}

local MAX_PROBLEMS = 20 -- rows that are reported one by one

local DELIMITERS = { tab = "\t", comma = ",", semicolon = ";", bar = "|" }

local SEPARATED = {
  ["\t"] = "separated by tabs", [";"] = "separated by semicolons", ["|"] = "separated by bars",
}

local function read_delimiter(given)
  local delimiter = DELIMITERS[given] or given
  if #delimiter ~= 1 then -- which ones are possible is known to the library
    return nil, say("--delimiter must be one character, or tab, comma, semicolon or bar, not"
      .. " \"%s\""):format(given)
  end
  return delimiter
end

local function read_map(given)
  local column, name = given:match "^([^=]+)=(.+)$"
  if not column then
    return nil, say("--map must be COLUMN=NAME, as in 手机=电话, not \"%s\""):format(given)
  end
  return { column = column, name = name }
end

--- Gives the import its argument and the options about the list.
function customer_list.define(command)
  command:argument("LIST",
    "The customers: .xlsx, or separated by commas, tabs, semicolons or bars, in UTF-8, UTF-16 or"
    .. " GB18030 (GBK); - is standard input. The columns 姓名 and 电话 are found by their usual"
    .. " names."):argname "LIST":target "list"
  command:option("--map",
    "Use the list's column as 姓名, as 电话, or under the name that the template has. Repeatable.")
    :argname "COLUMN=NAME":count "*":convert(read_map)
  command:option("--exclude",
    "A list of people who are not called, or a ledger; only the phone numbers in it matter."
    .. " Repeatable.")
    :argname "FILE":count "*"
  command:flag("--strict",
    "Refuse phone numbers that would be cleaned, such as 138-0000-0001.")
  command:option("--sheet",
    "Of a workbook: the sheet to read (default: the first that is not hidden).")
    :argname "NAME|N"
  command:flag("--hidden",
    "Of a workbook: read the rows too that are hidden, for example by a filter.")
  command:option("--delimiter",
    "What separates the values: one character, or tab, comma, semicolon or bar (default: found in"
    .. " the list)."):argname "C":convert(read_delimiter)
  command:option("--encoding",
    "The encoding, by a name that iconv knows (default: found in the list).")
    :argname "NAME"
  command:option("--refused",
    "Where to write the rows that cannot be sent, each with the reason, to correct and import them"
    .. " (default: LIST.refused.csv). A file that exists is kept: -2, -3 … is added to the name.")
    :argname "FILE"
end

local function name_of(path)
  return path == "-" and say "standard input" or path
end

--- How to choose a column, for an error that asks for it.
local function advice(err)
  return err.choice and say("; for example --map %s"):format(
    text.quote((err.choice.columns[1] or "COLUMN") .. "=" .. err.choice.name)) or ""
end

--- Ends the command if two lists are to come from standard input.
local function check_standard_input(context, args)
  local count = args.list == "-" and 1 or 0
  for _, path in ipairs(args.exclude or {}) do
    count = count + (path == "-" and 1 or 0)
  end
  if count > 1 then
    context:usage("only one list can be - (standard input)")
  end
end

--- Opens the list. Ends the command if it cannot be read.
---@param context ai95_cli.Context
---@param args table
---@param template string[]|nil the template's columns
---@return ai95.Rows
function customer_list.open(context, args, template)
  check_standard_input(context, args)
  local map
  for _, each in ipairs(args.map or {}) do
    map = map or {}
    if map[each.column] then
      context:usage("--map gives two names to the column %s", each.column)
    end
    map[each.column] = each.name
  end
  local rows, err = ai95.rows(args.list, {
    columns = map, template = template, sheet = args.sheet, delimiter = args.delimiter,
    encoding = args.encoding, hidden = args.hidden,
  })
  if not rows then
    context:usage("%s%s", failure.sentence(err),
      map and "" or advice(err))
  end
  return rows
end

--- How the list is written, and which columns have another name in it.
---@param context ai95_cli.Context
---@param rows ai95.Rows
function customer_list.report_format(context, rows)
  local format = rows.format
  local parts = { format.sheet and say("sheet %s"):format(format.sheet) or format.encoding }
  if SEPARATED[format.delimiter] then
    parts[2] = say(SEPARATED[format.delimiter])
  end
  for _, column in ipairs(rows.columns) do
    for own, name in pairs(format.renamed) do
      if name == column then
        parts[#parts + 1] = say("%s used as %s"):format(own, name)
      end
    end
  end
  if format.other_sheets and format.other_sheets[1] then
    parts[#parts + 1] = say("not read: sheet %s"):format(
      table.concat(format.other_sheets, say ", "))
  end
  if format.unnamed > 0 then
    parts[#parts + 1] = text.count(format.unnamed, "%s column without a name left out",
      "%s columns without a name left out")
  end
  context:notify("%s: %s", name_of(rows.path), table.concat(parts, say ", "))
end

--- Which columns the template has and the list lacks, and the reverse.
---@param context ai95_cli.Context
---@param rows ai95.Rows
function customer_list.report_columns(context, rows)
  local missing, extra = rows.missing_columns, rows.extra_columns
  if #missing > 0 then
    context:notify("the template has columns that the list lacks: %s",
      table.concat(missing, say ", "))
  end
  if #extra > 0 then
    context:notify("the list has columns that the template lacks: %s",
      table.concat(extra, say ", "))
  end
end

--- The parameters of the import, or of the check, that are about people to leave out and rows to
--- refuse.
---@param context ai95_cli.Context
---@param args table
---@return table params `wanted` is the name that the user wants for the file `refused`
function customer_list.params(context, args)
  local is_refused = args.list:find "%.refused[-%d]*%.csv$" -- by an import before
  local wanted = args.refused or is_refused and args.list
    or args.list ~= "-" and args.list .. ".refused.csv" or nil
  local refused, problem
  if wanted then
    refused, problem = refused_file.choose(wanted)
  end
  if problem then
    context:usage("%s; name another file with --refused", problem)
  end
  return {
    strict = args.strict, exclude = args.exclude and args.exclude[1] and args.exclude or nil,
    refused = refused, replace_refused = false, explain = text.retold, wanted = wanted,
  }
end

local function report_problems(context, problems, count, line_of)
  for i, each in ipairs(problems) do
    if i > MAX_PROBLEMS then
      context:notify("… and %s more", text.number(count - MAX_PROBLEMS))
      break
    end
    context:notify("%s: %s", line_of(each), text.retold(each.problem))
  end
end

--- What became of the rows.
---@param context ai95_cli.Context
---@param taken ai95.Intake what the import or the check returned
---@param rows ai95.Rows
---@param kept string|nil the file of the refused rows
function customer_list.report(context, taken, rows, kept)
  local parts, hidden = { text.count(taken.rows, "%s row", "%s rows") }, rows.format.hidden or 0
  if taken.cleaned > 0 then
    parts[#parts + 1] = text.count(taken.cleaned, "%s number cleaned", "%s numbers cleaned")
  end
  if taken.already_in > 0 then
    parts[#parts + 1] = say("%s already in"):format(text.number(taken.already_in))
  end
  if taken.excluded > 0 then
    parts[#parts + 1] = text.count(taken.excluded, "%s person excluded", "%s people excluded")
  end
  if taken.refused > 0 and kept then
    parts[#parts + 1] = text.count(taken.refused, "%s row refused, see %s",
      "%s rows refused, see %s", kept)
  elseif taken.refused > 0 then
    parts[#parts + 1] = text.count(taken.refused, "%s row refused (--refused FILE keeps them)",
      "%s rows refused (--refused FILE keeps them)")
  end
  if hidden > 0 then
    parts[#parts + 1] = text.count(hidden, "%s hidden row left out (--hidden reads them)",
      "%s hidden rows left out (--hidden reads them)")
  end
  context:notify("%s", table.concat(parts, say "; "))
  report_problems(context, taken.problems, taken.refused, function(each)
    return say("line %d"):format(each.row)
  end)
  local unread = taken.exclude_problems
  if #unread > 0 then
    context:notify("%s", text.count(#unread, "%s number to exclude cannot be read:",
      "%s numbers to exclude cannot be read:"))
    report_problems(context, unread, #unread, function(each)
      return say("%s, line %d"):format(name_of(each.path), each.row)
    end)
  end
end

--- Ends the command if the file of the refused rows could not be written.
---@param context ai95_cli.Context
---@param err ai95.Error
---@param path string|nil the file
function customer_list.check_refused(context, err, path)
  if err.kind == "file" and path and err.path == path then
    context:usage("%s; name another file with --refused", failure.message(err))
  end
end

--- Ends the command because no row is left.
---@param context ai95_cli.Context
---@param taken ai95.Intake
function customer_list.refuse_empty(context, taken)
  local parts = {}
  if taken.refused > 0 then
    parts[#parts + 1] = say("%s refused"):format(text.number(taken.refused))
  end
  if taken.excluded > 0 then
    parts[#parts + 1] = say("%s excluded"):format(text.number(taken.excluded))
  end
  context:usage("there are no rows to send%s; nothing was sent",
    #parts > 0 and say(" (%s)"):format(table.concat(parts, say ", ")) or "")
end

return customer_list
