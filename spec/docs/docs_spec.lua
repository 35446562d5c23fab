--- The annotations describe every public name.
local ai95 = require "ai95"
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local codes = require "ai95.api.codes"
local options = require "ai95.options"
local report = require "ai95_report"
local sandbox = require "support.sandbox"

local public = dofile("scripts/docs/annotations.lua").public()

local function names_of(list)
  local names = {}
  for i, each in ipairs(list) do
    names[i] = each.name
  end
  table.sort(names)
  return table.concat(names, ", ")
end

local function keys_of(map)
  local keys = {}
  for key in pairs(map) do
    keys[#keys + 1] = { name = key }
  end
  return names_of(keys)
end

describe("the annotations", function()
  local names = {}
  for name in pairs(public) do
    names[#names + 1] = name
  end
  table.sort(names)

  for _, name in ipairs(names) do
    local item = public[name]

    it("describe " .. name .. ", and everything in it", function()
      assert.is_true(#item.text > 0)
      assert.is_true(#item.fields + #item.values + #item.functions > 0 or item.parent ~= nil)
      for _, each in ipairs(item.fields) do
        assert.is_true(each.private or each.text ~= "", each.name .. " has no meaning")
        assert.is_nil((each.type:gsub("%b{}", "")):find "[{}]", each.name .. " has half a type")
      end
      for _, each in ipairs(item.values) do
        assert.is_true(each.text ~= "", each.name .. " has no meaning")
      end
      for _, fn in ipairs(item.functions) do
        assert.is_true(#fn.text > 0, fn.name .. " has no text")
        assert.is_true(#fn.returns > 0, fn.name .. " has no ---@return")
        for i, argument in ipairs(fn.arguments) do
          local param = fn.params[i] or {}
          assert.equal(argument, param.name, fn.name)
          assert.is_true(param.text ~= "", ("%s: %s has no meaning"):format(fn.name, argument))
        end
        assert.equal(#fn.arguments, #fn.params, fn.name)
        local err = fn.returns[2]
        if err and err.type == "ai95.Error|nil" then
          assert.is_true(err.text ~= "", fn.name .. " does not name its errors")
        end
      end
    end)
  end

  it("describe existing functions, on every object", function()
    sandbox.reset()
    sandbox.seed { calls = 5 }
    local client = sandbox.client()
    local call = assert(client.calls:list { talktimes_min = 1 })[1]
    local customer = assert(client.customers:list { phone = call.callee })[1]
    local objects = {
      ["ai95"] = { ai95 }, ["ai95.Stores"] = { ai95.store }, ["ai95.Ledgers"] = { ai95.ledger },
      ["ai95.core"] = { core }, ["ai95_report"] = { report },
      ["ai95.Client"] = { client }, ["ai95.Tasks"] = { client.tasks },
      ["ai95.Task"] = { client.tasks:list()[1] },
      ["ai95.Dates"] = { ai95.dates }, ["ai95.Hours"] = { ai95.hours },
      ["ai95.Schedule"] = { ai95.hours.parse "0-24" }, ["ai95.Feed"] = { client.calls:since() },
      ["ai95.Calls"] = { client.calls }, ["ai95.Call"] = { call },
      ["ai95.Recorded"] = { call, customer },
      ["ai95.RecordedAnswer"] = { call:turns()[1], call:details().fragments[1] },
      ["ai95.Customers"] = { client.customers }, ["ai95.Customer"] = { customer },
      ["ai95.AiUsers"] = { client.ai_users }, ["ai95.AiUser"] = { client.ai_users:list()[1] },
      ["ai95.Projects"] = { client.projects }, ["ai95.Project"] = { client.projects:list()[1] },
    }
    for _, name in ipairs(names) do
      for _, fn in ipairs(public[name].functions) do
        assert.is_table(objects[name], "an object of " .. name .. " is needed here")
        for _, object in ipairs(objects[name]) do
          assert.is_function(object[fn.name], name .. ": " .. fn.name)
        end
      end
    end
    assert.equal("userdata", type(core.null))
  end)

  it("leave no name of the modules out", function()
    local modules = {
      ["ai95"] = ai95, ["ai95.Stores"] = ai95.store, ["ai95_report"] = report,
    }
    for name, module in pairs(modules) do
      local described = {}
      for _, kind in ipairs { "functions", "fields" } do
        for _, each in ipairs(public[name][kind]) do
          described[each.name] = true
        end
      end
      for key in pairs(module) do
        assert.is_true(described[key] == true, name .. ": " .. key)
      end
    end
  end)

  it("describe all parameters and options", function()
    assert.equal(keys_of(options.specs), names_of(public["ai95.Options"].fields))
    sandbox.reset()
    sandbox.seed { calls = 1 }
    local client = sandbox.client()
    local task = client.tasks:list()[1]
    local takers = {
      ["ai95.ImportParams"] = function(given) return client.tasks:import(given) end,
      ["ai95.CheckParams"] = ai95.check,
      ["ai95.RowsOptions"] = function(given) return ai95.rows("none.csv", given) end,
      ["ai95.ArchiveParams"] = function(given) return client:archive(given) end,
      ["ai95.WaitOptions"] = function(given) return task:wait(given) end,
    }
    for name, take in pairs(takers) do
      -- The error of an unknown name lists the known ones.
      local _, message = pcall(take, { zzzzzzzzzzzzzzzzzzzzzzzz = 1 })
      local known = {}
      for each in message:match("there are: (.-)%)"):gmatch("[%w_]+") do
        known[each] = true
      end
      local fields = { (unpack or table.unpack)(public[name].fields) }
      local parent = public[public[name].parent]
      for _, field in ipairs(parent and parent.fields or {}) do
        fields[#fields + 1] = field
      end
      assert.equal(keys_of(known), names_of(fields))
    end
  end)
end)

describe("the endpoints", function()
  local ORDER = {
    login = "username password from", getAiUsers = "", getProjects = "",
    index = "pageIndex pageSize start_create_at end_create_at status ai_user_sn dial_task_main_sn",
    addExcel = "project_sn source upload ai_user_sn is_zidong mark dial_task_main_sn",
    addJson = "project_sn source client_info_json ai_user_sn is_zidong mark dial_task_main_sn aes",
    operateTask = "project_type pkeys oper",
    cdrlist = "pageIndex pageSize start_create_at end_create_at callee caller ai_user_sn "
      .. "talktimes_min talktimes_max asr_b asr_c asr_d dial_task_main_sn",
    cdrshow = "cdr_sn recordpath recordfile connected_at",
    crmList = "pageIndex pageSize start_create_at end_create_at phone talktimes_min "
      .. "talktimes_max labelling score asks_count status dial_task_main_sn",
    cdrDownload = "recordpath recordfile", cdrFragmentDownload = "recordfile",
    exportModel = "project_sn",
  }

  it("are the document's thirteen, with its parameters in its order", function()
    assert.equal(13, #endpoints.list)
    for _, endpoint in ipairs(endpoints.list) do
      local names = {}
      for i, param in ipairs(endpoint.params) do
        names[i] = param.name
        assert.is_string(param.meaning)
        for value in pairs(param.values or {}) do
          assert.truthy(param.meaning:find(tostring(value), 1, true),
            param.name .. " does not name its values")
        end
      end
      assert.equal(ORDER[endpoint.name], table.concat(names, " "))
      assert.equal("/api/" .. endpoint.name, endpoint.path)
      assert.is_string(endpoint.meaning)
      assert.is_true(endpoint.class == nil or public[endpoint.class] ~= nil)
    end
  end)

  it("are not idempotent if they place calls", function()
    local PLACES_CALLS = { addJson = true, addExcel = true, operateTask = true }
    for _, endpoint in ipairs(endpoints.list) do
      assert.equal(not PLACES_CALLS[endpoint.name], endpoint.idempotent)
    end
  end)

  it("have a meaning for every code of the document", function()
    local CODES = "10001 20001 20002 20003 20004 20005 20006 20007 30001 30002 30003 30004 30005 "
      .. "30006 30008 30009 30010 30011 50001 500 40001"
    for code in CODES:gmatch("%d+") do
      assert.is_string(codes.meanings[tonumber(code)])
    end
  end)
end)
