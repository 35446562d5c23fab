--- The platform's document as data: validation, signing, decoding, the reference page and the
--- command's options read it.
--
-- ai95.Endpoint and ai95.Param, below, explain the fields. The answer "page" is { total =, list =
-- }.
local answers = require "ai95.api.answers"
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local validator = require "ai95.api.validator"

--- A parameter of an endpoint.
---@class ai95.Param: ai95.Field
---@field type "string"|"int"|"date"|"presence"|"file"|"json" its type
---@field required boolean whether a request must have it
---@field meaning string its meaning, in English
---@field default string|integer|nil the value that is always sent
---@field unsigned boolean|nil whether it is left out of the hash
---@field encrypted_if string|nil the parameter whose presence encrypts it
---@field compress_from integer|nil the value from which on answers are worth compressing
---@field secret boolean|nil whether its value must not get into an error
---@field option string|nil the client's option that it defaults to
---@field private always boolean whether there is something to do if it is not given

--- An endpoint of the platform, as `ai95.endpoints` has it.
---@class ai95.Endpoint
---@field name string its name in the document
---@field meaning string its purpose, in English
---@field section string its section in the document
---@field path string the path of its address
---@field method "GET"|"POST" the HTTP method
---@field encoding "json"|"multipart"|"query" how its parameters are sent
---@field params ai95.Param[] in the order of the document's table, in which they are hashed
---@field session boolean whether it needs an api_key
---@field secret boolean|nil whether its answer is a secret
---@field idempotent boolean whether sending it twice does no harm
---@field answer "object"|"page"|"list"|"nothing"|"file" the form of the answer's `data`
---@field class string|nil the annotated class with the fields of the answer, or of its rows
---@field answer_fields ai95.AnswerField[] those fields, see api/answers
---@field private schema ai95.Schema of its parameters
---@field private shape userdata of its answer, for the reader
---@field unsigned table<string, true>|nil the parameters that are left out of the hash

local function param(is_required, name, type, meaning, more)
  local own = { name = name, type = type, required = is_required, meaning = meaning }
  for key, value in pairs(more or {}) do
    own[key] = value
  end
  return own
end

local function required(...) return param(true, ...) end
local function optional(...) return param(false, ...) end

--- Always sent, and always the same.
local function fixed(name, type, meaning, value)
  return param(false, name, type, meaning, { values = { [value] = true }, default = value })
end

local MAX_PAGE = 2 ^ 31 - 1
local RANGE = "a date (" .. dates.FORMS .. ") or a Unix time"

local function page(...)
  return {
    optional("pageIndex", "int", "the page's number, from 0 (the platform's default)",
      { min = 0, max = MAX_PAGE, expected = "a whole number, 0 or more" }),
    optional("pageSize", "int", "rows in a page (the platform's default is 5)",
      { compress_from = 50, min = 1, max = MAX_PAGE, expected = "a whole number, 1 or more" }),
    optional("start_create_at", "date", "from this time on; without both dates, today only",
      { edge = "first", expected = RANGE }),
    optional("end_create_at", "date", "up to this time", { edge = "last", expected = RANGE }),
    ...,
  }
end

local import_tail = {
  optional("is_zidong", "presence", "calls begin by themselves; absent: they wait",
    { value = "on" }),
  optional("mark", "string", "a remark"),
  optional("dial_task_main_sn", "string", "the task to add to; absent: a new one"),
}

