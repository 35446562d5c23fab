--- What the library says, in Chinese: the forms of its sentences are found, and are still its own.
local ai95 = require "ai95"
local codes = require "ai95.api.codes"
local errors = require "ai95.errors"
local failure = require "ai95_cli.failure"
local problems = require "ai95.import.problems"
local rules = require "ai95.guard.rules"
local sentences = require "support.sentences"
local texts = require "ai95_texts"

-- Those of the system, and those that several constants make; the cases below have the latter.
local MADE = {
  "^No such file", "^Permission denied$", "^Is a directory$", "^%%s contains ", "^%%s has .*digit",
  "^%%s is the same", "^exclude: ", "^%u%l%l 20%%s$", "^%%s, Mon%-", "^there are no rows",
  "there is no sheet that", "%%d campaigns$", "%%d calls$", "%%d customers$", "%%d AI users$",
  "%%d project templates$", "^this machine is %%d seconds", "^from the environment: ",
  "no import can work$", "with %%s %%s and not %%s", "format the column as text", "CSV UTF%-8\"$",
  "^it is not known wh", "an unknown count of", "^base_url is http: ", "^another number$",
  "%(HTTP status %%d%)$", "^libcurl's error", "name %(source%)",
}

local function in_chinese(run)
  texts.speak "zh"
  local ok, err = pcall(run)
  texts.speak "en"
  assert(ok, err)
end

local function check_known(sentence)
  local said, is_known = texts.retell(sentence)
  assert.is_true(is_known, sentence)
  assert.is_nil(said:find "%a%a+ %a%a+ %a%a+", sentence .. " -> " .. said)
  return said
end

