--- The files and titles that docs/conformance.md cites exist.
local endpoints = require "ai95.api.endpoints"
local read = require("support.files").read

describe("the page on conformance", function()
  local text = read "docs/conformance.md"

  it("names existing files and specs", function()
    local files, titles = 0, 0
    for path, rest in text:gmatch "`(%l+/[%w_./]+)`([^`|\n]*)" do
      local content = read(path)
      files = files + 1
      for title in rest:gmatch "“(.-)”" do
        titles = titles + 1
        assert.truthy(content:find(title, 1, true), path .. ": " .. title)
      end
    end
    assert.is_true(files > 40 and titles > 30)
    local _, quoted = text:gsub("“", "")
    assert.equal(quoted, titles) -- each quotation is a title
  end)

  it("has a section for every endpoint, with the document's heading", function()
    for _, endpoint in ipairs(endpoints.list) do
      local section = endpoint.section:gsub("%p", "%%%0")
      local heading = "%f[#]## [^\n]*" .. section .. "[^\n]*%(" .. endpoint.name .. "%)"
      assert.truthy(text:find(heading), endpoint.name)
    end
  end)
end)
