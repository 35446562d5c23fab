local cjson = require "cjson"
local core = require "ai95.core"
local files = require "support.files"

local USER_SN = "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c"

local NOT_UTF8 = {
  "\128", "\192\128", "\193\191", "\224\128\128", "\237\160\128", "\240\128\128\128", "\244\144\128\128",
  "\245\128\128\128", "\255", "\228\184", "\228", "\240\159\152", "\228\184x", "\224\159\191", "\240\143\191\191", "\195",
}

--- The fields as they stand in a request's body, blanks kept.
local function encode(fields)
  return (core.body(fields):gsub('^{"url":"%x+",?', "{"))
end

local function vectors()
  local file = assert(io.open("spec/vectors.json", "rb"))
  local text = file:read("*a")
  file:close()
  return cjson.decode(text)
end

describe("the signature", function()
  local all = vectors()

  for _, vector in ipairs(all.documented) do
    it("is the document's own: " .. vector.from, function()
      assert.equal(vector.canonical, core.canonical(vector.fields))
      assert.equal(vector.url, core.sign(vector.fields))
    end)
  end

  -- lua-cjson reads every number as a float; this integer needs Lua 5.3's, and elsewhere is the nearest float.
  local INTEGER, FLOAT = "-9007199254740993", "-9007199254740992"

  for index, vector in ipairs(all.php) do
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

  it("stands first in a request's body, before what all requests have", function()
    for _, vector in ipairs(all.php) do
      local plain, common = {}, { "user_sn", USER_SN, "api_key", "6TRJ/中" }
      for i, item in ipairs(vector.fields) do
        plain[i], common[#common + 1] = item, item
      end
      for _, pair in ipairs { { plain, core.body(plain) }, { common, core.body(plain, nil, USER_SN, "6TRJ/中") } } do
        local expected = { "url", core.sign(pair[1]) }
        for _, item in ipairs(pair[1]) do
          expected[#expected + 1] = item
        end
        assert.equal(encode(expected), pair[2])
      end
    end
    assert.equal('{"url":"9914b932"}', core.body {})
    assert.error_matches(function() core.body({}, nil, USER_SN) end, "string expected")
    assert.error_matches(function() core.body({}, nil, USER_SN, 1) end, "string expected, got number")
    assert.error_matches(function() core.body({ "f", "\255" }, nil, USER_SN, "k") end, 'value of field "f" is not valid UTF%-8')
  end)

  it("leaves unsigned fields out of the hash, and in the body", function()
    local fields = { "a", 1, "source", "x", "b", "2", "aes", true }
    local expected = core.sign { "user_sn", USER_SN, "api_key", "k", "a", 1, "b", "2" }
    assert.equal(('{"url":"%s","user_sn":"%s","api_key":"k","a":1,"source":"x","b":"2","aes":true}'):format(expected, USER_SN),
      core.body(fields, { source = true, aes = true, absent = true }, USER_SN, "k"))
    assert.equal(('{"url":"%s","source":"x"}'):format(core.sign {}), core.body({ "source", "x" }, { source = true }))
    assert.error_matches(function() core.body({}, "source") end, "table expected")
  end)

  it("is the second to the ninth character of the MD5", function()
    assert.equal("9914b932", core.sign {}) -- of 99914b932bd37a50b983c5e7c90ae93b
    assert.equal("{}", core.canonical {})
  end)

  it("strips blanks from names and values, and leaves escapes", function()
    assert.equal([[{"ab":"cd\n\t\r"}]], core.canonical { "a b", " c d\n\t\r" })
    assert.equal([[{"a b":" c d\n\t\r"}]], encode { "a b", " c d\n\t\r" })
  end)

  it("leaves DEL alone and escapes every other control character", function()
    for byte = 0, 31 do
      local short = ({ [8] = "\\b", [9] = "\\t", [10] = "\\n", [12] = "\\f", [13] = "\\r" })[byte]
      local expected = ("{\"c\":\"%s\"}"):format(short or ("\\u%04x"):format(byte))
      assert.equal(expected, core.canonical { "c", string.char(byte) })
    end
    assert.equal("{\"c\":\"\127\"}", core.canonical { "c", "\127" })
  end)

  it("writes numbers alone as in a body", function()
    assert.equal("3", core.number(3))
    assert.equal("0.5", core.number(0.5))
    assert.error_matches(function() core.number(0 / 0) end, "no finite number")
    assert.error_matches(function() core.number "3" end, "number expected")
  end)

  it("writes floats as PHP does", function()
    local numbers = {
      { 0.1, "0.1" }, { 1e17, "1.0e+17" }, { 1.5e300, "1.5e+300" }, { 1e-4, "0.0001" }, { 1e-5, "1.0e-5" },
      { 5e-324, "5.0e-324" }, { 1.7976931348623157e308, "1.7976931348623157e+308" }, { -2.5, "-2.5" },
      { 123456789.125, "123456789.125" }, { 0.30000000000000004, "0.30000000000000004" },
      { 1234567890123456.7, "1234567890123456.8" }, { 1e21, "1.0e+21" }, { -0.0, "-0" },
      -- A power of two, whose shortest digits are not the nearest of that length.
      { 2.0 ^ -44, "5.684341886080802e-14" }, { 2.0 ^ -1017, "7.120236347223045e-307" },
    }
    for _, pair in ipairs(numbers) do
      assert.equal(("{\"n\":%s}"):format(pair[2]), core.canonical { "n", pair[1] })
    end
    assert.equal('{"n":2}', core.canonical { "n", 2.0 })
    assert.equal('{"n":10000000000000000}', core.canonical { "n", 1e16 })
  end)

  it("handles strings longer than any buffer of its own", function()
    local long = ("中/ "):rep(100000)
    assert.equal(("{\"s\":\"" .. ("\\u4e2d\\/"):rep(100000) .. "\"}"), core.canonical { "s", long })
  end)

  it("refuses what JSON has not, and says where", function()
    assert.error_matches(function() core.sign { "name" } end, "flat, name then value; this one has 1 items")
    assert.error_matches(function() core.sign { 1, "x" } end, "item 1 of a field list is a number")
    assert.error_matches(function() core.sign { "f", function() end } end, 'value of field "f" is a function')
    assert.error_matches(function() core.sign { "f", 0 / 0 } end, 'field "f" is no finite number')
    assert.error_matches(function() core.sign { "f", math.huge } end, 'field "f" is no finite number')
    assert.error_matches(function() core.sign { "f", {} } end, 'field "f" is a table')
    assert.error_matches(function() core.sign() end, "table expected")
  end)

  it("refuses what is not UTF-8, and says where", function()
    for _, text in ipairs(NOT_UTF8) do
      assert.error_matches(function() core.canonical { "f", "ok" .. text } end, "field \"f\" is not valid UTF%-8 %(byte 3%)")
      assert.equal(3, core.invalid_utf8("ok" .. text))
      assert.error_matches(function() core.canonical { text, "v" } end, "not valid UTF%-8")
    end
    assert.is_nil(core.invalid_utf8("姓名 😀 \0 é"))
    assert.is_true(core.is_text("姓名 😀 é"))
    assert.is_false(core.is_text("姓名 \0"))
    assert.is_false(core.is_text("\255"))
  end)

  it("works on after a refusal", function()
    pcall(core.sign, { "f", "\255" })
    assert.equal('{"a":"b"}', core.canonical { "a", "b" })
  end)
end)

describe("AES", function()
  for index, vector in ipairs(vectors().aes) do
    it("encrypts and decrypts vector " .. index, function()
      assert.equal(vector.base64, core.aes_encrypt(vector.plaintext, vector.user_sn))
      assert.equal(vector.plaintext, core.aes_decrypt(vector.base64, vector.user_sn))
    end)
  end

  it("goes there and back at every length around its blocks", function()
    local text = ("0123456789abcdef姓名"):rep(2000)
    for _, length in ipairs { 0, 1, 15, 16, 17, 47, 48, 49, 16367, 16368, 16369, 32736, 32737, 40000 } do
      local plaintext = text:sub(1, length)
      assert.equal(plaintext, core.aes_decrypt(core.aes_encrypt(plaintext, USER_SN), USER_SN))
    end
  end)

  it("returns nil and a message for what is not its own", function()
    local good = core.aes_encrypt("hello", USER_SN)
    for _, bad in ipairs { "", "x", "====", "AAA", good:sub(1, -5), "AAAA" .. good, ("A"):rep(64), " " .. good:sub(2) } do
      local plaintext, message = core.aes_decrypt(bad, USER_SN)
      assert.is_nil(plaintext)
      assert.matches("not base64 of AES", message)
    end
    assert.is_nil((core.aes_decrypt(good, "SYSUSER|ffffffffffffffffffffffffffffffff")))
  end)

  it("says what is wrong with a user_sn", function()
    for _, user_sn in ipairs { "", "SYSUSER|", "SYSUSER|123456789012345", "5d03d133d7fb004e2ccf34eb8fbdc45c" } do
      assert.error_matches(function() core.aes_encrypt("x", user_sn) end, "user_sn must be")
      assert.error_matches(function() core.aes_decrypt("AAAA", user_sn) end, "user_sn must be")
    end
  end)

  it("derives keys from passwords as PBKDF2 with HMAC-SHA-256 and 200,000 rounds does", function()
    local key = core.derive_key("password", "salt")
    local hex = key:gsub(".", function(c) return ("%02x"):format(c:byte()) end)
    assert.equal("ca64cfe28ca5559c62fba4afcb19f26889a67d5b135e571bffb087647e01becd", hex)
    assert.equal(32, #core.derive_key("", "\0"))
    assert.not_equal(key, core.derive_key("password", "salt2"))
    assert.not_equal(key, core.derive_key("passwort", "salt"))
    assert.error_matches(function() core.derive_key("password") end, "bad argument #2")
  end)
end)

describe("authenticated encryption", function()
  local key, other = ("k"):rep(32), ("o"):rep(32)

  it("goes there and back at every length, and never gives the same text twice", function()
    for length = 0, 70 do
      local text = ("x"):rep(length)
      local encrypted = core.encrypt(text, key)
      assert.matches("^[%w+/]+=*$", encrypted)
      assert.not_equal(encrypted, core.encrypt(text, key))
      assert.equal(text, core.decrypt(encrypted, key))
    end
  end)

  it("returns nil for another key, and if any character was changed", function()
    local encrypted = core.encrypt("the api_key", key)
    assert.is_nil(core.decrypt(encrypted, other))
    for at = 1, #encrypted do
      local character = encrypted:sub(at, at) == "A" and "B" or "A"
      local changed = encrypted:sub(1, at - 1) .. character .. encrypted:sub(at + 1)
      local text = core.decrypt(changed, key)
      -- The last character before the padding has bits that mean nothing.
      assert.is_true(text == nil or at >= #encrypted:gsub("=", ""))
    end
    for _, bad in ipairs { "", "x", "AAAA", encrypted:sub(1, -5), encrypted .. "AAAA", "中文中文" } do
      assert.is_nil(core.decrypt(bad, key))
    end
  end)

  it("wants a key of 32 bytes", function()
    assert.error_matches(function() core.encrypt("x", "short") end, "expected a key of core.derive_key")
    assert.error_matches(function() core.decrypt("x", "short") end, "expected a key of core.derive_key")
  end)
end)

describe("the row encoder", function()
  local columns = { "姓名", "电话", "备注" }

  it("writes the document's plaintext, to the byte", function()
    local encoder = core.rows { "姓名", "电话", "地址" }
    assert(encoder:add { "xxxx", "12345678901", "深圳" })
    assert(encoder:add { ["姓名"] = "xxx", ["地址"] = "深圳", ["电话"] = "12345678901" })
    assert.equal(2, #encoder)
    assert.equal('{"data":[{"姓名":"xxxx","电话":"12345678901","地址":"深圳"},'
      .. '{"姓名":"xxx","电话":"12345678901","地址":"深圳"}]}', encoder:finish())
  end)

  it("escapes what JSON must, and takes values of any size", function()
    for _, size in ipairs { 0, 1, 500, 511, 512, 513, 4000, 12286, 12287, 12288, 12289, 50000 } do
      local encoder = core.rows(columns)
      assert(encoder:add { "张\"\\\n\1/三", 13800000000, ("中"):rep(size) })
      assert(encoder:add { "b", "1", ("x"):rep(size) })
      assert(encoder:add { "c", "2", core.null })
      assert.equal('{"data":[{"姓名":"张\\"\\\\\\n\\u0001/三","电话":"13800000000","备注":"' .. ("中"):rep(size)
        .. '"},{"姓名":"b","电话":"1","备注":"' .. ("x"):rep(size) .. '"},{"姓名":"c","电话":"2","备注":null}]}', encoder:finish())
    end
  end)

  it("says which row and column it cannot take", function()
    local bad = {
      [{ "a", "1" }] = "row 8, column 备注: missing",
      [{ "a", "1", "x", "y" }] = "row 8 has 4 values for 3 columns",
      [{ "a", true, "x" }] = "row 8, column 电话: expected a string, got a boolean",
      [{ "a", "1", "\255" }] = "row 8, column 备注: not valid UTF%-8 %(byte 1%)",
      [{ "a", 0 / 0, "" }] = "row 8, column 电话: the number is not finite",
      [{ ["姓名"] = "a", ["电话"] = "1" }] = "row 8, column 备注: missing",
      [{ ["姓名"] = "a", ["电话"] = "1", ["备注"] = "", ["住址"] = "x" }] = 'row 8: "住址" is not among the columns',
      [{ ["姓名"] = "a", ["电话"] = "1", ["备注"] = "", [2] = "x" }] = "row 8: mixes a list with named columns",
    }
    for row, message in pairs(bad) do
      local encoder = core.rows(columns)
      for _ = 1, 7 do
        assert(encoder:add { "ok", "1", "" })
      end
      local ok, problem = encoder:add(row)
      assert.is_nil(ok)
      assert.matches(message, problem)
      assert.error_matches(function() encoder:finish() end, "has failed or is finished")
    end
    local ok, problem = core.rows(columns):add("text")
    assert.is_nil(ok)
    assert.equal("row 1: expected a table, got a string", problem)
  end)

  it("takes all of UTF-8 and nothing else, wherever it is", function()
    local good = {
      "\194\128", "\223\191", "\224\160\128", "\225\128\128", "\236\191\191", "\237\159\191", "\238\128\128", "\239\191\191",
      "\240\144\128\128", "\243\191\191\191", "\244\143\191\191", "中", "\127", "😀é中x",
    }
    local lengths = { 0, 1, 2, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 30, 31, 32, 33, 509, 510, 511, 512, 513, 1023, 12270, 12288 }
    for _, length in ipairs(lengths) do
      local before = ("x"):rep(length % 3) .. ("中"):rep((length - length % 3) / 3)
      for _, text in ipairs(good) do
        local encoder = core.rows(columns)
        assert(encoder:add { before .. text, text, text .. before .. text })
        assert.equal(('{"data":[{"姓名":"%s","电话":"%s","备注":"%s"}]}'):format(before .. text, text, text .. before .. text),
          encoder:finish())
      end
      for _, text in ipairs(NOT_UTF8) do
        for _, after in ipairs { "", "x", "中", ("y"):rep(20) } do
          local ok, problem = core.rows(columns):add { "\"ok\"", core.null, before .. text .. after }
          assert.is_nil(ok)
          assert.equal(("row 1, column 备注: not valid UTF-8 (byte %d)"):format(length + 1), problem)
        end
      end
    end
    local ok, problem = core.rows(columns):add { "\228", "\184", "\173" } -- together they would be one
    assert.is_nil(ok)
    assert.equal("row 1, column 姓名: not valid UTF-8 (byte 1)", problem)
  end)

  it("refuses columns that are none", function()
    assert.error_matches(function() core.rows {} end, "expected 1 to 1000 columns")
    assert.error_matches(function() core.rows { 1 } end, "column 1 is a number")
    assert.error_matches(function() core.rows { "\255" } end, "column 1 is not valid UTF%-8")
    assert.error_matches(function() core.rows { ("x"):rep(513) } end, "column 1 is too long")
  end)

  it("is not changed by changing the list of columns", function()
    local own = { "姓名", "电话" }
    local encoder = core.rows(own)
    own[2] = nil
    assert(encoder:add { ["姓名"] = "a", ["电话"] = "1" })
    assert.equal('{"data":[{"姓名":"a","电话":"1"}]}', encoder:finish())
  end)
end)

describe("tidy", function()
  it("makes null nil, and whole numbers integers", function()
    local value = core.tidy(cjson.decode('{"a":null,"b":1826,"c":[1,null,{"d":null,"e":2.5}],"f":1e300}'))
    assert.is_nil(value.a)
    assert.equal("1826", tostring(value.b))
    assert.is_nil(value.c[2])
    assert.is_nil(value.c[3].d)
    assert.equal(2.5, value.c[3].e)
    assert.equal(1e300, value.f)
    assert.is_nil(core.tidy(core.null))
    if math.type then
      assert.equal("integer", math.type(value.b))
      assert.equal("integer", math.type(value.c[1]))
      assert.equal("float", math.type(value.f))
    end
  end)

  it("is not driven into the ground by depth", function()
    local deep = {}
    local inner = deep
    for _ = 1, 1000 do
      inner[1] = {}
      inner = inner[1]
    end
    assert.error_matches(function() core.tidy(deep) end, "nested too deeply")
  end)
end)

describe("a request", function()
  it("has a profile of known types", function()
    assert.error_matches(function() core.profile {} end, "needs headers")
    assert.error_matches(function() core.profile { headers = 1 } end, "profile.headers is a number; expected a string")
    assert.error_matches(function() core.profile { headers = "a\0b" } end, "profile.headers contains a NUL byte")
    assert.error_matches(function() core.profile { headers = "", stall = "1" } end, "profile.stall is a string")
    assert.error_matches(function() core.profile { headers = "", maximum = -1 } end, "out of range")
  end)

  it("has a query in which all but letters, digits and -._~ are escaped", function()
    local all = {}
    for byte = 0, 255 do
      all[#all + 1] = string.char(byte)
    end
    all = table.concat(all)
    local expected = all:gsub("[^%w%-._~]", function(char) return ("%%%02X"):format(char:byte()) end)
    assert.equal("a=" .. expected .. "&" .. expected .. "=&b%20=1", core.query { "a", all, all, "", "b ", "1" })
    assert.equal("", core.query {})
    assert.error_matches(function() core.query { "a" } end, "a name and a value each")
    assert.error_matches(function() core.query { "a", {} } end, "item 2 of a query is a table; expected a string")
    assert.error_matches(function() core.query { "a", 1 } end, "item 2 of a query is a number; expected a string")
  end)

  it("is refused before anything is sent where it cannot be understood", function()
    local pool, profile = core.pool(), core.profile { headers = "" }
    assert.error_matches(function() pool:start({}, "http://127.0.0.1:1/") end, "ai95.profile expected")
    assert.error_matches(function() pool:start(profile, "http://127.0.0.1:1/\0") end, "NUL byte")
    assert.error_matches(function() pool:start(profile, "http://127.0.0.1:1/", true) end, "string expected")
    assert.error_matches(function() pool:start(profile, "http://127.0.0.1:1/", { { name = "x" } }) end, "needs a name, and data")
    assert.error_matches(function() pool:start(profile, "http://127.0.0.1:1/", nil, 1, 1e9) end, "out of range")
    assert.error_matches(function() pool:start(profile, "http://127.0.0.1:1/", nil, 1, {}) end, "ai95.file expected")
    assert.error_matches(function() pool:start(profile, "http://127.0.0.1:1/"):answer() end, "is under way")
    pool:close()
  end)
end)

describe("files", function()
  local path = os.tmpname()

  after_each(function()
    os.remove(path)
    os.remove(path .. ".new")
  end)

  it("are there whole or not at all", function()
    local file = assert(core.create(path .. ".new"))
    assert(file:write("data"))
    assert(file:commit(path .. ".new", path))
    assert.is_nil(io.open(path .. ".new"))
    local read = assert(io.open(path))
    assert.equal("data", read:read("*a"))
    read:close()
    assert.error_matches(function() file:write("x") end, "the file is closed")
  end)

  it("in memory get their names at once; those on a disk in a thread, in which it is waited for", function()
    local pool = core.pool()
    local pipe = io.popen "stat -f -c %T /dev/shm 2>/dev/null"
    local in_memory = pipe:read "*l" == "tmpfs" and "/dev/shm/" .. path:match("[^/]*$")
    pipe:close()
    for _, to in ipairs { path, in_memory or nil } do
      local file = assert(core.create(to .. ".new"))
      assert(file:write("data"))
      local job = pool:commit(file, to .. ".new", to)
      if to == in_memory then
        assert.is_true(job:ready())
      end
      for _ = 1, 100 do
        pool:run(job:ready() and 0 or 0.1)
      end
      assert.is_true(job:result(to))
      assert.equal("data", files.read(to))
      file:close()
    end
    os.remove(in_memory or path)
    pool:close()
  end)

  it("are replaced as a whole, and private if wanted", function()
    local place = os.tmpname()
    files.write(place, "before")
    assert.is_true(core.replace_file(place, "after", true))
    assert.equal("after", files.read(place))
    assert.equal(384, core.file_mode(place)) -- 0600
    assert.is_nil(files.read(place .. ".new"))
    local ok, problem = core.replace_file("/nonexistent/x", "text")
    assert.is_nil(ok)
    assert.matches("^/nonexistent/x: No such file or directory$", problem)
    ok, problem = core.replace_file("/dev/null", "text")
    assert.is_nil(ok)
    assert.is_string(problem)
    os.remove(place)
  end)

  it("report what the system says", function()
    local file, problem = core.create("/nonexistent/x")
    assert.is_nil(file)
    assert.equal("/nonexistent/x: No such file or directory", problem)
    file = assert(core.create("/dev/full"))
    local ok
    ok, problem = file:write("x")
    assert.is_nil(ok)
    assert.matches("No space left", problem)
    assert.is_nil((core.lock("/nonexistent/x")))
  end)
end)
