--- A ledger that has lost its end, as from a backup: the same import again sends nobody twice, and
--- does not claim that somebody is in who is not.
local files = require "support.files"
local imports = require "support.imports"
local ledgers = require "support.ledgers"
local sandbox = require "support.sandbox"

local path = os.tmpname()

-- What happens during the import, so that its ledger has every kind of record: faults of addJson.
local HISTORIES = {
  ["went well"] = {},
  ["lost answers"] = { { "reset_after", {} }, { "reset_before", { skip = 1 } },
    { "reset_after", { skip = 1 } } },
  ["was refused first"] = { { "code", { code = 30004 } } },
  ["was refused in the middle"] = { { "code", { code = 30004, skip = 1 } } },
  ["got an answer without the task"] = { { "form", { form = "missing_task_sn" } } },
}

local PLATFORMS = {
  ["that calls nobody"] = {},
  ["that calls at once"] = { is_zidong = true },
  ["without remarks"] = { settings = { mark = "absent" } },
  ["without remarks that calls at once"] = { settings = { mark = "absent" }, is_zidong = true },
}

describe("#program #once an import with a ledger that ends earlier", function()
  local client

  before_each(function()
    os.remove(path)
    client = sandbox.client { timeout = 0.5 }
  end)

  teardown(function()
    os.remove(path)
  end)

  local function import(platform)
    return client.tasks:import(imports.with_ledger(path, { is_zidong = platform.is_zidong,
      reconcile_timeout = 0.05 }))
  end

  --- Imports until everybody is in. Returns the ledger.
  local function complete(history, platform)
    sandbox.reset { dial_seconds = 0 }
    sandbox.set(platform.settings or {})
    os.remove(path)
    for _, fault in ipairs(HISTORIES[history]) do
      sandbox.fault("addJson", fault[1], fault[2])
    end
    for _ = 1, 3 do
      local result, err = import(platform)
      if result then
        return files.read(path)
      elseif err.kind == "undetermined" then
        return nil
      end
    end
    error "the import was never completed"
  end

  local function check_counts()
    local phones = sandbox.imports().phones
    for _, phone in ipairs(sandbox.customer_phones(30)) do
      assert(phones[phone] == 1, ("%s: %s times"):format(phone, tostring(phones[phone])))
    end
  end

  --- The lengths to which the ledger is cut: after each record, and inside of it.
  local function cuts(text)
    local list, at = { 0 }, 0
    for line in text:gmatch "[^\n]*\n" do
      list[#list + 1] = at + math.floor(#line / 2)
      at = at + #line
      list[#list + 1] = at
    end
    return list
  end

  for history in pairs(HISTORIES) do
    for name, platform in pairs(PLATFORMS) do
      local title = ("sends nobody twice, if the import %s, to a platform %s"):format(history, name)
      it(title, function()
        local text = complete(history, platform)
        for i, length in ipairs(text and cuts(text) or {}) do
          if i > 1 then
            text = complete(history, platform)
            length = cuts(text)[i]
          end
          ledgers.put(path, text:sub(1, length))
          local result, err = import(platform)
          local ok, problem = pcall(check_counts)
          assert(ok, ("after %s: %s: %s"):format(text:sub(1, length):match "([^\n]*)\n?$",
            tostring(err), tostring(problem)))
          if length == #text then
            assert.equal(30, assert(result, tostring(err)).already_in)
          elseif not result then
            assert(err.kind == "undetermined" or err.kind == "file", tostring(err))
          end
        end
      end)
    end
  end
end)
