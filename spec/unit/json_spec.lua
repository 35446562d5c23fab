--- The JSON reader, without a declaration.
local core = require "ai95.core"

describe("JSON", function()
  it("turns null into nil, and whole numbers into integers", function()
    local value = core.decode_json(
      '{"a":null,"b":1826,"c":[1,null,{"d":null,"e":2.5}],"f":1e300,"g":1e3,"h":7.0}')
    assert.is_nil(value.a)
    assert.equal("1826", tostring(value.b))
    assert.is_nil(value.c[2])
    assert.is_nil(value.c[3].d)
    assert.equal(2.5, value.c[3].e)
    assert.equal(1e300, value.f)
    assert.same({ "1000", "7" }, { tostring(value.g), tostring(value.h) })
    assert.is_nil(core.decode_json "null")
    if math.type then
      assert.equal("integer", math.type(value.b))
      assert.equal("integer", math.type(value.c[1]))
      assert.equal("float", math.type(value.f))
    end
  end)

  it("keeps all digits of an integer, as text if this Lua has no such integer", function()
    for _, digits in ipairs {
      "9007199254740992", "-9007199254740993", "1618065507111835490", "9223372036854775807",
      "-9223372036854775808", "9223372036854775808", "123456789012345678901234567890",
    } do
      local value = core.decode_json(digits)
      assert.equal(digits, type(value) == "number" and ("%d"):format(value) or value)
    end
    assert.equal(2 ^ 53, core.decode_json "9007199254740992")
  end)

  it("keeps a number that no double can hold as text", function()
    assert.equal("1e999", core.decode_json "1e999")
    assert.equal("-1.5e400", core.decode_json "-1.5e400")
  end)

  it("is read up to a depth of 100", function()
    assert.is_table(core.decode_json(("["):rep(100) .. ("]"):rep(100)))
    local deep = { ("["):rep(101) .. ("]"):rep(101), ("["):rep(10 ^ 6), ('{"a":'):rep(200) }
    for _, text in ipairs(deep) do
      local value, problem = core.decode_json(text)
      assert.is_nil(value)
      assert.matches("nested too deeply %(byte", problem)
    end
  end)

  it("may have a mark and white space around it", function()
    assert.same({ 1 }, core.decode_json "\239\187\191 \r\n\t[1] \n")
    assert.is_nil(core.decode_json "\239\187[1]")
    assert.is_nil(core.decode_json "[1]\0")
  end)

  it("has a problem with a position if it is not valid", function()
    local _, problem = core.decode_json '{"a":1,}'
    assert.equal("a member without a name (byte 8)", problem)
    _, problem = core.decode_json '["ok", nul]'
    assert.equal("no value of JSON (byte 8)", problem)
  end)

  it("takes a time before 1971 in China for none, and the first one of 1971 for a time", function()
    local shape = core.shape("object", { { name = "at", type = "time" } })
    for value, expected in pairs {
      ['"1971-01-01T00:00:00+08:00"'] = "1971-01-01 00:00:00", ['"1971-01-01"'] = "1971-01-01",
      ['"1971-01-01 00:00"'] = "1971-01-01 00:00:00", ["31507200"] = "1971-01-01 00:00:00",
      ['"1971-01-01T00:00:00+08:01"'] = "none", ['"1970-12-31T23:59:59+08:00"'] = "none",
      ['"1970-01-01T08:00:00Z"'] = "none", ["0"] = "none",
    } do
      local text = '{"code":0,"data":{"at":' .. value .. "}}"
      local _, _, data, problem = core.decode_answer(text, shape)
      assert.is_nil(problem, value)
      assert.equal(expected, data.at or "none", value)
    end
  end)

  it("takes no other time for the platform's form because it is as long", function()
    local shape = core.shape("object", { { name = "at", type = "time" } })
    for value, expected in pairs {
      ["2026-03-01 10:00+08"] = "2026-03-01 10:00:00",
      ["2026-03-01 10:00+00"] = "2026-03-01 18:00:00",
      ["2026-03-01 10:00.12"] = "2026-03-01 10:00:00",
      ["2026-03-01 10:00:07"] = "2026-03-01 10:00:07",
      ["2026-03-01T10:00:07"] = "2026-03-01 10:00:07",
    } do
      local _, _, data = core.decode_answer(('{"code":0,"data":{"at":"%s"}}'):format(value), shape)
      assert.equal(expected, data.at, value)
    end
  end)
end)
