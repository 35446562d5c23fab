--- Texts in ASCII. (spec/http/locale_spec.lua tries other locales.)
local ascii = require "ai95.util.ascii"

describe("an ASCII text", function()
  it("changes its case, and nothing else", function()
    assert.equal("connect_timeout iı\255", ascii.lower "CONNECT_TIMEOUT Iı\255")
    assert.equal("CONNECT_TIMEOUT Iı\255", ascii.upper "connect_timeout iı\255")
  end)

  it("sorts by its bytes", function()
    local names = { "b", "a_b", "aB", "", "ab", "a", "Z", "é" }
    table.sort(names, ascii.is_before)
    assert.equal(",Z,a,aB,a_b,ab,b,é", table.concat(names, ","))
  end)

  it("may be a number with a decimal point", function()
    for text, number in pairs { ["2.5"] = 2.5, ["10"] = 10, [".5"] = 0.5, ["1e3"] = 1000 } do
      assert.equal(number, ascii.number(text))
    end
    for _, text in ipairs { "", "2,5", "soon", "1.2.3", "%" } do
      assert.is_nil(ascii.number(text), text)
    end
    assert.equal("0.050", ascii.fixed(0.05, 3))
    assert.equal("-12.3", ascii.fixed(-12.34, 1))
  end)

  it("has a control character or not", function()
    for byte = 0, 255 do
      local control = byte < 32 or byte == 127
      assert.equal(control, ascii.has_control("a" .. string.char(byte) .. "b"), byte)
    end
  end)
end)
