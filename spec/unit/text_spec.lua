local cjson = require "cjson"
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

describe("tidy", function()
  it("turns null into nil, and whole numbers into integers", function()
    local value = core.tidy(cjson.decode(
      '{"a":null,"b":1826,"c":[1,null,{"d":null,"e":2.5}],"f":1e300}'))
    assert.is_nil(value.a)
    assert.equal("1826", tostring(value.b))
    assert.is_nil(value.c[2])
    assert.is_nil(value.c[3].d)
    assert.equal(2.5, value.c[3].e)
    assert.equal(1e300, value.f)
    assert.is_nil(core.tidy(core.null))
    if math.type then
      assert.equal("integer", math.type(value.b))
      assert.equal("integer", math.type(value.c[1]))
      assert.equal("float", math.type(value.f))
    end
  end)

  it("refuses a depth of 1,000", function()
    local deep = {}
    local inner = deep
    for _ = 1, 1000 do
      inner[1] = {}
      inner = inner[1]
    end
    assert.error_matches(function() core.tidy(deep) end, "nested too deeply")
  end)
end)
