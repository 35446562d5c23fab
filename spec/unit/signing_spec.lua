local core = require "ai95.core"
local buffer_of = require "support.buffer_of"
local not_utf8 = require "support.not_utf8"
local vectors = require "support.vectors"

local USER_SN = "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c"

--- The fields as they are in a request's body, with blanks.
local function encode(fields)
  return (tostring(core.body(fields)):gsub('^{"url":"%x+",?', "{"))
end

describe("the signature", function()
    for _, vector in ipairs(vectors.documented) do
    it("is the document's own: " .. vector.from, function()
      assert.equal(vector.canonical, core.canonical(vector.fields))
      assert.equal(vector.url, core.sign(vector.fields))
    end)
  end

  -- lua-cjson reads every number as a float. This integer needs Lua 5.3; the other Luas have the
  -- nearest float.
  local INTEGER, FLOAT = "-9007199254740993", "-9007199254740992"

  for index, vector in ipairs(vectors.php) do
    it("is PHP's, vector " .. index, function()
      local fields, expected, json = vector.fields, vector.canonical, vector.json
      local has_integer = expected:find(INTEGER, 1, true)
      if has_integer and math.type then
        for i, value in ipairs(fields) do
          if value == tonumber(FLOAT) then
            fields[i] = math.tointeger(tonumber(INTEGER))
          end
        end
      elseif has_integer then
        expected, json = expected:gsub(INTEGER, FLOAT), json:gsub(INTEGER, FLOAT)
      end
      assert.equal(json, encode(fields))
      assert.equal(expected, core.canonical(fields))
      if not has_integer or math.type then
        assert.equal(vector.url, core.sign(fields))
      end
    end)
  end

  it("is first in a request's body, before the common parameters", function()
    for _, vector in ipairs(vectors.php) do
      local plain, common = {}, { "user_sn", USER_SN, "api_key", "6TRJ/中" }
      for i, item in ipairs(vector.fields) do
        plain[i], common[#common + 1] = item, item
      end
      for fields, body in pairs {
        [plain] = tostring(core.body(plain)),
        [common] = tostring(core.body(plain, nil, USER_SN, "6TRJ/中")),
      } do
        local expected = { "url", core.sign(fields) }
        for _, item in ipairs(fields) do
          expected[#expected + 1] = item
        end
        assert.equal(encode(expected), body)
      end
    end
    assert.equal('{"url":"9914b932"}', tostring(core.body {}))
    assert.error_matches(function() core.body({}, nil, USER_SN) end, "string expected")
    assert.error_matches(function() core.body({}, nil, USER_SN, 1) end,
      "string expected, got number")
    assert.error_matches(function() core.body({ "f", "\255" }, nil, USER_SN, "k") end,
      'value of field "f" is not valid UTF%-8')
  end)

  it("does not cover unsigned fields, which stay in the body", function()
    local fields = { "a", 1, "source", "x", "b", "2", "aes", true }
    local expected = core.sign { "user_sn", USER_SN, "api_key", "k", "a", 1, "b", "2" }
    local common = ('{"url":"%s","user_sn":"%s","api_key":"k",'):format(expected, USER_SN)
    assert.equal(common .. '"a":1,"source":"x","b":"2","aes":true}',
      tostring(core.body(fields, { source = true, aes = true, absent = true }, USER_SN, "k")))
    assert.equal(('{"url":"%s","source":"x"}'):format(core.sign {}),
      tostring(core.body({ "source", "x" }, { source = true })))
    assert.error_matches(function() core.body({}, "source") end, "table expected")
  end)

  it("covers buffers like strings", function()
    for _, text in ipairs { "", "x", '中 "/"\0', ("中 /"):rep(50000) } do
      local strings, buffers = { "a", text, "b", text }, { "a", buffer_of(text), "b", text }
      assert.equal(core.canonical(strings), core.canonical(buffers))
      assert.equal(core.sign(strings), core.sign(buffers))
      assert.equal(tostring(core.body(strings, { a = true })),
        tostring(core.body(buffers, { a = true })))
      assert.equal(text, tostring(buffers[2]))
    end
    assert.error_matches(function() core.body { "a", buffer_of "x\255" } end,
      'value of field "a" is not valid UTF%-8 %(byte 2%)')
    for _, other in ipairs { io.stdout, core.pool() } do
      assert.error_matches(function() core.body { "a", other } end,
        'value of field "a" is a userdata; expected')
      local function encrypt()
        core.body({ "a", other }, nil, USER_SN, "k", { a = true })
      end
      assert.error_matches(encrypt,
        'value of field "a" is a userdata; only a string can be encrypted')
    end
  end)

  it("covers encrypted fields as they are sent", function()
    local lengths = { 6127, 6128, 6143, 6144, 6145, 12288, 50000, 800000 }
    for length = 0, 70 do
      lengths[#lengths + 1] = length
    end
    for _, length in ipairs(lengths) do
      local text = ("/\0\255"):rep(length):sub(1, length) -- any bytes
      local sent = { "a", core.aes_encrypt(text, USER_SN), "b", "中" }
      for _, given in ipairs { text, buffer_of(text) } do
        local fields = { "a", given, "b", "中" }
        assert.equal(tostring(core.body(sent, nil, USER_SN, "k")),
          tostring(core.body(fields, nil, USER_SN, "k", { a = true, absent = true })))
        assert.equal(tostring(core.body(sent, { a = true }, USER_SN, "k")),
          tostring(core.body(fields, { a = true }, USER_SN, "k", { a = true })))
      end
    end
    assert.error_matches(function() core.body({ "a", 1 }, nil, USER_SN, "k", { a = true }) end,
      'value of field "a" is a number; only a string can be encrypted')
    assert.error_matches(function() core.body({ "a", "x" }, nil, "short", "k", { a = true }) end,
      "user_sn must be")
    assert.error_matches(function() core.body({ "a", "x" }, nil, nil, nil, { a = true }) end,
      "string expected")
    assert.error_matches(function() core.body({}, nil, USER_SN, "k", "a") end, "table expected")
  end)

  it("is characters 2 to 9 of the MD5", function()
    assert.equal("9914b932", core.sign {}) -- of 99914b932bd37a50b983c5e7c90ae93b
    assert.equal("{}", core.canonical {})
  end)

  it("strips blanks from names and values, and keeps escapes", function()
    assert.equal([[{"ab":"cd\n\t\r"}]], core.canonical { "a b", " c d\n\t\r" })
    assert.equal([[{"a b":" c d\n\t\r"}]], encode { "a b", " c d\n\t\r" })
  end)

  it("escapes every control character but DEL", function()
    for byte = 0, 31 do
      local short = ({ [8] = "\\b", [9] = "\\t", [10] = "\\n", [12] = "\\f", [13] = "\\r" })[byte]
      local expected = ("{\"c\":\"%s\"}"):format(short or ("\\u%04x"):format(byte))
      assert.equal(expected, core.canonical { "c", string.char(byte) })
    end
    assert.equal("{\"c\":\"\127\"}", core.canonical { "c", "\127" })
  end)

  it("writes a single number as in a body", function()
    assert.equal("3", core.number(3))
    assert.equal("0.5", core.number(0.5))
    assert.error_matches(function() core.number(0 / 0) end, "no finite number")
    assert.error_matches(function() core.number "3" end, "number expected")
  end)

  it("writes floats as PHP does", function()
    local numbers = {
      { 0.1, "0.1" }, { 1e17, "1.0e+17" }, { 1.5e300, "1.5e+300" },
      { 1e-4, "0.0001" }, { 1e-5, "1.0e-5" },
      { 5e-324, "5.0e-324" }, { 1.7976931348623157e308, "1.7976931348623157e+308" },
      { -2.5, "-2.5" },
      { 123456789.125, "123456789.125" }, { 0.30000000000000004, "0.30000000000000004" },
      { 1234567890123456.7, "1234567890123456.8" }, { 1e21, "1.0e+21" }, { -0.0, "-0" },
      -- Powers of two whose shortest digits are not the nearest of that length.
      { 2.0 ^ -44, "5.684341886080802e-14" }, { 2.0 ^ -1017, "7.120236347223045e-307" },
    }
    for _, pair in ipairs(numbers) do
      assert.equal(("{\"n\":%s}"):format(pair[2]), core.canonical { "n", pair[1] })
    end
    assert.equal('{"n":2}', core.canonical { "n", 2.0 })
    assert.equal('{"n":10000000000000000}', core.canonical { "n", 1e16 })
  end)

  it("accepts strings of any length", function()
    local long = ("中/ "):rep(100000)
    assert.equal(("{\"s\":\"" .. ("\\u4e2d\\/"):rep(100000) .. "\"}"), core.canonical { "s", long })
  end)

  it("escapes after plain text of any length, and finds there what is not UTF-8", function()
    for _, length in ipairs { 0, 1, 2, 7, 8, 9, 63, 4093, 4094, 4095, 4096, 4097, 8191, 8192 } do
      local plain = ("aZ+9"):rep(length):sub(1, length)
      for text, escaped in pairs {
        ["/"] = "\\/", ["\0"] = "\\u0000", ["\n"] = "\\n", ["中"] = "\\u4e2d",
        ["😀"] = "\\ud83d\\ude00",
        ["\127"] = "\127", [" "] = "",
      } do
        assert.equal(('{"s":"%s%s%s"}'):format(plain, escaped, plain),
          core.canonical { "s", plain .. text .. plain })
      end
      for _, text in ipairs(not_utf8) do
        assert.error_matches(function() core.canonical { "s", plain .. text } end,
          ("not valid UTF%%-8 %%(byte %d%%)"):format(length + 1))
      end
    end
  end)

  it("refuses values that JSON does not have, and names the field", function()
    assert.error_matches(function() core.sign { "name" } end,
      "flat, name then value; this one has 1 items")
    assert.error_matches(function() core.sign { 1, "x" } end, "item 1 of a field list is a number")
    assert.error_matches(function() core.sign { "f", function() end } end,
      'value of field "f" is a function')
    assert.error_matches(function() core.sign { "f", 0 / 0 } end, 'field "f" is no finite number')
    assert.error_matches(function() core.sign { "f", math.huge } end,
      'field "f" is no finite number')
    assert.error_matches(function() core.sign { "f", {} } end, 'field "f" is a table')
    assert.error_matches(function() core.sign() end, "table expected")
  end)

  it("refuses text that is not UTF-8, and names the byte", function()
    for _, text in ipairs(not_utf8) do
      assert.error_matches(function() core.canonical { "f", "ok" .. text } end,
        "field \"f\" is not valid UTF%-8 %(byte 3%)")
      assert.error_matches(function() core.canonical { text, "v" } end, "not valid UTF%-8")
    end
  end)

  it("works after a refusal", function()
    pcall(core.sign, { "f", "\255" })
    assert.equal('{"a":"b"}', core.canonical { "a", "b" })
  end)

  it("escapes everything in a query but letters, digits and -._~", function()
    local all = {}
    for byte = 0, 255 do
      all[#all + 1] = string.char(byte)
    end
    all = table.concat(all)
    local expected = all:gsub("[^%w%-._~]", function(char)
      return ("%%%02X"):format(char:byte())
    end)
    assert.equal("a=" .. expected .. "&" .. expected .. "=&b%20=1",
      core.query { "a", all, all, "", "b ", "1" })
    assert.equal("", core.query {})
    assert.error_matches(function() core.query { "a" } end, "a name and a value each")
    assert.error_matches(function() core.query { "a", {} } end,
      "item 2 of a query is a table; expected a string")
    assert.error_matches(function() core.query { "a", 1 } end,
      "item 2 of a query is a number; expected a string")
  end)
end)
