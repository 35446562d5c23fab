--- The ledger's file: whatever is missing at its end or is damaged, it tells what was recorded, or
--- is refused.
local Ledger = require "ai95.import.ledger"
local errors = require "ai95.errors"
local files = require "support.files"
local ledgers = require "support.ledgers"

describe("a ledger", function()
  local folder, path, text, states

  setup(function()
    folder = files.folder()
    path = folder .. "/ledger"
    text, states = ledgers.make(path)
  end)

  teardown(function()
    files.remove_folder(folder)
  end)

  --- What the file tells, read by `Ledger.read` or as an import does, by `Ledger.open`.
  local function read(how)
    local ledger, err = Ledger[how](path)
    if not ledger then
      assert(errors.is(err) and err.kind == "file" and err.outcome == "not_sent", tostring(err))
      return nil, tostring(err)
    end
    ledger:close()
    return ledgers.state(ledger)
  end

  -- Where each line begins, by its number.
  local function line_starts()
    local starts, at = {}, 0
    for line in text:gmatch "[^\n]*\n" do
      starts[#starts + 1] = at
      at = at + #line
    end
    return starts
  end

  it("whose end is missing tells what was recorded until there, or is refused", function()
    local known, refused, last = 0, 0, nil
    local restart = line_starts()[5]
    for length = 0, #text do
      last = states[length] or last
      files.write(path, text:sub(1, length)) -- keeps its mode
      local first, err = read "read"
      local opened, open_err = read "open"
      assert.same({ first, err }, { opened, open_err })
      if first then
        known = known + 1
        local is_header_alone = length > restart and not first:find "春节"
          and first:find "1 requests, 0 people"
        assert(first == last or is_header_alone, length)
      else
        refused = refused + 1
        assert(not last or (length == restart and err:find "its requests are missing"),
          length .. err)
        assert.matches(length == 0 and "the file is empty" or length < 19 and "is not a ledger"
          or "damaged in line %d+ %(byte %d+%)", err)
      end
    end
    assert.equal(#text + 1, known + refused)
    assert.is_true(known > 1000, known)
  end)

  it("with one wrong bit is refused, with the place", function()
    local starts, line = line_starts(), 1
    files.write(path, text)
    local file = assert(io.open(path, "r+b"))
    local function put(at, byte)
      file:seek("set", at - 1)
      file:write(string.char(byte))
      file:flush()
    end
    for at = 1, #text do
      if starts[line + 1] and starts[line + 1] < at then
        line = line + 1
      end
      local byte = text:byte(at)
      for bit = 0, 7 do
        local flipped = math.floor(byte / 2 ^ bit) % 2 == 1 and byte - 2 ^ bit or byte + 2 ^ bit
        put(at, flipped)
        local known, err = read((at + bit) % 8 == 0 and "open" or "read")
        assert.is_nil(known)
        local place = ("damaged in line %d %%(byte %d%%)"):format(line, starts[line])
        assert(err:find(place), err)
      end
      put(at, byte)
    end
    file:close()
    assert.equal(text, files.read(path))
  end)
end)
