#!/usr/bin/env lua
-- Prints docs/reference.md from the annotations in lua/ai95 and of ai95_report, and from
-- ai95.api.endpoints: make docs
local annotations = dofile "scripts/docs/annotations.lua"
local endpoints = dofile "scripts/docs/endpoints.lua"
local text = dofile "scripts/docs/text.lua"
local codes = require "ai95.api.codes"
local specs = require("ai95.options").specs

-- The public classes, in the page's order. The members of PARENTS appear with their children.
local PAGES = {
  { "The module", "ai95", "ai95.Options", "ai95.Event", "ai95.Stores", "ai95.Store",
    "ai95.Dates", "ai95.Check", "ai95.LoopDriver" },
  { "The client", "ai95.Client", "ai95.RequestOptions", "ai95.Login" },
  { "Tasks and imports", "ai95.Tasks", "ai95.Task", "ai95.TaskState", "ai95.WaitOptions",
    "ai95.ImportParams", "ai95.Imported", "ai95.ImportCounts" },
  { "Guarded campaigns", "ai95.GuardOptions", "ai95.Guarded", "ai95.GuardStep",
    "ai95.GuardDecision", "ai95.Hours", "ai95.Schedule" },
  { "Customer lists", "ai95.Rows", "ai95.RowsOptions", "ai95.RowsFormat", "ai95.CheckParams",
    "ai95.Checked", "ai95.ExcludeProblem" },
  { "Calls and customers", "ai95.Calls", "ai95.Call", "ai95.Feed", "ai95.Turn", "ai95.CallDetails",
    "ai95.Fragment", "ai95.Customers", "ai95.Customer" },
  { "AI users and projects", "ai95.AiUsers", "ai95.AiUser", "ai95.Projects", "ai95.Project" },
  { "Downloads and archives", "ai95.Download", "ai95.ArchiveParams", "ai95.Archived",
    "ai95.NotArchived" },
  { "Exports", "ai95.ExportParams", "ai95.ExportRows", "ai95.Exported" },
  { "Databases", "ai95.SyncParams", "ai95.SyncProgress", "ai95.Synced" },
  { "Ledgers", "ai95.Ledgers", "ai95.LedgerSummary", "ai95.LedgerPending" },
  { "Reports", "ai95_report", "ai95_report.Params", "ai95_report.Data", "ai95_report.Numbers",
    "ai95_report.Group", "ai95_report.Names", "ai95_report.PageOptions" },
  { "Errors", "ai95.Error", "ai95.ErrorKind", "ai95.Outcome" },
  { "Primitives", "ai95.core" },
  { "The document as data", "ai95.Endpoint", "ai95.Param", "ai95.AnswerField" },
}
local PARENTS = { ["ai95.Recorded"] = true, ["ai95.RecordedAnswer"] = true, ["ai95.Field"] = true,
  ["ai95.ListParams"] = true, ["ai95.Intake"] = true }

local out = {}

