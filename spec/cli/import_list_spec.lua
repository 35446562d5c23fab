--- `ai95 import` reads lists in common formats, and says what it found.
local command = require "support.command"
local sandbox = require "support.sandbox"

local CAMPAIGN = { "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER, "--source", "测试",
  "--no-ledger" }
local PEOPLE = "姓名,电话,地址\n张三,13800000001,深圳\n李四,13800000002,上海\n"

describe("#plain #command import, of a list,", function()
  local home, path

  before_each(function()
    home = command.folder()
    path = home .. "/c.csv"
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  --- Checks the list: its status, and stderr without the folder's name.
  local function check(list, ...)
    command.write(path, list)
    local result = command.run(home, { "import", path, "--dry-run", ... })
    result.err = command.relative(home, result.err)
      :gsub("nothing was sent; this is a preview\n$", "")
    return result
  end

  local function said(list, ...)
    local result = check(list, ...)
    assert.equal(0, result.status, result.err)
    return result.err
  end

  it("sends what it found in it", function()
    command.write(path, "手机号;地址;客户姓名\n138 0000 0001;深圳;张三\n+86 13800000002;上海;李四\n")
    local arguments = { "import", path }
    for _, word in ipairs(CAMPAIGN) do
      arguments[#arguments + 1] = word
    end
    local result = command.run(home, arguments)
    assert.equal(0, result.status, result.err)
    assert.matches("/c.csv: UTF%-8, separated by semicolons, 客户姓名 used as 姓名, 手机号 used as 电话\n"
      .. "2 rows; 2 numbers cleaned\nnobody is called yet", result.err)
    assert.matches("\nrows +2\nrefused +0\ncleaned +2\nexcluded +0\n", result.out)
    assert.same({ "13800000001", "13800000002" },
      sandbox.phones(sandbox.state().tasks[1].dial_task_main_sn))
  end)

  it("names the encoding and the delimiter", function()
    assert.equal("c.csv: UTF-8\n2 rows\n", said(PEOPLE))
    assert.equal("c.csv: GB18030\n1 row\n",
      said "\208\213\195\251,\181\231\187\176\n\213\197\200\253,13800000001\n")
    local tabs = PEOPLE:gsub(",", "\t")
    assert.equal("c.csv: UTF-8, separated by tabs\n2 rows\n", said(tabs))
    local bars = PEOPLE:gsub(",", "|")
    assert.equal("c.csv: UTF-8, separated by bars\n2 rows\n", said(bars))
  end)

  it("takes --delimiter and --encoding", function()
    local dots = PEOPLE:gsub(",", "·"):gsub("\194\183", "!")
    assert.equal("c.csv: UTF-8\n2 rows\n", said(dots, "--delimiter", "!"))
    for word, delimiter in pairs { tab = "\t", comma = ",", semicolon = ";", bar = "|" } do
      local list = PEOPLE:gsub(",", delimiter)
      assert.matches("\n2 rows\n$", said(list, "--delimiter", word))
      local result = check(list, "--delimiter", word == "tab" and "bar" or "tab")
      assert.same({ 2, "" }, { result.status, result.out })
    end
    local big5 = "\169\109\166\87,\185\113\184\220\n\177\105\164\84,13800000001\n" -- 姓名,電話
    assert.equal("c.csv: BIG5, 電話 used as 电话\n1 row\n", said(big5, "--encoding", "BIG5"))
  end)

  it("mentions columns without a name", function()
    assert.equal("c.csv: UTF-8, 1 column without a name left out\n1 row\n",
      said "姓名,,电话\n张三,1,13800000001\n")
    assert.equal("c.csv: UTF-8, 2 columns without a name left out\n1 row\n",
      said ",,姓名,电话\n1,2,张三,13800000001\n")
  end)

  it("takes columns by --map", function()
    assert.equal("c.csv: UTF-8, 会员 used as 姓名, 座机 used as 电话, 应还 used as 欠费金额\n1 row\n",
      said("会员,手机,座机,应还\n张三,13800000001,0755-86000000,5\n", "--map", "会员=姓名",
        "--map", "座机=电话", "--map", "应还=欠费金额"):gsub("; 1 number cleaned", ""))
  end)

  it("shows how to choose one of two columns", function()
    local result = check "姓名,手机,联系电话\n张三,13800000001,13800000002\n"
    assert.equal("ai95: c.csv, line 1: more than one column could be 电话: 手机 and 联系电话; "
      .. "map one of them to 电话; for example --map '手机=电话'\n", result.err)
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("; map one of these to 姓名: 会员, 手机; for example %-%-map 'COLUMN=姓名'\n$",
      check("会员,手机\n张三,13800000001\n").err)
    assert.matches("for example %-%-map 'COLUMN=电话'\n$", check("姓名,拨打\n张三,13800000001\n").err)
  end)

  it("counts cleaned numbers, and refuses them with --strict", function()
    local list = "姓名,电话\n张三,138-0000-0001\n李四,13800000002\n"
    assert.equal("c.csv: UTF-8\n2 rows; 1 number cleaned\n", said(list))
    assert.equal("c.csv: UTF-8\n1 row; 1 row refused, see c.csv.refused.csv\n"
      .. "line 2: 电话 contains \"-\"; write digits only\n", said(list, "--strict"))
  end)

  it("leaves out the people of --exclude", function()
    command.write(home .. "/one.txt", "138 0000 0001\n不是号码\n")
    command.write(home .. "/two.csv", "备注,手机\n,13800000002\n")
    assert.equal("c.csv: UTF-8\n1 row; 1 person excluded\n1 number to exclude cannot be read:\n"
      .. "one.txt, line 2: 电话 contains \"不\"; write digits only\n",
      said(PEOPLE, "--exclude", home .. "/one.txt"))
    assert.matches("\n1 row; 2 people excluded\n", said(PEOPLE .. "王五,13800000003,\n",
      "--exclude", home .. "/one.txt", "--exclude", home .. "/two.csv"))
    local result = check(PEOPLE, "--exclude", home .. "/none.txt")
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("ai95: none.txt: No such file or directory\n$", result.err)
  end)

  it("writes numbers with separators", function()
    local lines = { "姓名,电话" }
    for i = 1, 2000 do
      lines[i + 1] = ("客户,1380000%04d"):format(i)
    end
    local list = table.concat(lines, "\n") .. "\n"
    assert.equal("c.csv: UTF-8\n2,000 rows\n", said(list))
    local result = check(list .. "客户,1\n", "--strict", "--exclude", path)
    assert.equal(2, result.status)
    assert.matches("there are no rows to send %(1 refused, 2,000 excluded%); nothing was sent\n$",
      result.err)
  end)

  it("reports the first refused rows and the number of the others", function()
    local lines = { "姓名,电话" }
    for i = 1, 30 do
      lines[#lines + 1] = "某,x" .. i
    end
    local list = table.concat(lines, "\n") .. "\n某,13800000001\n"
    local err = said(list)
    assert.matches("\n1 row; 30 rows refused, see c.csv.refused.csv\nline 2: 电话 contains ", err)
    assert.matches("\nline 21: [^\n]*\n… and 10 more\n$", err)
  end)

  it("keeps refused rows in --refused, or nowhere if the list has no name", function()
    local list = "姓名,电话\n张三,1\n李四,13800000002\n"
    assert.matches("1 row refused, see r.csv\n", said(list, "--refused", home .. "/r.csv"))
    assert.is_true(command.exists(home .. "/r.csv"))
    assert.is_false(command.exists(path .. ".refused.csv"))
    local result = command.run(home, { "import", "-", "--dry-run" },
      { before = "cat " .. path .. " |" })
    assert.equal(0, result.status)
    assert.matches("^standard input: UTF%-8\n"
      .. "1 row; 1 row refused %(%-%-refused FILE keeps them%)\n", result.err)
  end)

  it("asks for another file if the refused rows cannot be written", function()
    local result = check("姓名,电话\n张三,1\n", "--refused", home .. "/none/r.csv")
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("ai95: none/r.csv[^\n]*; name another file with %-%-refused\n$", result.err)
  end)

  it("asks for another file if that is a pipe or a device, which it does not open", function()
    os.execute(("mkfifo %s/pipe"):format(home))
    for _, place in ipairs { home .. "/pipe", "/dev/null" } do
      command.write(path, "姓名,电话\n张三,1\n李四,13800000002\n")
      local result = command.run(home, { "import", path, "--dry-run", "--refused", place },
        { before = "timeout 10" })
      assert.same({ 2, "" }, { result.status, result.out })
      assert.equal(("ai95: %s: it is not a regular file, but a folder, a pipe or a device;"
        .. " name another file with --refused\n"):format(place), result.err)
    end
  end)

  it("never overwrites refused rows that somebody may have corrected", function()
    local refused, second = path .. ".refused.csv", path .. ".refused-2.csv"
    local list = "姓名,电话\n张三,1\n李四,13800000002\n"
    for _ = 1, 2 do -- the same rows again are in the same file
      assert.matches("see c.csv.refused.csv\n", said(list))
    end
    assert.is_false(command.exists(second))
    assert.equal("\239\187\191姓名,电话,拒绝原因\r\n张三,1,line 2: 电话 has 1 digit; "
      .. "no number of that length can be called\r\n", command.read(refused))
    command.write(refused, "姓名,电话\n张三,13800000001\n")
    for _ = 1, 2 do
      assert.matches("see c.csv.refused%-2.csv\n", said(list))
    end
    assert.equal("姓名,电话\n张三,13800000001\n", command.read(refused))
    assert.is_true(command.exists(second))
    assert.is_false(command.exists(path .. ".refused-3.csv"))
  end)

  it("reads standard input, and then needs to know about the ledger", function()
    command.write(path, PEOPLE)
    local function import(...)
      local arguments = { "import", "-", "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER,
        "--source", "测试", ... }
      return command.run(home, arguments, { before = "cat " .. path .. " |" })
    end
    local result = import()
    assert.same({ 2, "", "ai95: with - (standard input), give --ledger FILE, which makes the"
      .. " import safe to repeat, or --no-ledger\n" }, { result.status, result.out, result.err })
    assert.equal(0, import("--ledger", home .. "/j").status)
    assert.matches("nothing was sent: everybody", import("--ledger", home .. "/j").err)
    assert.equal(0, import("--no-ledger").status)
    assert.equal(2, sandbox.counts("addJson").received)
    result = import("--no-ledger", "--exclude", "-")
    assert.same({ 2, "ai95: only one list can be - (standard input)\n" },
      { result.status, result.err })
  end)

  it("shows the library's message about a list that it cannot read", function()
    local result = check("\208\207\17\224\161\177\26\225" .. ("\0"):rep(1000))
    assert.same({ 2, "" }, { result.status, result.out })
    assert.equal("ai95: c.csv: it is an old Office document, but not a workbook\n", result.err)
    result = check "姓名,电话\n\"张三,13800000001\n"
    assert.equal(2, result.status)
    assert.matches("ai95: c.csv, line 2: a quote is opened and never closed\n$", result.err)
  end)

  it("explains a wrong use", function()
    local cases = {
      { "--delimiter must be one character, or tab, comma, semicolon or bar, not \"tabs\"",
        "--delimiter", "tabs" },
      { "--map must be COLUMN=NAME, as in 手机=电话, not \"手机\"", "--map", "手机" },
      { "--map gives two names to the column 地址", "--map", "地址=a", "--map", "地址=b" },
      { "there is no column 手机 to use as 电话; there are: 姓名, 电话, 地址", "--map", "手机=电话" },
      { "c.csv: the option sheet is for workbooks, and this is not one", "--sheet", "2" },
      { "iconv does not know the encoding none", "--encoding", "none" },
      { "--encoding is empty", "--encoding", "" },
      { "--exclude is empty", "--exclude", "" },
      { "--refused is empty", "--refused", "" },
    }
    for _, case in ipairs(cases) do
      local result = check(PEOPLE, (unpack or table.unpack)(case, 2))
      assert.same({ 2, "" }, { result.status, result.out }, case[1])
      assert.truthy(result.err:find(case[1], 1, true), result.err)
    end
  end)
end)
