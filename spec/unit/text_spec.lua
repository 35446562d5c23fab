local core = require "ai95.core"
local not_utf8 = require "support.not_utf8"

describe("text", function()
  it("is UTF-8 without NUL, and the first invalid byte is found", function()
    for _, text in ipairs(not_utf8) do
      assert.equal(3, core.invalid_utf8("ok" .. text))
    end
    assert.is_nil(core.invalid_utf8("姓名 😀 \0 é"))
    assert.is_true(core.is_text("姓名 😀 é"))
    assert.is_false(core.is_text("姓名 \0"))
    assert.is_false(core.is_text("\255"))
  end)
end)
