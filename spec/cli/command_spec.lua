--- The command on every Lua: it starts, sends requests to the platform, and explains its use.
local command = require "support.command"
local sandbox = require "support.sandbox"

describe("#plain the command", function()
  local home

  setup(function() home = command.folder() end)
  teardown(function() command.remove(home) end)

  it("prints its versions", function()
    local result = command.run(home, "--version")
    assert.equal(0, result.status)
    assert.matches("^ai95 %d+%.%d+%.%d+ %(Lua.*, libcurl/[%d.]+, OpenSSL [%w.]+%)\n$", result.out)
    assert.same(result, command.run(home, "version"))
  end)

  it("lists campaigns and calls", function()
    sandbox.reset()
    sandbox.seed { calls = 3, task = { source = "春季" } }
    local result = command.run(home, "tasks list")
    assert.same({ 0, "" }, { result.status, result.err })
    assert.matches("春季    sent             3           3 ", result.out)
    result = command.run(home, "calls --json --fields cdr_id,callee")
    assert.equal('{"cdr_id":1981961,"callee":"13000000001"}\n'
      .. '{"cdr_id":1981962,"callee":"13000000002"}\n'
      .. '{"cdr_id":1981963,"callee":"13000000003"}\n', result.out)
  end)

  it("prints its commands in groups if it is alone, and the help of each", function()
    local result = command.run(home, "")
    assert.same({ 0, "" }, { result.status, result.err })
    assert.matches("\nCampaigns:\n.*\n  tasks  .*\nFirst step: `ai95 config` sets up", result.out)
    assert.same(result, command.run(home, "help"))
    local help = command.run(home, "tasks watch --help")
    assert.matches("^Usage: ai95 tasks watch ", help.out)
    assert.same(help, command.run(home, "help tasks watch"))
  end)

  it("imports and prints the counts", function()
    sandbox.reset()
    command.write(home .. "/c.csv", "姓名,电话\n张三,13800000001\n李四,13800000002\n")
    local result = command.run(home, {
      "import", home .. "/c.csv", "--aes", "--project", sandbox.PROJECT,
      "--ai-user", sandbox.AI_USER, "--source", "测试", "--json",
    })
    assert.equal(0, result.status)
    assert.matches('"rows":2,"success":2,"total":2}\n$', result.out)
  end)

  it("has exit statuses for refusals and other errors", function()
    local result = command.run(home, "login", { env = { AI95_PASSWORD = "wrong" } })
    assert.same({ 1, "" }, { result.status, result.out })
    assert.matches("^ai95: the platform answered 20004 ", result.err)
    assert.equal(2, command.run(home, "--json").status)
    sandbox.seed { calls = 20 }
    result = command.run(home, "calls --max-body 1000")
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("raise max_body", result.err)
  end)
end)

describe("#plain every command", function()
  local overview = require "ai95_cli.overview"
  local terminal = require "ai95_cli.terminal"
  local texts = require "ai95_texts"
  local tree = require "ai95_cli.tree"

  local function walk(node, parser, visit)
    visit(node, parser)
    for i, child in ipairs(node.commands or {}) do
      walk(child, parser._commands[i], visit)
    end
  end

  it("has a summary, examples and a help that ends with them", function()
    local seen = 0
    walk(tree.root, tree.parser(), function(node, parser)
      seen = seen + 1
      assert.is_string(node.summary)
      assert.is_nil(node.summary:find("%.$"), node.name)
      assert.is_true(#node.examples > 0, node.name)
      assert.is_true(node.run ~= nil or node.commands ~= nil, node.name)
      local help = parser:get_help()
      for _, example in ipairs(node.examples) do
        assert.truthy(help:find(example[1], 1, true))
      end
    end)
    assert.is_true(seen >= 25)
  end)

  it("is in the overview, and in one group", function()
    local seen, text = {}, overview(tree.root, tree.groups, 80)
    for _, group in ipairs(tree.groups) do
      assert.truthy(text:find("\n\n" .. group.title .. ":\n", 1, true))
      for _, node in ipairs(group) do
        assert.is_nil(seen[node])
        seen[node] = true
        assert.truthy(text:find("\n  " .. node.name .. " ", 1, true), node.name)
      end
    end
    for _, node in ipairs(tree.root.commands) do
      assert.is_true(seen[node], node.name)
    end
  end)

  for _, language in ipairs { "en", "zh" } do
    it("has a help that fits a terminal of any width, with whole words: " .. language, function()
      local function words_of(help)
        local words = {}
        for word in help:gmatch "[%w%p]+" do -- a line can be broken between Chinese characters
          words[#words + 1] = word
        end
        table.sort(words)
        return words
      end
      texts.speak(language)
      finally(function() texts.speak "en" end)
      local wide = { [0] = overview(tree.root, tree.groups, 1000) }
      walk(tree.root, tree.parser(1000), function(node, parser) wide[node] = parser:get_help() end)
      for _, cells in ipairs { 40, 80, 100 } do
        local function check(node, help)
          for line in help:gmatch "[^\n]+" do
            assert.is_true(terminal.width(line) <= cells or line:find "^ *~%S+$" ~= nil, line)
          end
          assert.same(words_of(wide[node]), words_of(help))
        end
        check(0, overview(tree.root, tree.groups, cells))
        walk(tree.root, tree.parser(cells), function(node, parser)
          check(node, parser:get_help())
        end)
      end
    end)
  end

  it("has examples that it can parse", function()
    walk(tree.root, tree.parser(), function(node)
      for _, example in ipairs(node.examples) do
        local line = example[1]:gsub("'[^']*'", function(text) return (text:gsub("['| ]", "")) end)
        for words in line:gmatch("ai95 ([^|&>\"]*)") do
          local arguments = {}
          for word in words:gmatch("%S+") do
            arguments[#arguments + 1] = word
          end
          local ok, problem = tree.parser():pparse(arguments)
          assert.is_true(ok, example[1] .. ": " .. tostring(problem))
        end
      end
    end)
  end)

  it("takes no empty value, but for texts", function()
    local seen = 0
    walk(tree.root, tree.parser(), function(node, parser)
      for _, elements in ipairs { parser._arguments, parser._options } do
        for _, element in ipairs(node ~= tree.root and elements or {}) do
          if element._argname and element._argname ~= "TEXT" then
            local value, problem = element._convert ""
            assert.is_nil(value, element._name)
            assert.is_string(problem, element._name)
            seen = seen + 1
          end
        end
      end
    end)
    assert.is_true(seen >= 40)
  end)

  it("has the library's options, under their own names", function()
    local names = "base_url username password store timeout connect_timeout deadline max_retries "
      .. "max_body ca_file proxy verify http2 log"
    local known = {}
    for name in names:gmatch("%S+") do
      known[#known + 1] = name
    end
    assert.same(known, require("ai95_cli.settings").names)
  end)
end)