local function add(format, ...)
  out[#out + 1] = select("#", ...) > 0 and format:format(...) or format
end

local function read_public()
  local public = annotations.public()
  local placed = {}
  for _, page in ipairs(PAGES) do
    for i = 2, #page do
      placed[page[i]] = assert(public[page[i]], page[i] .. " is in PAGES but not public")
    end
  end
  for name in pairs(public) do
    assert(placed[name] or PARENTS[name],
      name .. " is public: add it to PAGES in scripts/reference.lua")
  end
  return public
end

--- The fields or functions of a class, after those of a parent that is not in PAGES.
local function members(public, class, kind)
  local list, own = {}, {}
  for _, member in ipairs(class[kind]) do
    own[member.name] = true
  end
  local parent = PARENTS[class.parent] and public[class.parent]
  for _, member in ipairs(parent and members(public, parent, kind) or {}) do
    list[#list + 1] = not own[member.name] and member or nil
  end
  for _, member in ipairs(class[kind]) do
    list[#list + 1] = not member.private and member or nil
  end
  return list
end

--- The expression on which a function is called: a field of the client or of the module, or a
--- variable with the class's name.
local function receivers(public)
  local list = { ["ai95"] = "ai95", ["ai95.core"] = "core", ["ai95_report"] = "report" }
  for name in pairs(public) do
    list[name] = list[name] or name:gsub("^ai95[%w_]*%.", ""):gsub("(%l)(%u)", "%1_%2"):lower()
  end
  for owner, prefix in pairs { ["ai95.Client"] = "client.", ["ai95"] = "ai95." } do
    for _, field in ipairs(public[owner].fields) do
      if public[field.type] then
        list[field.type] = prefix .. field.name
      end
    end
  end
  return list
end

local public = read_public()
local receiver = receivers(public)

local function called(class, fn)
  return receiver[class.name] .. fn.separator .. fn.name
end

local function heading_of(class, fn)
  return ("`%s(%s)`"):format(called(class, fn), table.concat(fn.arguments, ", "))
end

-- The headings of names in backticks; and links to methods, by the section of the document that
-- their text names.
local headings, by_section = {}, {}
for _, name in ipairs(require("ai95.api.endpoints").names) do
  headings[name] = endpoints.heading(name)
end
for _, page in ipairs(PAGES) do
  for i = 2, #page do
    local class = public[page[i]]
    for _, fn in ipairs(members(public, class, "functions")) do
      local name, heading = called(class, fn), heading_of(class, fn)
      headings[name] = heading
      local section = table.concat(fn.text, " "):match "%(section (.-)%)[.%s]"
      if section then
        by_section[section] = by_section[section] or {}
        table.insert(by_section[section], ("[`%s`](#%s)"):format(name, text.anchor(heading)))
      end
    end
  end
end

local function described(meaning)
  return meaning ~= "" and ": " .. text.prose(meaning, headings) or ""
end

local function write_function(class, fn)
  add("#### %s", heading_of(class, fn))
  add(text.paragraphs(fn.text, headings))
  local lines = {}
  for _, param in ipairs(fn.params) do
    local type, optional = text.type(param.type)
    lines[#lines + 1] = ("- `%s` (%s%s)%s"):format(param.name, type,
      optional and ", optional" or "", described(param.text))
  end
  local can_fail = fn.returns[2] and fn.returns[2].type == "ai95.Error|nil"
  for i, result in ipairs(fn.returns) do
    local type, may_be_nil = text.type(result.type)
    if can_fail then
      may_be_nil = false -- the next line says so
    end
    local named = result.name
      and ("`%s` (%s%s)"):format(result.name, type, may_be_nil and " or nil" or "")
    lines[#lines + 1] = ("- %s %s%s"):format(
      i == 1 and "returns" or can_fail and "or nil and" or "and", named or type,
      described(result.text))
  end
  add(table.concat(lines, "\n"))
end

local function default_of(option)
  local spec = specs[option]
  if not spec then
    return nil
  elseif spec.required then
    return "required"
  elseif type(spec.default) == "number" then
    return ("%.14g"):format(spec.default)
  end
  return spec.default == nil and "" or tostring(spec.default)
end

local function write_fields(class, fields)
  local is_options = class.name == "ai95.Options"
  local rows = { { "field", "type", "meaning" } }
  if is_options then
    rows[1] = { "option", "type", "meaning", "default" }
  end
  for _, field in ipairs(fields) do
    local type, may_be_nil = text.type(field.type)
    if may_be_nil and not is_options then
      type = type .. " or nil"
    end
    rows[#rows + 1] = {
      "`" .. field.name .. "`", text.cell(type), text.cell(text.prose(field.text, headings)),
      is_options and default_of(field.name) or nil,
    }
  end
  add(text.table(rows))
end

local function write_class(class)
  add("### %s", class.name)
  add(text.paragraphs(class.text, headings))
  if class.parent and not PARENTS[class.parent] then
    add("All fields of %s, and:", text.class(class.parent))
  end
  local fields = members(public, class, "fields")
  if #fields > 0 then
    write_fields(class, fields)
  end
  for _, fn in ipairs(members(public, class, "functions")) do
    write_function(class, fn)
  end
  if class.kind == "alias" then
    local lines = {}
    for i, value in ipairs(class.values) do
      lines[i] = ("- `%s`: %s"):format(value.name, text.prose(value.text, headings))
    end
    add(table.concat(lines, "\n"))
  end
end

local function write_codes()
  local list, rows = {}, { { "code", "kind", "outcome", "meaning" } }
  for code in pairs(codes.meanings) do
    list[#list + 1] = code
  end
  table.sort(list)
  for _, code in ipairs(list) do
    local failure = codes.failure(code)
    rows[#rows + 1] = { code, failure.kind, failure.outcome, failure.meaning }
  end
  add "### Codes of the platform"
  add(text.table(rows))
end

local function write_contents()
  local lines = {}
  for _, page in ipairs(PAGES) do
    lines[#lines + 1] = ("- [%s](#%s)"):format(page[1], text.anchor(page[1]))
    for i = 2, #page do
      local class, names = public[page[i]], {}
      for _, fn in ipairs(members(public, class, "functions")) do
        names[#names + 1] = ("[`%s`](#%s)"):format(fn.name, text.anchor(heading_of(class, fn)))
      end
      lines[#lines + 1] = "  - " .. text.class(class.name)
        .. (#names > 0 and ": " .. table.concat(names, ", ") or "")
    end
  end
  local names = {}
  for i, name in ipairs(require("ai95.api.endpoints").names) do
    names[i] = text.prose(("`%s`"):format(name), headings)
  end
  lines[#lines + 1] = "- [Codes of the platform](#codes-of-the-platform)"
  lines[#lines + 1] = "- [Endpoints](#endpoints): " .. table.concat(names, ", ")
  add(table.concat(lines, "\n"))
end

add("<!-- Generated by `make docs` from the annotations in lua/ai95 "
  .. "and from lua/ai95/api/endpoints.lua. -->")
add "# Reference"
add([[
Every public name of ai95 %s. "The document" is the platform's; "section …" names a part of it.
Times are China Standard Time, as `2018-05-08 15:40:10`; durations are seconds. A function that can
fail returns `nil, err`, an %s, and its text lists the possible kinds. Misuse raises.]],
  require("ai95")._VERSION, text.prose("ai95.Error", headings))
write_contents()
for _, page in ipairs(PAGES) do
  add("## %s", page[1])
  for i = 2, #page do
    write_class(public[page[i]])
  end
end
write_codes()
add(endpoints.write(text, by_section))
io.write(table.concat(out, "\n\n"), "\n")
