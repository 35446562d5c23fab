--- Lists in the forms that a PHP application gives them.
local endpoints = require "ai95.api.endpoints"
local sandbox = require "support.sandbox"

-- Every endpoint with a list: the function that reads it, the list's name in the answer, and the
-- fields that a row must have.
local LISTS = {
  index = { "tasks", "list", { "dial_task_main_id", "dial_task_main_sn" } },
  cdrlist = { "calls", "list", { "cdr_id", "cdr_sn" } },
  crmList = { "customers", "list", { nil, "sn" } },
  getAiUsers = { "ai_users", "data", { nil, "user_sn" } },
  getProjects = { "projects", "data", { nil, "sn" } },
}

describe("a list", function()
  local client

  before_each(function()
    sandbox.reset()
    for day = 1, 3 do
      sandbox.seed { calls = 4, task = { created_at = ("2024-05-0%d 10:00:00"):format(day) } }
    end
    client = sandbox.client()
  end)

  -- Of the endpoints with dates, all rows of 2024; without dates, those of today, which are none.
  local YEAR = { start_create_at = "2024-01-01", end_create_at = "2024-12-31" }

  local function read(endpoint, form, params)
    if form then
      sandbox.fault(endpoint, "form", { form = form })
    end
    return client[LISTS[endpoint][1]]:list(params)
  end

  local function params_of(endpoint)
    return LISTS[endpoint][2] == "list" and YEAR or nil
  end

  -- These forms say the same as the platform's own.
  local same = { "keyed_lists", "sparse_lists", "reversed_lists", "string_numbers",
    "keyed_lists,string_numbers", "iso_times", "zoned_times", "unix_times",
    "unix_times,string_numbers", "mark", "spaces" }
  for endpoint in pairs(LISTS) do
    for _, form in ipairs(same) do
      it(("of %s is the same as %s"):format(endpoint, form), function()
        local plain = assert(read(endpoint, nil, params_of(endpoint)))
        local rows = assert(read(endpoint, form, params_of(endpoint)))
        assert.is_true(#rows >= 3)
        assert.equal(#plain, #rows)
        assert.same(plain, rows)
        for name, value in pairs(rows[1]) do
          assert.equal(math.type and math.type(plain[1][name]), math.type and math.type(value))
        end
      end)
    end

    it(("of %s has no empty texts where the document has numbers, times and sns"):format(endpoint),
      function()
        local plain = assert(read(endpoint, nil, params_of(endpoint)))
        local rows = assert(read(endpoint, "empty_nulls", params_of(endpoint)))
        for _, field in ipairs(endpoints.by_name[endpoint].answer_fields) do
          for i, row in ipairs(field.type ~= "string" and rows or {}) do
            assert.equal(plain[i][field.name], row[field.name], field.name)
          end
        end
      end)
  end

  -- These are no lists of objects. What is told has %s for the name of the list.
  local wrong = {
    list_of_one = "`%s` must be a list of objects, got an object",
    null_row = "row 2 of `%s`: it must be an object, got null",
    text_rows = "row 1 of `%s`: it must be an object, got text",
    nested_rows = "row 1 of `%s`: it must be an object, got a list",
  }
  if (os.getenv "AI95_SANDBOX_FORMS" or ""):find "keyed_lists" then
    wrong.nested_rows = "row 1 of `%s`: " -- the list in the list is an object then
  end
  for endpoint, list in pairs(LISTS) do
    local name = list[2]

    local function assert_error(expected, rows, err)
      assert.is_nil(rows)
      assert.same({ "protocol", "unknown", endpoint }, { err.kind, err.outcome, err.endpoint })
      assert.truthy(err.message:find(expected, 1, true), err.message)
    end

    local function check(form, expected)
      assert_error(expected, read(endpoint, form, params_of(endpoint)))
      if name == "list" then
        sandbox.fault(endpoint, "form", { form = form })
        local ok, raised = pcall(function()
          for _ in client[list[1]]:each(YEAR) do end
        end)
        assert_error(expected, ok or nil, raised)
      end
      assert(read(endpoint, nil, params_of(endpoint)))
    end

    for form, message in pairs(wrong) do
      it(("of %s with %s is an error that names the row"):format(endpoint, form), function()
        check(form, message:format(name))
      end)
    end

    for i, form in ipairs { "no_id", "no_sn" } do
      local field = list[3][i]
      if field then
        it(("of %s with %s is an error that names the row and the field"):format(endpoint, form),
          function()
            check(form, ("row 2 of `%s`: `%s` is missing"):format(name, field))
          end)
      end
    end

    for _, form in ipairs { "data_null", "data_list", "data_object", "list_null" } do
      it(("of %s with %s is empty"):format(endpoint, form), function()
        if name == "data" then
          client = sandbox.client { username = "noai" } -- it has projects, but no AI users
        end
        local rows = assert(read(endpoint, form))
        assert.equal(endpoint == "getProjects" and 3 or 0, #rows)
        if name == "list" then
          assert.same({}, assert(client:request(endpoint)).list)
          sandbox.fault(endpoint, "form", { form = form })
          assert.is_nil(client[list[1]]:each()())
        end
      end)
    end
  end

  it("of no rows at all may be `data` null", function()
    for endpoint, list in pairs(LISTS) do
      sandbox.fault(endpoint, "status", { status = 200, content_type = "application/json",
        body = '{"code":0,"data":null,"msg":""}' })
      assert.equal(0, #assert(client[list[1]]:list()))
    end
  end)
end)

describe("the fragments of a call", function()
  local client, call

  setup(function()
    sandbox.reset()
    sandbox.seed { calls = 5 }
    client = sandbox.client()
    call = assert(client.calls:list { talktimes_min = 1 })[1]
  end)

  for _, form in ipairs { "keyed_lists", "reversed_lists", "string_numbers", "empty_nulls" } do
    it("are the same as " .. form, function()
      local plain = assert(call:details())
      sandbox.fault("cdrshow", "form", { form = form })
      assert.same(plain, assert(call:details()))
      assert.is_true(#plain.fragments >= 2)
    end)
  end

  it("are an error if they are no list of objects", function()
    for form, message in pairs {
      list_of_one = "`fragment` must be a list of objects, got an object",
      null_row = "row 2 of `fragment`: it must be an object, got null",
      text_rows = "row 1 of `fragment`: it must be an object, got text",
    } do
      sandbox.fault("cdrshow", "form", { form = form })
      local details, err = call:details()
      assert.is_nil(details)
      assert.equal("protocol", err.kind)
      assert.truthy(err.message:find(message, 1, true), err.message)
    end
  end)

  it("may be none", function()
    for _, form in ipairs { "data_list", "data_null", "data_object" } do
      sandbox.fault("cdrshow", "form", { form = form })
      assert.same({}, assert(call:details()).fragments)
    end
  end)
end)
