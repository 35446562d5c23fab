--- Writes the reference's part on the platform's endpoints, from ai95.api.endpoints.
local endpoints = require "ai95.api.endpoints"
local types = require("ai95.api.validator").types

local ANSWERS = {
  object = "Returns the fields of %s.",
  page = "Returns `{ total =, list = }`, a list of rows with the fields of %s.",
  list = "Returns a list of rows with the fields of %s.",
  file = "Returns a file, as %s.",
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
    local meaning = text.cell(param.meaning)
    rows[#rows + 1] = { "`" .. param.name .. "`", param.type, need(param), meaning }
  end
  return text.table(rows)
end

local ENCODINGS = {
  json = "Sent as JSON.",
  multipart = "Sent as `multipart/form-data`: every field but the file is a string, "
    .. "and the file is not signed.",
  query = "Sent as the query of the address.",
}

--- Its encoding, its unsigned parameters, and whether it is repeated, in sentences.
local function traits(endpoint)
  local list = { ENCODINGS[endpoint.encoding] }
  local unsigned = {}
  for _, param in ipairs(endpoint.params) do
    unsigned[#unsigned + 1] = param.unsigned and "`" .. param.name .. "`" or nil
  end
  if #unsigned > 0 then
    list[#list + 1] = ("Not signed: %s."):format(table.concat(unsigned, ", "))
  end
  list[#list + 1] = endpoint.idempotent and "Repeated if the answer is lost."
    or "Never sent twice, unless the platform certainly did not carry it out."
  return table.concat(list, " ")
end

local part = {}

function part.heading(name)
  return ("Endpoint `%s`"):format(name)
end

--- Links to the methods whose annotation names the endpoint's section of the document.
local function methods(endpoint, by_section)
  local list = by_section[endpoint.section]
  return list and ("By object: %s."):format(table.concat(list, ", ")) or nil
end

--- The types of parameters, each with its meaning.
local function type_list()
  local used, list = {}, {}
  for _, endpoint in ipairs(endpoints.list) do
    for _, param in ipairs(endpoint.params) do
      if not used[param.type] then
        used[param.type] = true
        list[#list + 1] = ("- %s: %s"):format(param.type, types[param.type].expected)
      end
    end
  end
  table.sort(list)
  return table.concat(list, "\n")
end

--- The whole part. `by_section`: links to methods, by the section of the document that their
--- annotation names.
function part.write(text, by_section)
  local out = { "## Endpoints" }
  local function add(paragraph)
    out[#out + 1] = paragraph
  end
  add [[
For `client:request`, by the document's names. Parameters are signed and sent in the order of these
tables, which is the document's. Absent parameters are not sent. The options of a request (`extra`,
`to`, `host` and the client's) go into the third argument. Types:]]
  add(type_list())
  for _, endpoint in ipairs(endpoints.list) do
    add("### " .. part.heading(endpoint.name))
    local meaning = endpoint.meaning:gsub("^%l", string.upper)
    add(("%s (section %s). `%s %s`"):format(meaning, endpoint.section, endpoint.method,
      endpoint.path))
    add(parameters(endpoint, text))
    add((ANSWERS[endpoint.answer]:format(endpoint.class and text.class(endpoint.class))))
    add(traits(endpoint))
    add(methods(endpoint, by_section))
  end
  return table.concat(out, "\n\n")
end

return part
