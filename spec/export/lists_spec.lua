--- client:export: the platform's lists as CSV and as JSON lines.
local ai95 = require "ai95"
local cjson = require "cjson"
local files = require "support.files"
local sandbox = require "support.sandbox"

describe("client:export", function()
  local client

  setup(function()
    sandbox.reset()
    sandbox.seed { calls = 30, task = { source = "春季,\"回访\"" } }
    client = sandbox.client { max_retries = 0 }
  end)

  local function lines_of(text)
    local list = {}
    for line in text:gmatch "([^\n]*)\n" do
      list[#list + 1] = line
    end
    return list
  end

  for what, endpoint in pairs {
    calls = "cdrlist", customers = "crmList", tasks = "index", ai_users = "getAiUsers",
    projects = "getProjects",
  } do
    it("writes all fields of " .. what .. ", in the document's order", function()
      local names = {}
      for i, field in ipairs(ai95.fields(what)) do
        names[i] = field.name
      end
      local documented = ai95.endpoints.by_name[endpoint].answer_fields
      assert.equal(documented[1].name, names[1])
      local rows = assert(client[what]:list())
      for _, fields in ipairs { "all", names, false } do
        local csv = assert(client:export { what = what, fields = fields or nil })
        local lines = lines_of(csv.body)
        assert.equal(table.concat(names, ","), lines[1])
        assert.same({ #rows, #rows + 1 }, { csv.rows, #lines })
      end
      local json = lines_of(assert(client:export { what = what, format = "jsonl" }).body)
      assert.equal(#rows, #json)
      for i, row in ipairs(rows) do
        local read, at = cjson.decode(json[i]), 1
        for _, name in ipairs(names) do
          at = assert(json[i]:find('"' .. name .. '":', at, true), name)
          local value = row[name]
          if type(value) == "string" and not value:find "[^ ]" then
            value = ""
          end
          assert.equal(read[name], type(value) == "function" and cjson.null or value == nil
            and cjson.null or value)
          read[name] = nil
        end
        for name, value in pairs(read) do -- what the document does not list
          assert.same(rows[i][name], value)
        end
      end
    end)
  end

  it("takes filters, the page's size, and other rows of the list", function()
    local given = { what = "calls", fields = { "callee" },
      params = { callee = "13000000004", pageSize = 3 } }
    assert.equal("callee\n13000000004\n", client:export(given).body)
    given = { what = "calls", fields = { "callee" }, rows = { { callee = "1", x = 2 } } }
    assert.equal("callee\n1\n", client:export(given).body)
    given.rows = client.calls:since()
    assert.equal(30, client:export(given).rows)
    local before = sandbox.counts("cdrlist").received
    assert.equal(30, client:export { what = "calls", params = { pageSize = 7 } }.rows)
    assert.equal(5, sandbox.counts("cdrlist").received - before)
  end)

  it("writes the rows of each, in pages of any size", function()
    for _, size in ipairs { 1, 7, 30, 200 } do
      local sns = {}
      for call in client.calls:each { pageSize = size } do
        sns[#sns + 1] = call.cdr_sn
      end
      for _, fields in ipairs { { "cdr_sn" }, { "cdr_sn", "asr_a", "cdr_id" } } do
        local lines = lines_of(assert(client:export {
          what = "calls", fields = fields, format = "jsonl", params = { pageSize = size },
        }).body)
        assert.equal(#sns, #lines)
        for i, line in ipairs(lines) do
          assert.equal(sns[i], cjson.decode(line).cdr_sn)
        end
      end
    end
  end)

  it("refuses what is wrong before it fetches anything", function()
    local before = sandbox.counts("cdrlist").received
    local cases = {
      ['export: unknown list "call" (did you mean "calls"?)'] = { what = "call" },
      ['export: calls have no field "cale" (did you mean "caller"?)'] = { what = "calls",
        fields = { "cdr_sn", "cale" } },
      ['export: calls have no field "download"'] = { what = "calls", fields = { "download" } },
      ['parameter "fields" must be a list of names, or "all"'] = { what = "calls", fields = "x" },
      ['unknown parameter "pagesize"'] = { what = "calls", params = { pagesize = 1 } },
      ["exclude each other"] = { what = "calls", params = {}, rows = {} },
      ['export: projects take no parameter "params"'] = { what = "projects", params = {} },
    }
    for message, given in pairs(cases) do
      local ok, raised = pcall(client.export, client, given)
      assert.is_false(ok)
      assert.matches(message, raised, 1, true)
    end
    assert.equal(before, sandbox.counts("cdrlist").received)
    assert.has_error(function() client.export { what = "calls" } end)
  end)

  it("writes a field that is nil in every row", function()
    assert.equal("mark\n\"\"\n",
      client:export({ what = "tasks", fields = { "mark" }, params = { status = 1 } }).body)
    assert.equal('{"stoped_at":null}\n', client:export({
      what = "tasks", fields = { "stoped_at" }, format = "jsonl", rows = { {} },
    }).body)
  end)

  it("returns the list's error, and leaves the old file as it was", function()
    local path = os.tmpname()
    files.write(path, "old")
    sandbox.fault("cdrlist", "status", { status = 503, body = "busy" })
    local result, err = client:export { what = "calls", to = path }
    assert.is_nil(result)
    assert.same({ "protocol", 503 }, { err.kind, err.http_status })
    assert.equal("old", files.read(path))
    assert.is_nil(io.open(path .. ".part"))
    assert.equal(30, assert(client:export { what = "calls", to = path }).rows)
    assert.equal(31, #lines_of(files.read(path)))
    result, err = client:export { what = "calls", to = "/nonexistent/calls.csv" }
    assert.is_nil(result)
    assert.equal("file", err.kind)
    os.remove(path)
  end)

  it("runs in several coroutines at once", function()
    local results, failures = client:parallel(3, { 5, 7, 11 }, function(size)
      return assert(client:export { what = "calls", params = { pageSize = size } }).rows
    end)
    assert.is_nil(failures, tostring(failures and failures[1]))
    assert.same({ 30, 30, 30, n = 3 }, results)
  end)
end)
