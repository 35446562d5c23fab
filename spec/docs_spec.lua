--- What is public is described where an editor finds it.
local endpoints = require "ai95.endpoints"
local errors = require "ai95.errors"

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function lines_of(path)
  local lines = {}
  for line in (read(path) .. "\n"):gmatch("(.-)\n") do
    lines[#lines + 1] = line
  end
  return lines
end

-- The methods that a user calls, and the functions that modules return.
local PUBLIC = {
  client = { "Client:request", "Client:url", "Client:login", "Client:parallel", "Client:archive", "Client:user_sn",
    "Client:server_time", "new" },
  tasks = { "Tasks:list", "Tasks:each", "Tasks:get", "Tasks:import", "Tasks:import_excel", "Task.methods:refresh",
    "Task.methods:wait", "Task.methods:calls", "Task.methods:customers", "Task.methods:import" },
  calls = { "Calls:list", "Calls:each", "Calls:since", "Call.methods:turns", "Call.methods:details" },
  customers = { "Customers:list", "Customers:each", "Customer.methods:turns" },
  ai_users = { "AiUsers:list", "AiUser.methods:windows" },
  projects = { "Projects:list", "Project.methods:template_url", "Project.methods:download_template" },
  ["store/init"] = { "store.redis", "store.memcached", "store.shdict" },
  recording = { "class.methods:recording_url", "class.methods:download", "class.methods:url" },
}

describe("the annotations", function()
  for module, names in pairs(PUBLIC) do
    local lines = lines_of(("lua/ai95/%s.lua"):format(module))

    it("of " .. module .. " stand over everything public", function()
      for _, name in ipairs(names) do
        local found
        for i, line in ipairs(lines) do
          if line:match("^%s*function " .. name:gsub("%p", "%%%0") .. "%(")
            or line:match("^%s*local function " .. name:gsub("%p", "%%%0") .. "%(") then
            found = i
          end
        end
        assert.is_number(found, name)
        assert.matches("^%s*%-%-%-", lines[found - 1], name)
        local returns = false
        for i = found - 1, 1, -1 do
          if not lines[i]:match("^%s*%-%-%-") then
            break
          end
          returns = returns or lines[i]:match("%-%-%-@return") ~= nil
        end
        assert.is_true(returns, name .. " has no ---@return")
      end
    end)

    it("of " .. module .. " leave out no method", function()
      local known = {}
      for _, name in ipairs(names) do
        known[name] = true
      end
      for _, line in ipairs(lines) do
        local name = line:match("^%s*function ([%w_.]+:[%w_]+)%(")
        assert.is_true(name == nil or known[name] == true, name)
      end
    end)
  end
end)

describe("the endpoints", function()
  local ORDER = {
    login = "username password from", getAiUsers = "", getProjects = "",
    index = "pageIndex pageSize start_create_at end_create_at status ai_user_sn dial_task_main_sn",
    addExcel = "project_sn source upload ai_user_sn is_zidong mark dial_task_main_sn",
    addJson = "project_sn source client_info_json ai_user_sn is_zidong mark dial_task_main_sn aes",
    operateTask = "project_type pkeys oper",
    cdrlist = "pageIndex pageSize start_create_at end_create_at callee caller ai_user_sn talktimes_min talktimes_max "
      .. "asr_b asr_c asr_d dial_task_main_sn",
    cdrshow = "cdr_sn recordpath recordfile connected_at",
    crmList = "pageIndex pageSize start_create_at end_create_at phone talktimes_min talktimes_max labelling score "
      .. "asks_count status dial_task_main_sn",
    cdrDownload = "recordpath recordfile", cdrFragmentDownload = "recordfile", exportModel = "project_sn",
  }

  it("are the document's thirteen, with its parameters in its order", function()
    assert.equal(13, #endpoints.list)
    for _, endpoint in ipairs(endpoints.list) do
      local names = {}
      for i, param in ipairs(endpoint.params) do
        names[i] = param.name
        assert.is_string(param.meaning)
      end
      assert.equal(ORDER[endpoint.name], table.concat(names, " "))
      assert.equal("/api/" .. endpoint.name, endpoint.path)
    end
  end)

  it("repeat nothing that places calls", function()
    for _, endpoint in ipairs(endpoints.list) do
      local places_calls = endpoint.name == "addJson" or endpoint.name == "addExcel" or endpoint.name == "operateTask"
      assert.equal(not places_calls, endpoint.safe)
    end
  end)

  it("have a meaning for every code of the document", function()
    for code in ("10001 20001 20002 20003 20004 20005 20006 20007 30001 30002 30003 30004 30005 30006 30008 30009 30010 "
      .. "30011 50001 500 40001"):gmatch("%d+") do
      assert.is_string(errors.meanings[tonumber(code)])
    end
  end)
end)
