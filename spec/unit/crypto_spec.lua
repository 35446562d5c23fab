local buffer_of = require "support.buffer_of"
local core = require "ai95.core"
local files = require "support.files"
local lua = require("support.program").lua
local vectors = require "support.vectors"

local USER_SN = "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c"

describe("AES", function()
  for index, vector in ipairs(vectors.aes) do
    it("encrypts and decrypts vector " .. index, function()
      assert.equal(vector.base64, core.aes_encrypt(vector.plaintext, vector.user_sn))
      assert.equal(vector.plaintext, core.aes_decrypt(vector.base64, vector.user_sn))
    end)
  end

  it("decrypts its own texts, at every length around its blocks", function()
    local text = ("0123456789abcdef姓名"):rep(2000)
    for _, length in ipairs {
      0, 1, 15, 16, 17, 47, 48, 49, 6127, 6128, 6143, 6144, 6145, 12287, 12288, 12289, 40000,
    } do
      local plaintext = text:sub(1, length)
      assert.equal(plaintext, core.aes_decrypt(core.aes_encrypt(plaintext, USER_SN), USER_SN))
    end
  end)

  it("returns nil and a message for anything else", function()
    local good = core.aes_encrypt("hello", USER_SN)
    for _, bad in ipairs {
      "", "x", "====", "AAA", good:sub(1, -5), "AAAA" .. good, ("A"):rep(64), " " .. good:sub(2),
    } do
      local plaintext, message = core.aes_decrypt(bad, USER_SN)
      assert.is_nil(plaintext)
      assert.matches("not base64 of AES", message)
    end
    assert.is_nil((core.aes_decrypt(good, "SYSUSER|ffffffffffffffffffffffffffffffff")))
  end)

  it("names the problem of a user_sn", function()
    for _, user_sn in ipairs {
      "", "SYSUSER|", "SYSUSER|123456789012345", "5d03d133d7fb004e2ccf34eb8fbdc45c",
    } do
      assert.error_matches(function() core.aes_encrypt("x", user_sn) end, "user_sn must be")
      assert.error_matches(function() core.aes_decrypt("AAAA", user_sn) end, "user_sn must be")
    end
  end)

  it("hashes a string or a buffer with SHA-256", function()
    for text, hash in pairs {
      [""] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      ["a\0b"] = "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138",
    } do
      assert.equal(hash, core.sha256(text))
      assert.equal(hash, core.sha256(buffer_of(text)))
    end
    for _, other in ipairs { 1, false, {}, io.stdout, core.pool() } do
      assert.error_matches(function() core.sha256(other) end, "expected a string or a buffer")
      assert.is_false(core.is_buffer(other))
    end
    assert.is_false(core.is_buffer "x")
    assert.is_true(core.is_buffer(core.buffer()))
    local buffer = buffer_of "x"
    buffer:close()
    assert.equal("", tostring(buffer))
    buffer:close()
  end)

  it("derives keys by PBKDF2 with HMAC-SHA-256 and 200,000 rounds", function()
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

  it("decrypts its own texts, and never gives the same text twice", function()
    for length = 0, 70 do
      local text = ("x"):rep(length)
      local encrypted = core.encrypt(text, key)
      assert.matches("^[%w+/]+=*$", encrypted)
      assert.not_equal(encrypted, core.encrypt(text, key))
      assert.equal(text, core.decrypt(encrypted, key))
    end
  end)

  it("returns nil for another key, or if any character is changed", function()
    for length = 0, 4 do -- all forms of padding
      local encrypted = core.encrypt(("k"):rep(length), key)
      assert.is_nil(core.decrypt(encrypted, other))
      for at = 1, #encrypted do
        for _, character in ipairs { "A", "B", "Q", "g", "w", "/", "=", "\0", "\n", " " } do
          local changed = encrypted:sub(1, at - 1) .. character .. encrypted:sub(at + 1)
          assert.is_true(changed == encrypted or core.decrypt(changed, key) == nil, changed)
        end
      end
    end
    local encrypted = core.encrypt("the api_key", key)
    for _, bad in ipairs { "", "x", "AAAA", encrypted:sub(1, -5), encrypted .. "AAAA", "中文中文" } do
      assert.is_nil(core.decrypt(bad, key))
    end
  end)

  it("needs a key of 32 bytes", function()
    assert.error_matches(function() core.encrypt("x", "short") end,
      "expected a key of core.derive_key")
    assert.error_matches(function() core.decrypt("x", "short") end,
      "expected a key of core.derive_key")
  end)

  it("fails when it is used, not when it is loaded, if OpenSSL forbids it", function()
    local conf, program = os.tmpname(), os.tmpname()
    files.write(conf, [[
      openssl_conf = init
      [init]
      providers = providers
      alg_section = algorithms
      [providers]
      default = default
      [default]
      activate = 1
      [algorithms]
      default_properties = fips=yes
    ]])
    files.write(program, [[
      assert(require "ai95")
      print(select(2, pcall(require("ai95.core").sign, { "a", "b" })))
    ]])
    local pipe = io.popen(("OPENSSL_CONF=%s %s %s 2>&1"):format(conf, lua, program))
    local output = pipe:read "*a"
    pipe:close()
    os.remove(conf)
    os.remove(program)
    if core.versions().openssl:find "^OpenSSL 1" then
      return -- it has no such property
    end
    assert.matches("^ai95: OpenSSL refused the operation %(.*FIPS mode forbids MD5%)\n$", output)
  end)
end)
