--- The reference's part on the platform's endpoints, from ai95.endpoints.
local endpoints = require "ai95.api.endpoints"
local types = require("ai95.api.validator").types

local ANSWERS = {
  object = "`data` of the answer: the fields of %s.",
  page = "`data` of the answer: `{ total =, list = }`, a list with the fields of %s.",
  list = "`data` of the answer: a list with the fields of %s.",
  file = "The answer is a file, which comes as %s.",
  nothing = "The answer has no `data`; `client:request` returns an empty table.",
}

local function need(param)
  if param.default ~= nil then
    return ("always `%s`"):format(param.default)
  end
  return param.required and "required" or "optional"
end

local function parameters(endpoint, text)
  if #endpoint.params == 0 then
    return "No parameters."
  end
  local rows = { { "parameter", "type", "given", "meaning" } }
  for _, param in ipairs(endpoint.params) do
    rows[#rows + 1] = { "`" .. param.name .. "`", param.type, need(param), text.cell(param.meaning) }
  end
  return text.table(rows)
end

--- What is special about it, in sentences.
local function traits(endpoint)
  local list = {
    endpoint.safe and "Safe to repeat: the library does, where an answer is lost."
      or "Never sent twice, unless it is certain that the platform did not carry it out.",
  }
  if endpoint.form then
    list[#list + 1] = "Sent as `multipart/form-data`, every field but the file as a string; the file is not signed."
  end
  local unsigned = {}
  for _, param in ipairs(endpoint.params) do
    unsigned[#unsigned + 1] = endpoint.unsigned[param.name] and "`" .. param.name .. "`" or nil
  end
  if #unsigned > 0 then
    list[#list + 1] = ("Not signed: %s."):format(table.concat(unsigned, ", "))
  end
  return table.concat(list, " ")
end

local part = {}

function part.heading(name)
  return ("Endpoint `%s`"):format(name)
end

--- The methods whose annotation names the endpoint's section of the document.
local function methods(endpoint, by_section)
  local list = by_section[endpoint.section]
  return list and ("By object: %s."):format(table.concat(list, ", ")) or nil
end

--- The whole part. `by_section`: links to methods, by the section of the document that their annotation names.
function part.write(text, by_section)
  local out = { "## Endpoints" }
  local function add(paragraph)
    out[#out + 1] = paragraph
  end
  add [[By the document's names, for `client:request`. Parameters are signed and sent in the order of these tables, which is the
document's; what is absent is not sent. `extra = { "name", value, … }` appends others, and the three downloads take `to`. Types:]]
  local kinds = {}
  for name, kind in pairs(types) do
    kinds[#kinds + 1] = ("- %s: %s"):format(name, kind.expected)
  end
  table.sort(kinds)
  add(table.concat(kinds, "\n"))
  for _, endpoint in ipairs(endpoints.list) do
    add("### " .. part.heading(endpoint.name))
    local meaning = endpoint.meaning:gsub("^%l", string.upper)
    add(("%s (section %s). `%s %s`"):format(meaning, endpoint.section, endpoint.method, endpoint.path))
    add(parameters(endpoint, text))
    add((ANSWERS[endpoint.answer]:format(endpoint.class and text.class(endpoint.class))))
    add(traits(endpoint))
    add(methods(endpoint, by_section))
  end
  return table.concat(out, "\n\n")
end

return part