local endpoints = {
  {
    name = "login", meaning = "gives the api_key that all others need",
    section = "客户端登录接口", path = "/api/login",
    method = "POST", encoding = "json", session = false, secret = true, idempotent = true,
    answer = "object",
    class = "ai95.Login",
    params = {
      required("username", "string", "user name", { option = "username" }),
      required("password", "string", "password", { option = "password", secret = true }),
      fixed("from", "string", "kind of client: \"2\", the API", "2"),
    },
  },
  {
    name = "index", meaning = "lists tasks",
    section = "获取营销任务列表接口", path = "/api/index",
    method = "POST", encoding = "json", idempotent = true, answer = "page", class = "ai95.Task",
    params = page(
      optional("status", "int",
        "0 sending, 1 sent, 4 paused, others unknown (these are not the numbers that rows have)"),
      optional("ai_user_sn", "string", "the AI user's sn"),
      optional("dial_task_main_sn", "string", "the task's sn")
    ),
  },
  {
    name = "getAiUsers", meaning = "lists the AI users, which make the calls",
    section = "获取AI用户接口", path = "/api/getAiUsers",
    method = "POST", encoding = "json", idempotent = true, answer = "list", class = "ai95.AiUser",
    params = {},
  },
  {
    name = "getProjects", meaning = "lists the project templates",
    section = "获取营销模板接口", path = "/api/getProjects",
    method = "POST", encoding = "json", idempotent = true, answer = "list",
    class = "ai95.Project",
    params = {},
  },
  {
    name = "addExcel", meaning = "imports a workbook into a new task, or adds it to one",
    section = "添加营销任务接口（excel方式）", path = "/api/addExcel",
    method = "POST", encoding = "multipart",
    idempotent = false, answer = "object", class = "ai95.ImportCounts",
    params = {
      required("project_sn", "string", "the project template's sn"),
      required("source", "string", "the campaign's name"),
      required("upload", "file", "an .xlsx: a path, or { name =, data = }"),
      required("ai_user_sn", "string", "the AI user's sn"),
      import_tail[1], import_tail[2], import_tail[3],
    },
  },
  {
    name = "addJson", meaning = "imports rows into a new task, or adds them to one",
    section = "添加营销任务接口（json方式）", path = "/api/addJson",
    method = "POST", encoding = "json", idempotent = false,
    answer = "object", class = "ai95.ImportCounts",
    params = {
      required("project_sn", "string", "the project template's sn"),
      required("source", "string", "the campaign's name", { unsigned = true }),
      required("client_info_json", "json",
        "{\"data\":[{\"姓名\":…,\"电话\":…},…]}, as plaintext whatever aes is",
        { unsigned = true, encrypted_if = "aes" }),
      required("ai_user_sn", "string", "the AI user's sn"),
      import_tail[1], import_tail[2], import_tail[3],
      optional("aes", "presence", "client_info_json goes encrypted",
        { value = true, unsigned = true }),
    },
  },
  {
    name = "operateTask",
    meaning = "pauses, resumes or deletes a task, or dials its failed calls again",
    section = "营销任务处理接口", path = "/api/operateTask",
    method = "POST", encoding = "json", idempotent = false, answer = "nothing",
    params = {
      fixed("project_type", "int", "2", 2),
      required("pkeys", "int", "the task's dial_task_main_id (not its sn)"),
      required("oper", "string",
        "stop (pause), keepOn (resume), failRe (dial the failed again), delete",
        { values = { stop = true, keepOn = true, failRe = true, delete = true } }),
    },
  },
  {
    name = "cdrlist", meaning = "lists calls",
    section = "获取通话流水表列表", path = "/api/cdrlist",
    method = "POST", encoding = "json", idempotent = true, answer = "page", class = "ai95.Call",
    params = page(
      optional("callee", "string", "the number called"),
      optional("caller", "string", "the number calling"),
      optional("ai_user_sn", "string", "the AI user's sn"),
      optional("talktimes_min", "int", "seconds talked, at least"),
      optional("talktimes_max", "int", "seconds talked, at most"),
      optional("asr_b", "string", "label"),
      optional("asr_c", "int", "score"),
      optional("asr_d", "int", "number of questions"),
      optional("dial_task_main_sn", "string", "the task's sn")
    ),
  },
  {
    name = "cdrshow", meaning = "gives a call with its answers one by one",
    section = "获取分段录音接口", path = "/api/cdrshow",
    method = "POST", encoding = "json", idempotent = true, answer = "object",
    class = "ai95.CallDetails",
    params = {
      required("cdr_sn", "string", "the call's sn"),
      required("recordpath", "string", "the recording's folder"),
      required("recordfile", "string", "the recording's file"),
      required("connected_at", "date", "when the call was connected"),
    },
  },
  {
    name = "crmList", meaning = "lists customers, each with the last call",
    section = "获取客户CRM列表接口", path = "/api/crmList",
    method = "POST", encoding = "json", idempotent = true, answer = "page",
    class = "ai95.Customer",
    params = page(
      optional("phone", "string", "the customer's number"),
      optional("talktimes_min", "int", "seconds talked, at least"),
      optional("talktimes_max", "int", "seconds talked, at most"),
      optional("labelling", "string", "label"),
      optional("score", "int", "score"),
      optional("asks_count", "int", "number of questions"),
      optional("status", "string", "classes, separated by commas: A,B,C"),
      optional("dial_task_main_sn", "string", "the task's sn")
    ),
  },
  {
    name = "cdrDownload", meaning = "gives a call's recording",
    section = "获得录音播放源接口", path = "/api/cdrDownload",
    method = "GET", encoding = "query", idempotent = true, answer = "file",
    class = "ai95.Download",
    params = {
      required("recordpath", "string", "the recording's folder"),
      required("recordfile", "string", "the recording's file"),
    },
  },
  {
    name = "cdrFragmentDownload", meaning = "gives one answer's recording",
    section = "获得分段录音播放源接口", path = "/api/cdrFragmentDownload",
    method = "GET", encoding = "query", idempotent = true,
    answer = "file", class = "ai95.Download",
    params = { required("recordfile", "string", "the fragment's file (fenduanluyin)") },
  },
  {
    -- The document prints the path with a blank in it.
    name = "exportModel", meaning = "gives a project template's workbook, to be filled in",
    section = "下载任务模板接口", path = "/api/exportModel",
    method = "GET", encoding = "query", idempotent = true, answer = "file",
    class = "ai95.Download",
    params = { required("project_sn", "string", "the project template's sn") },
  },
}

local OPTION = " (it is an option: give it in the table after the parameters)"
local options = { extra = OPTION, host = OPTION, to = OPTION }

---@type table<string, ai95.Endpoint>
local by_name, names = {}, {}
for i, endpoint in ipairs(endpoints) do
  endpoint.session = endpoint.session ~= false
  endpoint.schema = validator.schema("parameter", endpoint.params)
  endpoint.schema.elsewhere = options
  endpoint.answer_fields = answers[endpoint.class] or {}
  endpoint.shape = core.shape(endpoint.answer == "file" and "nothing" or endpoint.answer,
    endpoint.answer_fields)
  for _, each in ipairs(endpoint.params) do
    each.always = each.required or each.default ~= nil or each.option ~= nil
    if each.unsigned then
      endpoint.unsigned = endpoint.unsigned or {}
      endpoint.unsigned[each.name] = true
    end
  end
  by_name[endpoint.name] = endpoint
  names[i] = endpoint.name
end

return { list = endpoints, by_name = by_name, names = names }