describe("#plain what the library says", function()
  it("has only forms that are the library's own", function()
    local constants, gone = {}, {}
    for _, each in ipairs(sentences.in_folders { "lua/ai95", "report/lua" }) do
      constants[#constants + 1] = each.text
    end
    local all, count = table.concat(constants, "\n"):gsub("%%[%d.]*%a", "%%s"), 0
    for _, name in ipairs(texts.FORMS) do
      for _, pair in ipairs(name:find "library" and require(name) or {}) do
        local is_made = false
        for _, pattern in ipairs(MADE) do
          is_made = is_made or pair[1]:find(pattern) ~= nil
        end
        for piece in pair[1]:gsub("%%[%d.]*%a", "\0"):gmatch "[^%z]+" do
          piece = piece:gsub("%%%%", "%%"):gsub("^[:;,. ]+", ""):gsub("[:;,. ]+$", "")
          if #piece > 3 and not is_made then
            count = count + 1
            if not all:find(piece, 1, true) then
              gone[#gone + 1] = ("%s: %s (%s)"):format(name, pair[1], piece)
            end
          end
        end
      end
    end
    assert.same({}, gone)
    assert.is_true(count > 150)
  end)

  it("keeps every name and number, in its place", function()
    in_chinese(function()
      for _, name in ipairs(texts.FORMS) do
        for _, pair in ipairs(require(name)) do
          local values = {}
          local function fill(sentence, write)
            local i = 0
            return (sentence:gsub("%%[%d.]*([%a%%])", function(directive)
              if directive == "%" then
                return "%"
              end
              i = i + 1
              values[i] = values[i] or write(directive, i)
              return values[i]
            end))
          end
          local english = fill(pair[1], function(directive, i)
            return directive == "s" and ("V%d_%%d"):format(i)
              or directive == "g" and "1e-0" .. i or tostring(i * 7)
          end)
          assert.equal(fill(pair[2]), (texts.retell(english)))
        end
      end
    end)
  end)

  it("leaves names as they are, whatever words they have", function()
    in_chinese(function()
      for _, name in ipairs { "login", "AI user", "x is empty", "calls", "projects.csv" } do
        assert.equal(name .. "：没有这个文件或目录", (texts.retell(name .. ": No such file or directory")))
      end
      local said = texts.retell("ledger x: it belongs to another campaign, with name (source)"
        .. ' "A and not B" and not "C"; give the ledger of this campaign, or another path for a new'
        .. " one")
      assert.truthy(said:find('名称是 "A and not B"，不是 "C"', 1, true), said)
      local long = ("a: "):rep(5000)
      assert.equal(long, (texts.retell(long)))
    end)
  end)

  it("is said of every problem of a row", function()
    local list = { columns = { "姓名", "电话", "地址" }, width = 3, cells = { 1, 2, 3, 4 },
      format = { encoding = "GB18030" } }
    local row_codes = { "values", "swallowed", "text_after_quote", "repeats", "cell_error",
      "no_value", "undecodable", "name", "repeated" }
    local phone_codes = { "empty", "scientific", "fraction", "character", "prefix", "mobile",
      "mobile_length", "service", "no_area", "lost_zero", "area", "local", "extension", "foreign",
      "length" }
    in_chinese(function()
      for _, code in ipairs(row_codes) do
        check_known(problems.of_row(code, 3, list.columns, "line", list))
      end
      for _, code in ipairs(phone_codes) do
        for _, detail in ipairs(code == "character" and { "x", "U+0020", "U+200B", "\"" }
          or (code == "mobile" or code == "length") and { 1, 10 } or { 10 }) do
          check_known(problems.of_row(code, detail, list.columns, "line", list))
        end
      end
      check_known(problems.of_header("undecodable", "UTF-8"))
      check_known(problems.of_header("text_after_quote", "UTF-8"))
      assert.equal("电话只有 1 位，没有这么短的号码",
        check_known(problems.of_row("length", 1, list.columns, "line", list)))
      assert.equal("电话与第 3 行相同",
        check_known(problems.of_row("repeated", 3, list.columns, "row", list)))
    end)
  end)

  it("is said of every decision of a guard", function()
    local task = { state = "calling", total_count = 10, send_count = 5, unsend_count = 5,
      success = 2, fail = 3 }
    local done = { state = "sent", total_count = 10, send_count = 10, unsend_count = 0,
      success = 2, fail = 8 }
    local now = assert(ai95.dates.parse "2026-11-30 10:00:00")
    local function decide(row, options, memory)
      local all = { hours = ai95.hours.parse "9-18", redials = 0, redial_pause = 60, last = 5 }
      for name, value in pairs(options or {}) do
        all[name] = value
      end
      return rules.decide(all, memory or { redials = 0, samples = {} },
        { now = now, task = row, interested = 4, stopped = all.stopped }).text
    end
    in_chinese(function()
      for _, text in ipairs {
        decide(task), decide(done), decide(task, { reached = 2 }), decide(task, { interested = 4 }),
        decide(task, { deadline_at = now }), decide(task, { stopped = true }),
        decide(task, { hours = ai95.hours.parse "12-13" }),
        decide(done, { redials = 1 }), decide(done, { redials = 1, redial_pause = 0 },
          { redials = 0, samples = {}, round_ended_at = now }),
        decide(task, {}, { redials = 0, samples = {}, held = true }),
        decide(done, { redials = 1 }, { redials = 0, samples = {}, unsettled_until = now + 9 }),
        decide(done, {}, { redials = 0, samples = {}, unsettled_until = now + 9 }),
        decide(task, { max_failure_rate = 0.5 }, { redials = 0, samples = { { 0, 0 } } }),
      } do
        check_known(text)
      end
      for _, wrong in ipairs { "x", "25-26", "9-9", "22-2", "" } do
        check_known(ai95.hours and select(2, ai95.hours.parse(wrong)))
      end
      check_known(select(2, ai95.hours.parse("9-18", "x")))
    end)
  end)

  it("is said of every code of the platform", function()
    in_chinese(function()
      for code, meaning in pairs(codes.meanings) do
        local said = failure.sentence(errors.new(codes.failure(code, "平台的话", 200)))
        assert.is_nil(said:find(meaning, 1, true))
        assert.matches(("（平台：%d 平台的话）"):format(code), said)
      end
    end)
  end)

  it("is said by the kind of an error if its message is not known, with the message", function()
    local message = "Couldn't do what was asked for"
    in_chinese(function()
      for _, kind in ipairs { "api", "auth", "timeout", "network", "tls", "protocol", "rate_limit",
        "too_large", "file", "input", "undetermined" } do
        local said = failure.sentence(errors.new { kind = kind, message = message })
        assert.matches("^[^%a].*（" .. message .. "）$", said)
      end
      assert.matches("可能已经执行.*试了 3 次", failure.sentence(errors.new {
        kind = "timeout", message = message, outcome = "unknown", attempts = 3 }))
      assert.is_nil(failure.sentence(errors.new { kind = "timeout", message = message,
        outcome = "unknown", retryable = true }):find("可能已经执行", 1, true))
    end)
    local err = errors.new {
      kind = "timeout", message = message, outcome = "unknown", attempts = 3,
    }
    assert.equal(tostring(err), "ai95: " .. failure.sentence(err))
    assert.equal(message, failure.message(err))
  end)

  it("is said of errors that several of its functions make together", function()
    in_chinese(function()
      for _, case in ipairs {
        { "台账 c.ledger：这是别的任务的台账，名称是 \"夏\"，不是 \"秋\"；",
          "ledger: c.ledger: it belongs to another campaign, with name (source) \"夏\" and not"
          .. " \"秋\"; give the ledger of this campaign, or another path for a new one" },
        { "mysql://h/d：服务器断开了：等它恢复再同步一次", "mysql://h/d: the server went away: run"
          .. " the sync again when it is back. Nothing is half written" },
        { "--db 必须是 .*：路径是空的", "sync: the parameter \"db\" must be \"sqlite:PATH\","
          .. " \"postgres://USER@HOST/DATABASE\" or \"mysql://USER@HOST/DATABASE\": the path is"
          .. " empty" },
        { "list.csv，第 3 行：有一个引号没有配对",
          "list.csv, line 3: a quote is opened and never closed" },
        { "排除名单 a.txt，第 2 行：电话里有 \"x\"，请只写数字；什么都没有发送",
          "exclude: a.txt, line 2: 电话 contains \"x\"; write digits only; nothing was sent" },
        { "不知道第 2 个请求有没有执行；查找时出错：odd; .*；请用同一个台账", "it is not known"
          .. " whether request 2 was carried out; looking it up failed: odd; more; run the same"
          .. " import"
          .. " again with its ledger, which looks before it sends; or find out yourself, and record"
          .. " it with `ai95 ledger resolve`" },
        { "任务可能正在呼叫，而现在不该呼叫（现在不在时段内；下一个时段从 周一 2026%-11%-30 09:00 开始）"
          .. "：还没有暂停下来",
          "the campaign may be dialling, and should not (the hours are over; they begin again"
          .. " on Mon"
          .. " 2026-11-30 09:00): it is not paused yet" },
      } do
        assert.matches(case[1], (texts.retell(case[2])))
      end
    end)
  end)

  it("is not changed in quotes", function()
    in_chinese(function()
      assert.equal("（是不是 \"there are no settings\"？）",
        (texts.retell " (did you mean \"there are no settings\"?)"))
    end)
  end)
end)
