--- The annotated classes and the declared fields of the platform's answers are the same.
local answers = require "ai95.api.answers"
local public = dofile("scripts/docs/annotations.lua").public()

-- The annotated types of each declared type.
local TYPES = {
  string = { ["string"] = true, ["string|nil"] = true },
  id = { ["string"] = true, ["string|nil"] = true },
  int = { ["integer"] = true, ["integer|nil"] = true },
  number = { ["number|nil"] = true },
  time = { ["string"] = true, ["string|nil"] = true },
  scalar = { ["string|integer"] = true, ["integer"] = true },
  rows = { ["ai95.Fragment[]"] = true },
  any = { ["any"] = true },
}

local function annotated(class, fields)
  fields = fields or {}
  if class.parent then
    annotated(public[class.parent], fields)
  end
  for _, field in ipairs(class.fields) do
    fields[field.name] = field.type
  end
  return fields
end

describe("the fields of an answer", function()
  for name, list in pairs(answers) do
    it("are those of " .. name, function()
      local fields, declared = annotated(public[name]), {}
      for _, field in ipairs(list) do
        declared[field.name] = true
        local type = fields[field.name]
        assert.is_true(TYPES[field.type][type] == true,
          ("%s: %s is annotated as %s"):format(field.name, field.type, tostring(type)))
        if field.required then
          assert.is_nil(type:find("nil", 1, true), field.name)
        end
      end
      -- The others are the library's own.
      local OWN = { state = true, fragments = true }
      for field in pairs(fields) do
        assert.is_true(declared[field] or OWN[field], field .. " is not declared")
      end
    end)
  end
end)
