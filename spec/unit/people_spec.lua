--- core.people: sets of people by a keyed hash of their phone numbers.
local core = require "ai95.core"

local KEY, OTHER_KEY = ("0123456789abcdef"):rep(2), ("fedcba9876543210"):rep(2)

local function hash(number)
  return ("%016x"):format(number)
end

--- The hashes that an import writes for these phone numbers.
local function hashes_of(people, phones)
  local encoder = core.rows({ "姓名", "电话" }, core.checker(false, people))
  for _, phone in ipairs(phones) do
    assert(encoder:add({ "客户", phone }, 1))
  end
  return encoder:people()
end

describe("core.people", function()
  it("takes 32 hexadecimal digits as a key, and nothing else", function()
    for _, key in ipairs { "", "0", KEY:sub(2), KEY .. "0", KEY:upper(), KEY:gsub("f", "g"),
      KEY:gsub("f", "\0"), 1, true, {} } do
      assert.is_false((pcall(core.people, key)), tostring(key))
    end
    assert.is_false((pcall(core.people)))
    assert.equal(0, #core.people(KEY))
  end)

  it("tells people by their number, however it is written", function()
    local people = core.people(KEY)
    assert.is_true(people:add_phone "13800000001")
    for _, same in ipairs { "13800000001", "+86 138-0000-0001", "008613800000001",
      " 138 0000 0001 ", "１３８００００0001" } do
      assert.is_true(people:has_phone(same), same)
      assert.is_true(people:add_phone(same))
    end
    assert.equal(1, #people)
    assert.is_false(people:has_phone "13800000002")
    for _, none in ipairs { "", "x", "1", "1380000000", "13800000001\0001", ("1"):rep(10000) } do
      assert.is_false(people:has_phone(none))
      assert.is_false(people:add_phone(none))
    end
    assert.equal(1, #people)
  end)

  it("has the hashes that an import writes, under its own key only", function()
    local phones, mine, others = {}, core.people(KEY), core.people(OTHER_KEY)
    for i = 1, 1000 do
      phones[i] = ("139%08d"):format(i * 7)
    end
    local hashes = hashes_of(core.people(KEY), phones)
    assert.equal(16000, #hashes)
    assert.is_true(mine:add(hashes))
    assert.is_true(others:add(hashes))
    assert.same({ 1000, 1000 }, { #mine, #others })
    assert.is_nil(mine:hash "x")
    for i, phone in ipairs(phones) do
      assert.equal(hashes:sub(16 * i - 15, 16 * i), mine:hash(phone))
      assert(mine:has_phone(phone) and not others:has_phone(phone), phone)
    end
  end)

  it("takes whole hashes only", function()
    local people = core.people(KEY)
    for _, text in ipairs { "x", hash(1):sub(2), hash(1) .. "0", hash(10):upper(), hash(0),
      hash(1):gsub("0", "g"), hash(1):gsub("1", "\0"), (" "):rep(16),
      hash(1) .. "\n" .. hash(2) } do
      assert.is_false(people:add(text), text)
    end
    for _, value in ipairs { true, {}, print } do
      assert.is_false((pcall(people.add, people, value)))
      assert.is_false((pcall(people.add_phone, people, value)))
      assert.is_false((pcall(people.has_phone, people, value)))
      assert.is_false((pcall(people.add, value, hash(1))))
    end
    assert.is_true(people:add "")
    assert.is_true(people:add(hash(1) .. ("f"):rep(16) .. hash(1)))
    assert.equal(2, #people)
  end)

  it("that was finalized is an error to whatever still uses it", function()
    local people, excluded = core.people(KEY), core.people(OTHER_KEY)
    local checker = core.checker(false, people)
    checker:exclude_people(excluded)
    local encoder = core.rows({ "姓名", "电话" }, checker)
    assert.equal(1, (encoder:add({ "客户", "13800000001" }, 1)))
    -- As at the end of a Lua state, where each object is finalized, and others' finalizers run.
    for _, set in ipairs { people, excluded } do
      local finalize = debug.getmetatable(set).__gc
      finalize(set)
      finalize(set)
      assert.is_false((pcall(encoder.add, encoder, { "客户", "13800000002" }, 2)))
      assert.is_false((pcall(set.add_phone, set, "13800000001")))
      assert.is_false((pcall(set.add, set, hash(1))))
      assert.is_false((pcall(core.checker, false, set)))
      assert.is_false((pcall(checker.exclude_people, checker, set)))
    end
    for _, other in ipairs { checker, encoder, {}, "x" } do
      assert.is_false((pcall(core.checker, false, other)))
      assert.is_false((pcall(checker.exclude_people, checker, other)))
    end
  end)

  it("lives as long as a checker that needs it", function()
    local checker = core.checker(false, core.people(KEY))
    local excluded = core.people(OTHER_KEY)
    assert(excluded:add_phone "13800000002")
    checker:exclude_people(excluded)
    excluded = nil -- luacheck: ignore 311
    for _ = 1, 3 do
      collectgarbage()
    end
    local encoder = core.rows({ "姓名", "电话" }, checker)
    assert.equal(1, (encoder:add({ "客户", "13800000001" }, 1)))
    assert.equal("excluded", (select(2, encoder:add({ "客户", "13800000002" }, 2))))
    assert.equal(16, #encoder:people())
  end)
end)
