--- How the parser reads responses, without a server.
local endpoints = require "ai95.api.endpoints"
local parser = require "ai95.http.parser"

local function parse(name, status, body, secrets, content_type)
  return parser.parse(endpoints.by_name[name],
    { status = status, body = body, content_type = content_type },
    function() return secrets or {} end)
end

describe("the parser", function()
  it("accepts only whole numbers as codes", function()
    for _, body in ipairs { '{"code":1.5}', '{"code":"x"}', '{"code":null}', "[]", "5", "null" } do
      local data, failure = parse("index", 200, body)
      assert.is_nil(data)
      assert.same({ "protocol", "unknown" }, { failure.kind, failure.outcome }, body)
    end
    assert.same({}, parse("operateTask", 200, '{"code":"0"}'))
  end)

  it("masks secrets and long numbers in the platform's text", function()
    local _, failure = parse("addJson", 200,
      '{"code":30008,"msg":"138 8000 13800138000 of secret is wrong"}', { "secret" })
    assert.equal("138 8000 *** of *** is wrong", failure.msg)
    assert.is_nil(failure.message:find("13800138000", 1, true))
  end)

  it("cuts off a text that nobody would read, and no secret in two", function()
    local _, failure = parse("index", 200, '{"code":30008,"msg":"' .. ("长"):rep(999) .. 'xsecret"}',
      { "secret" })
    assert.equal(("长"):rep(999) .. "x…", failure.msg)
    _, failure = parse("index", 200, '{"code":30008,"msg":"' .. ("长"):rep(1000) .. '"}')
    assert.equal(("长"):rep(1000), failure.msg)
    _, failure = parse("index", 200, '{"code":30008,"msg":"' .. ("é"):rep(2 ^ 20) .. '"}')
    assert.equal(("é"):rep(1000) .. "…", failure.msg)
  end)

  it("masks phone numbers however they are written, and no date or address", function()
    for msg, masked in pairs {
      ["号码13800138000已存在"] = "号码***已存在",
      ["138 0013 8000 of 30008"] = "*** of 30008",
      ["30008 13800138000"] = "30008 ***",
      ["+86-138-0013-8000!"] = "+***!",
      ["(+86) 138.0013.8000"] = "(+***",
      ["(010) 8888 9999"] = "(***",
      ["0755-12345678"] = "0755-***",
      ["１３８００１３８０００已存在"] = "***已存在",
      ["１３８ 0013 8000"] = "***",
      ["1234567"] = "***",
      ["123456"] = "123456", ["第３行"] = "第３行",
      ["2018-05-08 15:40:10"] = "2018-05-08 15:40:10",
      ["192.168.100.200 is not allowed"] = "192.168.100.200 is not allowed",
      ["10001    20001    30001"] = "10001    20001    30001",
    } do
      local body = require("cjson").encode { code = 30008, msg = msg }
      local _, failure = parse("addJson", 200, body)
      assert.equal(masked, failure.msg)
    end
    local _, failure = parse("index", 403, "denied: １３８００１３８０００")
    assert.equal("denied: ###########", failure.excerpt)
  end)

  it("masks secrets in the content type", function()
    local _, failure = parse("index", 403, "", { "QwErTy" }, "text/qwerty")
    assert.equal("text/***", failure.content_type)
  end)

  it("quotes a response that is not the platform's JSON", function()
    local body = "<html>\n\27user 13800138000, password secret</html>" .. ("文"):rep(300)
    local _, failure = parse("index", 403, body, { "secret" }, "text/html")
    assert.equal("text/html", failure.content_type)
    assert.matches("^<html> user ###########, password %*%*%*</html>文", failure.excerpt)
    local _, characters = failure.excerpt:gsub("[^\128-\191]", "")
    assert.equal(200, characters)
    assert.equal("unknown", failure.outcome)
    assert.equal("rejected", select(2, parse("index", 404, body)).outcome)
    local _, empty = parse("index", 200, "")
    assert.is_nil(empty.excerpt)
  end)

  it("shows any body as one line of UTF-8", function()
    local function shown(body, secrets)
      local _, failure = parse("index", 200, body, secrets)
      return failure.excerpt
    end
    local function utf16(text, little)
      return (text:gsub("[%z\1-\127]", little and "%0\0" or "\0%0"))
    end
    local text = "password secret of\r\n13800138000"
    local expected = "password *** of ###########"
    assert.equal(expected, shown("\239\187\191" .. text, { "secret" }))
    for _, mark in ipairs { true, false } do
      assert.equal(expected, shown((mark and "\255\254" or "") .. utf16(text, true), { "secret" }))
      assert.equal(expected, shown((mark and "\254\255" or "") .. utf16(text), { "secret" }))
    end
    local half_a_character = "\0\216"
    assert.equal(expected .. "�", shown(utf16(text, true) .. half_a_character, { "secret" }))
    assert.equal("错误 ***", shown("\255\254\25\149\239\139 \0p\0\228\0s\0", { "päs" }))
    assert.equal("a b�c�", shown("a\27\7b\255\192\128c\228\184"))
    assert.equal("a b c d e", shown("a\194\155b\226\128\174c\226\129\166d\226\128\168e"))
    assert.equal("�", shown(("\255"):rep(5000)))
    for _, body in ipairs { "", "\255\254", "\0", "\0\0\0", "\255\254\0" } do
      assert.matches("^[^%z\1-\31]*$", shown(body .. ("\1\200\0\194"):rep(9)))
    end
  end)

  it("quotes neither data nor secrets, in any form", function()
    local _, failure = parse("crmList", 200, '<b>Notice</b> {"list":[{"name":"张三丰"}]}')
    assert.equal("<b>Notice</b> {…", failure.excerpt)
    _, failure = parse("login", 200, 'Notice {"api_key":"QwErTyUi"}')
    assert.is_nil(failure.excerpt)
    local secret = 'pa/ss"wörd'
    for _, form in ipairs {
      secret, 'pa\\/ss\\"w\\u00f6rd', "pa%2Fss%22w%C3%B6rd", "pa%2fss%22w%c3%b6rd",
      'PA/SS"WöRD', 'Pa\\/ss\\"w\\u00F6rd', "pa/ss&quot;wörd", "pa/ss&#34;w&#246;rd",
      "PA&#x2F;SS&QUOT;W&#xf6;RD", "%70%61%2f%73%73%22w%c3%b6rd", 'pa/ss%22w&#xF6;rd',
    } do
      local _, refused = parse("index", 403, "denied: " .. form .. ".", { secret, "" })
      assert.equal("denied: ***.", refused.excerpt)
    end
    _, failure = parse("index", 403, (" "):rep(990) .. ("aBcD"):rep(500), { ("aBcD"):rep(20) })
    assert.is_nil(failure.excerpt:find("aBcD", 1, true))
  end)

  it("quotes no secret of any characters, in any of these forms", function()
    local forms = {
      ["a b&c<'>+%~客"] = {
        "a+b%26c%3c'%3e%2b%25~%e5%ae%a2", "a%20b%26c%3C%27%3E%2B%25%7E%E5%AE%A2",
        "a b&amp;c&lt;&#039;&gt;+%~客", "A B&AMP;C&#60;&apos;&#62;&#43;&#37;&#126;&#23458;",
        "a b&c<'>+%~\\u5ba2",
        "a b\\u0026c\\u003C\\u0027\\u003e\\u002b%~\\u5BA2", "a b&c<&#x27;>+%~&#x5ba2;",
      },
      ["%25"] = { "%25", "%2525", "&#37;25", "%2525" }, ["\240\159\152\128x"] = {
        "\240\159\152\128X", "\\ud83d\\ude00x", "%F0%9f%98%80X", "&#128512;x", "&#x1F600;x",
      },
      ["a\\b"] = { "a\\b", "a\\\\b", "a%5cB", "a&#92;b", "a\\u005cb" },
      ["^$()[%w].*"] = { "^$()[%W].*" },
    }
    for secret, list in pairs(forms) do
      for _, form in ipairs(list) do
        local _, failure = parse("index", 403, "<" .. form .. "!" .. form .. ">", { secret })
        assert.equal("<***!***>", failure.excerpt)
        local body = require("cjson").encode { code = 30008, msg = "x " .. form .. " y" }
        _, failure = parse("index", 200, body, { secret })
        assert.equal("x *** y", failure.msg)
      end
    end
    for _, secret in ipairs { "\255", "\128", "\228\184", ("\191"):rep(9), "\244\191\191\191" } do
      local _, failure = parse("index", 403, "<" .. secret .. "!" .. secret .. "x>", { secret })
      assert.equal("<***!***x>", failure.excerpt)
    end
    local _, failure = parse("index", 403, "a-b, ab, a  b, secre", { "a b", "secret" })
    assert.equal("a-b, ab, a  b, secre", failure.excerpt)
  end)

  it("accepts code 0 as success only with an HTTP status of success", function()
    for _, status in ipairs { 302, 400, 404, 500 } do
      local data, failure = parse("operateTask", status, '{"code":0}')
      assert.is_nil(data)
      assert.same({ "protocol", "unknown" }, { failure.kind, failure.outcome }, status)
    end
  end)

  it("accepts lists of objects without gaps, and nothing else", function()
    for _, list in ipairs {
      '["x"]', "[null,{}]", '{"a":{}}', "5", "[[],1]", '{"1":[1]}', "true", '"x"', "[1.5]",
    } do
      local bodies = {
        index = '{"code":0,"data":{"list":%s}}', getProjects = '{"code":0,"data":%s}',
      }
      for name, body in pairs(bodies) do
        local data, failure = parse(name, 200, body:format(list))
        assert.is_nil(data, list)
        assert.equal("protocol", failure.kind)
      end
    end
    assert.same({ { sn = "a" }, { sn = "b" } },
      parse("getProjects", 200, '{"code":0,"data":[{"sn":"a"},{"sn":"b"}]}'))
    assert.same({}, parse("getProjects", 200, '{"code":0,"data":[]}'))
  end)

  it("never treats the response of a failed server as a refusal", function()
    for _, code in ipairs { 20005, 20006, 40001, 30011, 0 } do
      local data, failure = parse("addJson", 500, ('{"code":%d,"data":{}}'):format(code))
      assert.is_nil(data)
      assert.same({ "protocol", "unknown", code }, { failure.kind, failure.outcome, failure.code })
    end
  end)

  it("takes every code for a refusal but those of a failure", function()
    for code, outcome in pairs {
      [-1] = "rejected", [-500] = "rejected", [1] = "rejected", [499] = "rejected",
      [500] = "unknown", [502] = "unknown", [504] = "unknown", [599] = "unknown",
      [600] = "rejected", [9007199254740991] = "rejected",
    } do
      local _, failure = parse("addJson", 200, ('{"code":%d,"msg":"busy"}'):format(code))
      assert.same({ "api", outcome, code }, { failure.kind, failure.outcome, failure.code })
    end
  end)

  it("reads counts that come as strings as numbers", function()
    local counts = parse("addJson", 200, '{"code":"0","data":{"total":"2","success":"1","fail":1,'
      .. '"out_repeat":"0","dial_task_main_sn":"dial_task_main|1"}}')
    assert.same({ total = 2, success = 1, fail = 1, out_repeat = 0,
      dial_task_main_sn = "dial_task_main|1" }, counts)
  end)

  it("refuses JSON instead of a file, and data of another shape", function()
    for name, body in pairs {
      cdrDownload = '{"code":0,"data":{}}',
      index = '{"code":0,"data":[1]}',
      crmList = '{"code":0,"data":{"list":5}}',
      getProjects = '{"code":0,"data":"x"}', addJson = '{"code":0}',
    } do
      local data, failure = parse(name, 200, body)
      assert.is_nil(data)
      assert.equal("protocol", failure.kind, name)
    end
  end)
end)
