--- How core.decode_answer reads what the platform sends, apart from the types of the fields.
local core = require "ai95.core"

local inner = core.shape("object", { { name = "text", type = "string" } })
local shape = core.shape("page", {
  { name = "sn", type = "id", required = true }, { name = "text", type = "string" },
  { name = "parts", type = "rows", shape = inner },
})

--- The page's data; nil and the problem.
local function whole(text)
  local code, problem, data, wrong = core.decode_answer(text, shape)
  if code == nil or wrong then
    return nil, wrong or problem
  end
  return data
end

--- The page's rows, and the userdata that had them; nil and the problem.
local function one_by_one(text)
  local code, problem, rows, wrong = core.decode_answer(text, shape, nil, true)
  if code == nil or wrong then
    return nil, wrong or problem
  end
  local list = {}
  while true do
    local row
    row, problem = rows:next()
    if problem then
      return nil, problem
    elseif row == nil then
      return list, rows
    end
    list[#list + 1] = row
  end
end

local function page(members)
  return ('{"code":0,"data":{%s}}'):format(members)
end

describe("an answer", function()
  it("gives each row a list of its own, even if rows repeat an empty one", function()
    local text = page '"list":[{"sn":"a","parts":""},{"sn":"b","parts":""},{"sn":"b","parts":""}]'
    for _, rows in ipairs { whole(text).list, (one_by_one(text)) } do
      assert.same({}, rows[1].parts)
      assert.is_false(rows[1].parts == rows[2].parts or rows[2].parts == rows[3].parts)
    end
  end)

  it("has one list: a second one is refused, in whatever form it comes", function()
    for _, second in ipairs { "[]", '[{"sn":"b"}]', '{"1":{"sn":"b"}}', "null", '""' } do
      for _, members in ipairs {
        '"list":[{"sn":"a"}],"list":' .. second, '"list":' .. second .. ',"list":[{"sn":"a"}]',
      } do
        assert.same({ nil, "`list` is there twice" }, { whole(page(members)) }, members)
        assert.same({ nil, "`list` is there twice" }, { one_by_one(page(members)) }, members)
      end
    end
  end)

  it("has one code, one msg and one data: what says two things says nothing", function()
    local row = '{"list":[{"sn":"a"}]}'
    local members = { code = { "0", '"0"', "1", "null" }, msg = { '"x"', "null" },
      data = { row, "null", "[]", "5" } }
    for name, values in pairs(members) do
      for _, first in ipairs(values) do
        for _, second in ipairs(values) do
          local given = { code = "0", msg = '"x"', data = row }
          given[name] = ('%s,"%s":%s'):format(first, name, second)
          for _, form in ipairs {
            '{"code":code,"msg":msg,"data":data}', '{"data":data,"msg":msg,"code":code}',
          } do
            local text = form:gsub(":(%l+)", function(member) return ":" .. given[member] end)
            assert.is_nil((whole(text)), text)
            assert.is_nil((one_by_one(text)), text)
          end
        end
      end
      local twice = ('{"code":0,"msg":"x","data":%s,"%s":%s}'):format(row, name, members[name][1])
      local expected = ("a second `%s` (byte %d)"):format(name, #twice - #members[name][1])
      assert.same({ nil, expected }, { whole(twice) })
      assert.same({ nil, expected }, { one_by_one(twice) })
    end
    local code, problem = core.decode_answer('{"code":1,"msg":"x","data":1,"\\u0064ata":2}', shape)
    assert.same({ nil, "a second `data` (byte 42)" }, { code, problem })
  end)

  it("has no rows if false stands for nothing, as null does", function()
    for _, nothing in ipairs { "false", "null", '""', "[]", "{}" } do
      for _, text in ipairs { page('"list":' .. nothing), '{"code":0,"data":' .. nothing .. "}" } do
        assert.same({ list = {} }, whole(text))
        assert.same({}, (one_by_one(text)))
      end
      assert.same({}, whole(page('"list":[{"sn":"a","parts":' .. nothing .. "}]")).list[1].parts)
      local text = '{"code":0,"data":' .. nothing .. "}"
      local list = core.shape("list", { { name = "sn", type = "id" } })
      assert.same({}, (select(3, core.decode_answer(text, list))))
      assert.same({}, (select(3, core.decode_answer(text, inner))))
      local needy = core.shape("object", { { name = "sn", type = "id", required = true } })
      assert.same({ 0, nil, nil, "`sn` is missing" }, { core.decode_answer(text, needy) })
    end
    for _, something in ipairs { "true", "0", '"0"', '" "', '"false"' } do
      assert.is_nil((whole(page('"list":' .. something))))
      assert.is_nil((whole('{"code":0,"data":' .. something .. "}")))
    end
  end)

  it("has the same total whether or not its rows are read one by one", function()
    for digits, expected in pairs {
      ["0"] = 0, ['"7"'] = 7, ["-1"] = -1, ["4294967296"] = 4294967296,
      ["9007199254740992"] = 9007199254740992,
    } do
      for _, members in ipairs {
        '"total":' .. digits .. ',"list":[]', '"list":[],"total":' .. digits,
      } do
        local _, rows = one_by_one(page(members))
        assert.equal(expected, rows:total(), members)
        assert.equal(expected, whole(page(members)).total, members)
      end
    end
  end)

  it("has no total that is too large for a number, and keeps all digits of others", function()
    for _, digits in ipairs { "9223372036854775807", "9007199254740993" } do
      local _, rows = one_by_one(page('"total":' .. digits .. ',"list":[]'))
      if math.type then
        assert.equal("integer", math.type(rows:total()))
        assert.equal(digits, tostring(rows:total()))
      else
        assert.is_nil(rows:total())
      end
    end
    local _, rows = one_by_one(page '"total":9223372036854775808,"list":[]')
    assert.is_nil(rows:total())
    for _, total in ipairs { "1", "9223372036854775807", "9223372036854775808" } do
      assert.same({ nil, "`list` is missing" }, { whole(page('"total":' .. total)) })
      assert.same({ nil, "`list` is missing" }, { one_by_one(page('"total":' .. total)) })
    end
  end)

  it("has the beginning of a long msg, and no part of a character", function()
    local nothing = core.shape("nothing", {})
    for character, size in pairs { a = 16384, ["é"] = 16384, ["长"] = 16383, ["😀"] = 16384 } do
      local _, msg = core.decode_answer('{"code":1,"msg":"' .. character:rep(16384) .. '"}',
        nothing)
      assert.equal(character:rep(size / #character), msg)
    end
  end)

  it("raises at arguments that it cannot use", function()
    for _, arguments in ipairs {
      { 5, shape }, { nil, shape }, { {}, shape }, { shape, shape }, { "{}", "x" }, { "{}", {} },
      { "{}", shape, 5 }, { "{}", shape, "metatable" }, { "{}", shape, shape },
    } do
      local ok, problem = pcall(core.decode_answer, arguments[1], arguments[2], arguments[3])
      assert.is_false(ok)
      local number = arguments[3] and 3 or type(arguments[1]) == "string" and 2 or 1
      assert.matches("bad argument #" .. number .. " to", problem)
    end
  end)

  it("sorts the rows of an object by their numbers, and keeps the order of equal ones", function()
    local members, expected = {}, {}
    for i = 1, 300 do
      local key = i % 3
      members[i] = ('"%d":{"sn":"%d-%03d"}'):format(key, key, i)
      expected[i] = ("%d-%03d"):format(key, i)
    end
    table.sort(expected)
    local text = page('"list":{' .. table.concat(members, ",") .. "}")
    for _, rows in ipairs { whole(text).list, (one_by_one(text)) } do
      for i = 1, 300 do
        assert.equal(expected[i], rows[i].sn)
      end
    end
  end)

  it("is of another shape if a field is an object that is not empty, whatever is in it", function()
    local problem = "row 1 of `list`: `text` must be text, got an object"
    for _, value in ipairs { '{"a":1}', '{"\\n":1}' } do
      assert.same({ nil, problem }, { whole(page('"list":[{"text":' .. value .. "}]")) })
    end
    assert.is_nil(whole(page '"list":[{"sn":"a","text":{ }},{"sn":"a","text":[ \n]}]').list[1].text)
  end)
end)
