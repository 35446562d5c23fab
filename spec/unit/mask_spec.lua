--- What `--mask` hides.
local mask = require "ai95_cli.mask"

describe("#command masking", function()
  it("keeps enough of a number or a name to tell rows apart", function()
    for text, masked in pairs {
      ["13800000001"] = "138****0001", ["+8613800000001"] = "+86138****0001",
      ["075512345678"] = "0755****5678", ["10086"] = "***86", ["1"] = "1", [""] = "",
    } do
      assert.equal(masked, mask.phone(text))
    end
    local names = {
      ["张三"] = "张*", ["张三丰"] = "张**", ["Li"] = "L*", ["张"] = "张", [""] = "",
    }
    for text, masked in pairs(names) do
      assert.equal(masked, mask.name(text))
    end
  end)

  it("hides a number or a name in every field", function()
    local row = {
      callee = "13800000001", name = "张三", recordfile = "/20240531/x_13800000001_y.wav",
      cdr_sn = "6c4f1498-3e0c-11e8-b262-0000001e3e0c",
      asr_a = "##a@@我是张三，请打13900000002#@b", talktimes = 5,
      nested = { phone = "13800000001", list = { "张三" } },
    }
    assert.same({
      callee = "138****0001", name = "张*", recordfile = "/20240531/x_138****0001_y.wav",
      cdr_sn = "6c4f1498-3e0c-11e8-b262-0000001e3e0c",
      asr_a = "##a@@我是张*，请打139****0002#@b", talktimes = 5,
      nested = { phone = "138****0001", list = { "张*" } },
    }, mask.row(row))
    assert.equal("13800000001", row.callee)
  end)

  it("hides numbers of type number, and texts with magic characters of patterns", function()
    assert.same({ phone = "138****0001", address = "138****0001 楼" },
      mask.row { phone = 13800000001, address = "13800000001 楼" })
    assert.same({ name = "%***", mark = "by %***" }, mask.row { name = "%d+%", mark = "by %d+%" })
  end)
end)
