--- `ai95 report`: its files, its messages and its errors. The page itself is in spec/report.
local Page = require "support.page"
local cjson = require "cjson"
local command = require "support.command"
local dates = require "ai95.util.dates"
local sandbox = require "support.sandbox"

local folder

--- Runs it in its own folder.
---@return integer status
---@return string stdout
---@return string stderr
local function run(arguments)
  local result = command.run(folder, "report " .. arguments, { before = "cd " .. folder .. " &&" })
  return result.status, result.out, result.err
end

describe("ai95 report #plain", function()
  before_each(function()
    folder = command.folder()
    sandbox.reset()
    -- Six calls of that day and six of the next, and five of today.
    sandbox.seed { calls = 12, task = { created_at = "2026-03-02 23:59:00", spacing = 10 } }
    sandbox.seed { calls = 5 }
  end)

  after_each(function()
    command.remove(folder)
  end)

  it("writes the page and prints a summary", function()
    local status, out, err = run "--from 2026-03-02 --to 2026-03-02 -o a.html --csv"
    assert.same({ 0, "" }, { status, err })
    local header, row = out:match "^(.-)\n(.-)\n$"
    assert.equal("file,from,to,calls,connected", header)
    assert.matches("^a.html,2026%-03%-02 00:00:00,2026%-03%-02 23:59:59,6,%d$", row)
    local text = command.read(folder .. "/a.html")
    assert.equal("html", Page.parse(text).name)
    assert.truthy(text:find("接通率", 1, true))
    assert.truthy(text:find("Connected rate", 1, true))
    assert.is_false(command.exists(folder .. "/a.html.new"))
  end)

  it("covers the last seven days by default", function()
    local now = os.time()
    local status = run ""
    assert.equal(0, status)
    local today, first = dates.format(now):sub(1, 10), dates.format(now - 6 * 86400):sub(1, 10)
    local heading = Page.parse(command.read(folder .. "/report.html")):all("p")[1]:text()
    assert.equal(first .. " 至 " .. today, heading)
    assert.truthy(select(2, run "--json"):find('"calls":5', 1, true))
    assert.truthy(select(2, run "--json --to 2026-03-08")
      :find('"from":"2026-03-02 00:00:00"', 1, true))
  end)

  it("is about one campaign with --task, whatever days it has", function()
    local sn = sandbox.seed {
      calls = 4, task = { source = "one", created_at = "2026-02-01 10:00:00" },
    }.dial_task_main_sn
    local status, out, err = run("--task '" .. sn .. "' --json -o report.html")
    assert.same({ 0, "" }, { status, err })
    assert.truthy(out:find('"calls":4', 1, true))
    assert.truthy(out:find('"from":"2026-02-01 00:00:00"', 1, true))
    assert.truthy(command.read(folder .. "/report.html"):find("one · 2026-02-01", 1, true))
    assert.truthy(select(2, run("--task one --json")):find('"calls":4', 1, true))
    status, out, err = run "--task 'dial_task_main_sn|none' -o other.html"
    assert.same({ 1, "" }, { status, out })
    assert.matches("there is no campaign 'dial_task_main_sn|none' %(30011%)", err)
    status, out, err = run "--task none -o other.html"
    assert.same({ 2, "" }, { status, out })
    assert.matches("no campaign is called \"none\"", err)
    assert.is_false(command.exists(folder .. "/other.html"))
  end)

  it("takes the labels of interested people", function()
    local status = run "--from 2026-03-02 --to 2026-03-03 --lang zh --interested '再联系， 无意向'"
    assert.equal(0, status)
    assert.truthy(command.read(folder .. "/report.html"):find("标签：再联系、无意向", 1, true))
  end)

  it("has the title and the logo that it is given", function()
    command.write(folder .. "/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'></svg>\n")
    command.write(folder .. "/empty.svg", "")
    command.write(folder .. "/text.png", "text")
    local status = run "--from 2026-03-02 --to 2026-03-02 --title 王牌 --logo logo.svg"
    assert.equal(0, status)
    local document = Page.parse(command.read(folder .. "/report.html"))
    assert.equal("王牌", document:all("h1")[1]:text())
    assert.matches("^data:image/svg%+xml;base64,", document:all("img")[1].attributes.src)
    for path, complaint in pairs {
      ["none.png"] = "%-%-logo: none.png: No such file", ["."] = "%-%-logo: %.: Is a directory",
      ["empty.svg"] = "%-%-logo: empty.svg is no PNG, JPEG or SVG",
      ["text.png"] = "%-%-logo: text.png is no PNG, JPEG or SVG",
      ["''"] = "%-%-logo is empty",
    } do
      local failed, _, err = run("--from 2026-03-02 --to 2026-03-02 --logo " .. path)
      assert.equal(2, failed)
      assert.matches(complaint, err)
    end
  end)

  it("accepts a time of day", function()
    local _, out = run "--from '2026-03-02 23:59:20' --to '2026-03-02 23:59:40' --json"
    assert.truthy(out:find('"calls":3', 1, true))
  end)

  it("writes only the page to stdout, in the language of --lang", function()
    local status, out, err = run "--from 2026-03-02 --to 2026-03-02 --lang en -o -"
    assert.same({ 0, "" }, { status, err })
    assert.equal("en", Page.parse(out).attributes.lang)
    assert.is_nil(out:find("接通率", 1, true))
  end)

  it("writes a page for a period without calls", function()
    local status, out = run "--from 2001-01-01 --to 2001-01-02 --json -o report.html"
    assert.equal(0, status)
    assert.truthy(out:find('"calls":0', 1, true))
    assert.truthy(command.read(folder .. "/report.html"):find("这段时间没有外呼记录", 1, true))
  end)

  it("explains a wrong use before it sends a request", function()
    for arguments, complaint in pairs {
      ["--from 2026-02-30"] = '%-%-from: "2026%-02%-30" is not a day of the calendar',
      ["--to 2026-13-01"] = '%-%-to: "2026%-13%-01" is not a day of the calendar',
      ["--from soon"] = '"soon" is not a date',
      ["--from 2026-03-02 --to 2026-03-01"] =
        "%-%-from 2026%-03%-02 00:00:00 is after %-%-to 2026%-03%-01 23:59:59",
      ["--interested ''"] = "%-%-interested is empty",
      ["--interested ,"] = "%-%-interested is empty",
      ["--task ''"] = "%-%-task is empty",
      ["--lang fr"] = "must be one of 'zh', 'en', 'both'",
      ["-o missing/a.html"] = "missing/a.html.new: No such file or directory",
      ["-o ."] = "%.: Is a directory",
      ["more"] = "too many arguments",
    } do
      local status, out, err = run(arguments)
      assert.equal(2, status)
      assert.equal("", out)
      assert.matches(complaint, err)
    end
    assert.equal(0, sandbox.counts("cdrlist").received)
  end)

  it("keeps the old page if the platform refuses", function()
    assert.equal(0, (run "--from 2026-03-02 --to 2026-03-02"))
    local old = command.read(folder .. "/report.html")
    sandbox.fault("crmList", "code", { code = 20007, times = 0 })
    local status, out, err = run "--from 2026-03-02 --to 2026-03-02"
    assert.equal(1, status)
    assert.equal("", out)
    assert.matches("20007", err)
    assert.equal(old, command.read(folder .. "/report.html"))
    assert.is_false(command.exists(folder .. "/report.html.new"))
  end)

  it("prints the numbers as one object with --json, and writes a page only with -o", function()
    sandbox.reset()
    sandbox.seed { calls = 12, task = { created_at = "2026-03-02 12:00:00", spacing = 10 } }
    local days = "--from 2026-03-02 --to 2026-03-02 --json "
    local status, out, err = run(days)
    assert.same({ 0, "" }, { status, err })
    assert.equal(1, select(2, out:gsub("\n", "")))
    assert.equal(12, cjson.decode(out).total.calls)
    assert.is_false(command.exists(folder .. "/report.html"))
    status, out = run(days .. "-o a.html")
    assert.equal(0, status)
    assert.equal(12, cjson.decode(out).hours[13].calls)
    assert.truthy(command.exists(folder .. "/a.html"))
    status, out, err = run(days .. "-o -")
    assert.same({ 2, "" }, { status, out })
    assert.matches("%-%-json prints the numbers on stdout", err)
  end)
end)
