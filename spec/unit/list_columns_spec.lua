--- Which line of a list is the header, and which of its columns are 姓名 and 电话.
local ai95 = require "ai95"
local lists = require "support.lists"

--- The columns of a list with this header, and its format.
local function columns_of(header, options)
  local rows = assert(ai95.rows(lists.write(header .. "\n"), options))
  return table.concat(rows.columns, " "), rows.format
end

describe("the columns of a list", function()
  teardown(lists.remove)

  it("are 姓名 and 电话 by their usual names, in any position", function()
    for _, name in ipairs { "姓名", "名字", "客户姓名", "联系人", "客户名称", "称呼", "Name", "FULL NAME",
      "full_name", "Customer-Name", "contact", " 姓 名 ", "*姓名", "姓名（必填）", "姓名*", "姓名:",
      "\239\187\191姓名", "客戶姓名" } do
      assert.equal("姓名 电话", (columns_of("手机," .. name)), name)
    end
    for _, phone in ipairs { "电话", "手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式",
      "客户手机号", "移动电话", "電話", "行動電話", "Phone", "PHONE NUMBER", "phone_number", "Mobile No.",
      "tel", "Tel.", "Cell-Phone", "手机号（必填项）", "电话(Required)", "电话　", "*手机号码：" } do
      assert.equal("姓名 电话 x", (columns_of("x," .. phone .. ",姓名")), phone)
    end
  end)

  it("keep the list's own names as `renamed`, and count columns without a name", function()
    local columns, format = columns_of "手机号, ,客户姓名,地址,"
    assert.equal("姓名 电话 地址", columns)
    assert.same({ ["手机号"] = "电话", ["客户姓名"] = "姓名" }, format.renamed)
    assert.equal(1, format.unnamed)
    assert.same({ { "b", "a", "c" } }, (lists.read "手机号,,客户姓名,地址,\na,x,b,c,\n"))
  end)

  it("have 姓名 and 电话 first, then those of the template, then the others", function()
    local template = { "姓名", "电话", "金额", "地址" }
    assert.equal("姓名 电话 金额 地址 备注 x",
      (columns_of("备注,地址,电话,x,金额,姓名", { template = template })))
    assert.equal("姓名 电话 地址 备注", (columns_of("备注,地址,电话,姓名", { template = template })))
    assert.same({ { "e", "c", "b", "a" } },
      (lists.read("备注,地址,电话,姓名\na,b,c,e\n", { template = template })))
  end)

  it("are themselves if the template has them, though their names are usual ones", function()
    local columns, format = columns_of("姓名,电话,手机,联系人",
      { template = { "姓名", "电话", "手机", "联系人" } })
    assert.equal("姓名 电话 手机 联系人", columns)
    assert.same({}, format.renamed)
    assert.equal("姓名 电话 联系人", (columns_of("联系人,手机,姓名",
      { template = { "姓名", "电话", "联系人" } })))
  end)

  it("can be mapped, and then other usual names are not taken for them", function()
    local columns, format = columns_of("甲,乙,手机,name", { columns = { ["甲"] = "姓名", ["乙"] = "电话" } })
    assert.equal("姓名 电话 手机 name", columns)
    assert.same({ ["甲"] = "姓名", ["乙"] = "电话" }, format.renamed)
    assert.equal("姓名 电话 手机", (columns_of("姓名,手机,联系电话", { columns = { ["联系电话"] = "电话" } })))
    assert.equal("姓名 电话 欠款", (columns_of("姓名,手机,金额", { columns = { ["金额"] = "欠款" } })))
    assert.matches("there is no column 丙 to use as 姓名; there are: ",
      lists.error("电话,名\n", { columns = { ["丙"] = "姓名" } }))
  end)

  it("must be there once each", function()
    assert.matches("could be 电话: 手机 and 联系电话; map one of them to 电话",
      lists.error "姓名,手机,联系电话\n")
    assert.matches("could be 姓名: 姓名 and 联系人 and Name", lists.error "姓名,联系人,Name,电话\n")
    assert.matches("two columns are called 地址; rename one", lists.error "姓名,电话,地址, 地址\n")
    assert.matches("two columns are called 备注",
      lists.error("姓名,电话,备注,说明\n", { columns = { ["说明"] = "备注" } }))
    assert.matches("no column is called 姓名.*map one of these to 姓名: 电话, 名单", lists.error "电话,名单\n")
    assert.matches("no line names the columns", lists.error "姓名,地址\n")
  end)
end)

describe("the header of a list", function()
  teardown(lists.remove)

  it("is the first of 20 records that names both columns, or else the phone number's", function()
    local _, format = columns_of "电话回访名单,,\n联系方式,,\n\n姓名,电话,地址\n姓名,电话,手机"
    assert.equal(4, format.header)
    _, format = columns_of(("题目\n"):rep(19) .. "姓名,电话")
    assert.equal(20, format.header)
    _, format = columns_of("\n\n\n" .. ("题目\n\n"):rep(19) .. "姓名,电话")
    assert.equal(42, format.header)
    assert.matches("no line names", lists.error(("题目\n"):rep(20) .. "姓名,电话\n"))
    _, format = columns_of("号,x\n甲,电话\n甲,y", { columns = { ["甲"] = "姓名" } })
    assert.equal(2, format.header)
  end)

  it("decides the delimiter, whatever other separators it and the title contain", function()
    local _, format = columns_of "名单;一,二,三,四,五\n姓名;电话;金额(元,角,分)"
    assert.same({ ";", 2 }, { format.delimiter, format.header })
    _, format = columns_of "姓名\t电话\t地址,省|市"
    assert.equal("\t", format.delimiter)
    assert.same({ { "a", "1;2|3" } }, (lists.read "姓名,电话\na,1;2|3\n"))
  end)

  it("may follow sep=, as Excel writes it", function()
    for _, first in ipairs { "sep=;", "SEP=;", "\"sep=;\"", "\239\187\191sep=;" } do
      assert.same({ { "a", "1" } }, (lists.read(first .. "\n姓名;电话\na;1\n")))
    end
    assert.same({ { "a", "1" } }, (lists.read "sep=#\r\n姓名#电话\r\na#1\r\n"))
    assert.same({ { "a", "1" } }, (lists.read "sep=\t\n姓名\t电话\na\t1\n"))
    for _, odd in ipairs { "sep=\"", "sep=\0", "sep=", "sep=\255", "sep", "sep=;;" } do
      assert.same({ { "a", "1" } }, (lists.read("\"" .. odd:gsub("\"", "\"\"")
        .. "\"\n姓名,电话\na,1\n")))
    end
  end)

  it("are a choice of the caller if they are not clear, which the error describes", function()
    local function choice_of(text)
      local rows, err = ai95.rows(lists.write(text))
      assert.is_nil(rows)
      return err.choice
    end
    assert.same({ name = "电话", columns = { "手机", "联系电话" } },
      choice_of "姓名,手机,联系电话\na,13800000001,13800000002\n")
    assert.same({ name = "姓名", columns = {} }, choice_of "会员,手机\na,13800000001\n")
    assert.same({ name = "电话", columns = {} }, choice_of "姓名,拨打\na,13800000001\n")
    assert.is_nil(choice_of "姓名,手机,地址,地址\na,13800000001,,\n")
    assert.is_nil(choice_of "")
  end)
end)
