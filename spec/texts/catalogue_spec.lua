--- The catalogue: each sentence in both languages, and none that nobody says.
local ai95 = require "ai95"
local lua = require("support.program").lua
local sentences = require "support.sentences"
local texts = require "ai95_texts"
local tree = require "ai95_cli.tree"

-- What stands in front of a sentence that a person reads.
local SAID = {
  "%f[%w_]say%s*%(?$", "[:.]usage%s*%(?$", "[:.]refuse%s*%(?$", "[:.]notify%s*%(?$",
  "[:.]on_interrupt%s*%(?$",
}

-- In front of a sentence about one thing: the one about many is the key.
local ABOUT_ONE = { "%.count%([^\"]*$", "say_count%([^\"]*$", "check_required%([^\"]*$" }

-- What has several words and is said to nobody, or only as a part of a sentence that the help has.
local NOT_SAID = {
  "^ai95 ", "ai95 sync$", "ai95 url ", "^_ai95%(%)", "^#compdef", "^function __ai95",
  "^%-o %-%-output$",
  "^Print the signed address of $", "^The document's name: $", "^Only these lists, of $",
  "^tasks, calls, customers, ai_users, projects$", "^From this day or time on: $",
  "^Only the %%s since", "^, and again those that have changed$", "^With %-%-new: the first run",
  "^ Asks first%. Without", "^The people who have not been dialled are called%.$",
  "^Each time it calls them once more%.$", "^The platform cannot bring them back%.$",
  "^\n\nExit status: 0,", "^did you mean$", "^No such file$", "^%^unknown option",
  "^%^the platform answered",
  "^ai95: stdout: $", "^%-%-task SN$",
}

local function matches(text, patterns)
  for _, pattern in ipairs(patterns) do
    if text:find(pattern) then
      return true
    end
  end
  return false
end

--- Whether a constant of the code is a sentence for people.
local function is_sentence(each)
  local text = each.text:gsub("%%[%d.]*%a", "")
  local is_said = matches(each.before, SAID) or text:find "%a+[^%a]+%a" and text:find " "
  return is_said and text:find "%a" and not matches(each.before, ABOUT_ONE)
    and not matches(each.text, NOT_SAID)
end

