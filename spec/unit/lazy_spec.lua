--- Modules that not every program needs load at their first use; inside nginx all load at once.
local later = {
  "resources.tasks", "resources.calls", "resources.customers", "resources.ai_users",
  "resources.projects", "resources.resource", "import", "import.check", "import.rows",
  "import.template", "sync.archive", "sync.feed",
  "http.upload", "http.download",
  "auth.store.file", "auth.store.memory", "auth.store.redis", "auth.store.memcached",
  "auth.store.shdict",
}

local function is_loaded(name)
  return package.loaded["ai95." .. name] ~= nil
end

describe("the library", function()
  local kept

  -- As in a new process, except for the C module.
  before_each(function()
    kept = {}
    for name, module in pairs(package.loaded) do
      if name:match "^ai95" and name ~= "ai95.core" then
        kept[name] = module
      end
    end
    for name in pairs(kept) do
      package.loaded[name] = nil
    end
  end)

  after_each(function()
    for name in pairs(package.loaded) do
      if name:match "^ai95" and name ~= "ai95.core" then
        package.loaded[name] = nil
      end
    end
    for name, module in pairs(kept) do
      package.loaded[name] = module
    end
  end)

  local function client_of(ai95)
    return ai95.new {
      base_url = "http://127.0.0.1:1", username = "hln", password = "secret", max_retries = 0,
    }
  end

  it("loads its modules as they are used", function()
    local ai95 = require "ai95"
    for _, name in ipairs(later) do
      assert.equal(rawget(_G, "ngx") ~= nil, is_loaded(name), name)
    end
    local client = client_of(ai95)
    assert.equal(rawget(_G, "ngx") ~= nil, is_loaded "resources.tasks")
    assert.is_function(client.tasks.import)
    assert.is_true(is_loaded "resources.tasks")
    assert.equal(rawget(_G, "ngx") ~= nil, is_loaded "resources.calls")
  end)

  it("has each group of a client once, and no other fields", function()
    local client = client_of(require "ai95")
    assert.is_nil(next(client))
    for _, name in ipairs { "tasks", "calls", "customers", "ai_users", "projects" } do
      local group = client[name]
      assert.is_function(group.list, name)
      assert.is_true(rawequal(group, client[name]), name)
    end
    assert.is_nil(client.task)
    assert.is_nil(client[nil])
  end)

  it("returns the error of a request even if no file can be read any more", function()
    local client = client_of(require "ai95")
    local path = package.path
    package.path = ""
    local called, data, err = pcall(client.request, client, "login")
    package.path = path
    assert.is_true(called, data)
    assert.is_nil(data)
    assert.equal("network", err.kind)
  end)

  it("names the caller's line in an error of a module that loads late", function()
    local client = client_of(require "ai95")
    local ok, problem = pcall(function() client.tasks:import {} end)
    assert.is_false(ok)
    assert.matches("lazy_spec%.lua:%d+: ai95: ", problem)
  end)
end)
