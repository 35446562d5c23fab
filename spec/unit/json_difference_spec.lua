--- Random documents, read by core.decode_json and by other readers of JSON.
--
-- AI95_SEED repeats a run, and AI95_DOCUMENTS says how many documents it has.
local cjson = require("cjson").new()
local core = require "ai95.core"
local documents = require "support.json_documents"

cjson.decode_invalid_numbers(false)
cjson.decode_max_depth(100)

local SEED = tonumber(os.getenv "AI95_SEED") or os.time() % 2147483646
local COUNT = tonumber(os.getenv "AI95_DOCUMENTS") or 1500
local MARK = "\239\187\191"
local INVALID_NAME = "9" -- PHP's JSON_ERROR_INVALID_PROPERTY_NAME

--- Documents, each followed by two that were made from it by changing bytes.
local function each_document(act)
  local source = documents.new(SEED)
  for number = 1, COUNT do
    local text = source:document()
    act(text, number)
    act(source:mutate(text), number)
    act(source:mutate(text), number)
  end
end

local function where(number, text)
  return ("AI95_SEED=%d, document %d: %q"):format(SEED, number, text)
end

--- Whether a number is ours: whole numbers below 2^53 are integers. Differences that are meant:
-- a whole number beyond 2^53 keeps its digits, and a number that no double can hold is text.
local function is_same_number(ours, theirs)
  if math.abs(theirs) == math.huge then
    return type(ours) == "string" and ours:find "^-?%d+[%d.eE+-]*$" ~= nil
      and (theirs < 0) == (ours:sub(1, 1) == "-")
  elseif type(ours) == "string" then
    return math.abs(theirs) >= 2 ^ 53 and tonumber(ours) == theirs
  elseif type(ours) ~= "number" or ours + 0.0 ~= theirs + 0.0 then
    return false
  end
  return not math.type or math.type(ours) == "integer" or math.floor(theirs) ~= theirs
    or math.abs(theirs) >= 2 ^ 53
end

--- Whether a value is ours, with null as nil. PHP's large integers are text, to keep their digits.
local function is_same(ours, theirs)
  if theirs == cjson.null then
    return ours == nil
  elseif type(theirs) == "number" then
    return is_same_number(ours, theirs)
  elseif type(theirs) ~= "table" then
    return ours == theirs or (type(theirs) == "string" and type(ours) == "number"
      and (ours > 2 ^ 53 or ours < -2 ^ 53) and ("%d"):format(ours) == theirs)
  elseif type(ours) ~= "table" then
    return false
  end
  for name, value in pairs(theirs) do
    if not is_same(ours[name], value) then
      return false
    end
  end
  for name in pairs(ours) do
    if theirs[name] == nil then
      return false
    end
  end
  return true
end

describe("#plain #once JSON", function()
  setup(function()
    io.stderr:write(("documents with AI95_SEED=%d AI95_DOCUMENTS=%d\n"):format(SEED, COUNT))
  end)

  -- cjson accepts more: it ends at a NUL, checks neither UTF-8 nor control characters, and takes 1.
  -- and -.5 for numbers. It refuses the mark in front.
  it("has the values that cjson gives it, with integers and without null", function()
    local accepted = 0
    each_document(function(text, number)
      local value, problem = core.decode_json(text)
      local ok, theirs = pcall(cjson.decode, (text:gsub("^" .. MARK, "")))
      if problem then
        return
      end
      accepted = accepted + 1
      assert(ok, where(number, text))
      assert(is_same(value, theirs), where(number, text))
    end)
    assert.is_true(accepted > COUNT)
  end)

  -- PHP, with which the platform writes: it refuses the mark in front, and names that begin with
  -- NUL, which its objects cannot have. A number that is too large is its INF.
  it("#program is accepted or refused as PHP does, with the same values", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    if os.execute "command -v php >/dev/null 2>&1" ~= (_VERSION == "Lua 5.1" and 0 or true) then
      os.remove(path)
      assert(not os.getenv "CI", "PHP is missing")
      return pending "PHP is not installed"
    end
    each_document(function(text)
      text = text:gsub("^" .. MARK, "")
      file:write(#text, "\n", text)
    end)
    file:close()
    local php = assert(io.popen("php -n spec/support/decode.php < " .. path, "r"))
    local refused = 0
    each_document(function(text, number)
      local value, problem = core.decode_json(text)
      local length = assert(php:read "*l", "PHP stopped")
      local theirs = php:read(tonumber(length))
      if theirs == INVALID_NAME then
        return
      elseif not theirs:find "^return" then
        refused = refused + 1
        assert(problem, where(number, text))
        return
      end
      assert(not problem, where(number, text))
      assert(is_same(value, assert((loadstring or load)(theirs))()), where(number, text))
    end)
    php:close()
    os.remove(path)
    assert.is_true(refused > COUNT / 2)
  end)
end)