local function directives(text)
  local list = {}
  for directive in text:gsub("%%%%", ""):gmatch "%%[%d.]*%a" do
    list[#list + 1] = directive
  end
  return table.concat(list, " ")
end

--- Whether there is something to translate: more than directives, names and punctuation.
local function has_words(text)
  return text:gsub("%%[%d.]*%a", ""):find "%a" ~= nil
end

local function each_pair(names, visit)
  for _, name in ipairs(names) do
    for _, pair in ipairs(require(name)) do
      visit(pair, name)
    end
  end
end

--- All that the help of every command says.
local function help_sentences()
  local said, say = {}, texts.say
  texts.say = function(text)
    said[text] = true
    return say(text)
  end
  for name in pairs(package.loaded) do
    if name:find "^ai95_cli" then
      package.loaded[name] = name == "ai95_cli.terminal" and package.loaded[name] or nil
    end
  end
  local fresh = require "ai95_cli.tree"
  local function read(node, parser)
    parser:get_help()
    for i, child in ipairs(node.commands or {}) do
      read(child, parser._commands[i])
    end
  end
  read(fresh.root, fresh.parser(80))
  texts.say = say
  return said
end

describe("#plain the catalogue", function()
  it("requires only its own modules", function()
    local program = "local texts = require 'ai95_texts' texts.speak 'zh' texts.retell 'x'"
      .. " require 'ai95_texts.console' require 'ai95_texts.report' local count = 0"
      .. " for name in pairs(package.loaded) do if name:find '^ai95_texts' then count = count + 1"
      .. " elseif name:find '^ai95' then print(name) end end print(count > 15)"
    local pipe = io.popen(("%s -e \"%s\" 2>&1"):format(lua, program))
    assert.equal("true\n", pipe:read "*a")
    pipe:close()
  end)

  it("tells in Chinese to try again only if the English does", function()
    each_pair({ (unpack or table.unpack)(texts.CATALOGUES) }, function(pair)
      if pair[2]:find "再试" or pair[2]:find "重试" or pair[2]:find "稍后" then
        assert.is_truthy(pair[1]:find "again" or pair[1]:find "later" or pair[1]:find "retr"
            or pair[1]:find "repeat",
          pair[1])
      end
    end)
    each_pair(texts.FORMS, function(pair)
      assert.equal(pair[2]:find "再试" ~= nil, pair[1]:find "try.* later" ~= nil, pair[1])
    end)
    for _, kind in ipairs(require "ai95_texts.errors") do -- the request may have been carried out
      assert.is_nil(kind[2]:find "再试", kind[1])
    end
  end)

  it("has each sentence once, in both languages, with the same directives", function()
    local seen, count = {}, 0
    each_pair(texts.CATALOGUES, function(pair, name)
      assert.equal(2, #pair, name .. ": " .. pair[1])
      assert.is_nil(seen[pair[1]], name .. " repeats: " .. pair[1])
      seen[pair[1]], count = true, count + 1
      assert.equal(directives(pair[1]), directives(pair[2]), pair[1])
      assert.not_equal(pair[1], pair[2])
    end)
    assert.is_true(count > 200)
  end)

  it("has every sentence of the help and of the code, and no other", function()
    local known, used, missing = {}, help_sentences(), {}
    each_pair(texts.CATALOGUES, function(pair) known[pair[1]] = true end)
    for text in pairs(used) do
      if has_words(text) and not known[text] then
        missing[#missing + 1] = text
      end
    end
    for _, each in ipairs(sentences.in_folders { "cli/lua" }) do
      used[each.text] = true
      if is_sentence(each) and not known[each.text] then
        missing[#missing + 1] = each.path .. ": " .. each.text
      end
    end
    assert.same({}, missing)
    for _, list in ipairs { "tasks", "calls", "customers", "ai_users", "projects" } do
      for _, field in ipairs(ai95.fields(list)) do
        used[field.name] = true -- the titles of tables
      end
    end
    for _, each in ipairs(sentences.in_folders { "lua/ai95" }) do
      used[each.text] = true -- what the library gives to the command as it is
    end
    for text in pairs(known) do
      assert.is_true(used[text], "nobody says: " .. text)
    end
  end)
end)

describe("#plain the language", function()
  it("is Chinese in a Chinese locale of UTF-8, and English elsewhere", function()
    local cases = {
      { "zh", LANG = "zh_CN.UTF-8" }, { "zh", LANG = "zh_CN.utf8" }, { "zh", LANG = "zh_TW.UTF-8" },
      { "zh", LC_MESSAGES = "zh_HK.Utf-8" }, { "zh", LC_ALL = "zh_SG.UTF-8@pinyin" },
      { "zh", LC_ALL = "zh.UTF-8" },
      { "en" }, { "en", LANG = "C" }, { "en", LANG = "POSIX" }, { "en", LANG = "C.UTF-8" },
      { "en", LANG = "en_US.UTF-8" }, { "en", LANG = "zh_CN" }, { "en", LANG = "zh_CN.GBK" },
      { "en", LANG = "zh_CN.GB18030" }, { "en", LANG = "zha_CN.UTF-8" }, { "en", LANG = "zh" },
      { "en", LC_ALL = "C", LANG = "zh_CN.UTF-8" },
      { "zh", LC_ALL = "zh_CN.UTF-8", LC_MESSAGES = "C", LANG = "C" },
      { "en", LC_MESSAGES = "C", LANG = "zh_CN.UTF-8" },
      { "zh", LC_ALL = "", LC_MESSAGES = "", LANG = "zh_CN.UTF-8" },
      { "en", LC_CTYPE = "zh_CN.UTF-8", LANG = "en_US.UTF-8" },
    }
    for i, case in ipairs(cases) do
      assert.equal(case[1], texts.language_of(function(name) return case[name] end), i)
    end
  end)

  it("is English until another one is chosen", function()
    assert.equal("List calls", texts.say "List calls")
    texts.speak "zh"
    assert.equal("列出通话", texts.say "List calls")
    assert.equal("what nobody translated", texts.say "what nobody translated")
    texts.speak "en"
    assert.equal("List calls", texts.say "List calls")
  end)
end)

describe("#plain what argparse says", function()
  local function problem_of(...)
    local ok, problem = tree.parser():pparse { ... }
    assert.is_false(ok)
    return problem
  end

  it("is said in Chinese, whatever is wrong", function()
    local cases = {
      { "没有选项 '--lmit'\n是不是 '--limit'？", "calls", "--lmit" },
      { "没有选项 '-x'\n是不是其中之一：'-h' '-o'？", "calls", "-x" },
      { "没有命令 'cals'\n是不是 'calls'？", "cals" },
      { "没有命令 'a command is required'", "a command is required" },
      { "参数太多", "version", "more" },
      { "缺少参数 'LIST'", "import" },
      { "缺少选项 '--hours'", "guard", "x" },
      { "选项 '--limit' 后面要有一个值", "calls", "--limit" },
      { "选项 '--csv' 不能与选项 '--json' 一起用", "--json", "--csv", "calls" },
      { "请给出一个命令", "tasks" },
      { "选项 '--all' 后面不能有值", "calls", "--all=1" },
      { "选项 '--lang' 的值必须是 'zh', 'en', 'both' 之一", "report", "--lang", "x" },
      { "参数 'shell' 必须是 'bash', 'zsh', 'fish' 之一", "completion", "csh" },
    }
    for _, case in ipairs(cases) do
      local problem = problem_of((unpack or table.unpack)(case, 2))
      texts.speak "zh"
      local said = texts.retell(problem)
      texts.speak "en"
      assert.equal(case[1], said)
    end
  end)

  it("stays as it is in English, and if it is not known", function()
    assert.equal("too many arguments", (texts.retell "too many arguments"))
    texts.speak "zh"
    assert.equal("something new", (texts.retell "something new"))
    texts.speak "en"
  end)
end)

describe("#plain the console's texts", function()
  local OPERATIONS = { pause = true, resume = true, start = true, redial = true }
  local MARKERS = { nomatch = true, BasedPTheEnd = true } -- the platform's, in a conversation
  local OUTCOMES = { done = true, rejected = true, unknown = true, not_sent = true }

  --- Whether the console makes the key of two parts: an operation and what is said of it, or a list
  --- that is empty.
  local function is_made(key, sources)
    local operation, rest = key:match "^(%l+)_(.*)$"
    return MARKERS[key] or OPERATIONS[operation] and (OUTCOMES[rest] or sources["_" .. rest])
      or key:find "^no_calls" ~= nil or key:find "^no_customers" ~= nil
  end

  it("have two languages with the same directives, and are all used", function()
    local sources, unused, count = {}, {}, 0
    local folders = { "console", "lua/ai95/api", "lua/ai95/resources" }
    for _, each in ipairs(sentences.in_folders(folders)) do
      sources[each.text] = true -- names of parameters and states are the library's
    end
    for key, pair in pairs(require "ai95_texts.console") do
      count = count + 1
      assert.equal(2, #pair, key)
      assert.equal(directives(pair[1]), directives(pair[2]), key)
      unused[#unused + 1] = not (sources[key] or is_made(key, sources)) and key or nil
    end
    assert.same({}, unused)
    assert.is_true(count > 250)
  end)
end)
