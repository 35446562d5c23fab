--- The platform's document as data: each endpoint's HTTP method and the types of its parameters.
-- Types: "string", "int", "bool", "date" (Y-m-d or Y-m-d H:i:s; an empty string is absent), "file".
-- `left_out` are the parameters that the signature does not cover, `url` among them. An endpoint
-- that `operates` needs the account's permission `may_operate`.

local function set(...)
  local members = { url = true }
  for _, name in ipairs({ ... }) do members[name] = true end
  return members
end

local URL_ONLY = set()

local function list(filters)
  local params = {
    pageIndex = "int", pageSize = "int", start_create_at = "date", end_create_at = "date",
    dial_task_main_sn = "string",
  }
  for name, kind in pairs(filters) do params[name] = kind end
  return params
end

local IMPORT = {
  project_sn = "string", source = "string", ai_user_sn = "string", is_zidong = "string",
  mark = "string", dial_task_main_sn = "string",
}

local function import(more)
  local params = {}
  for name, kind in pairs(IMPORT) do params[name] = kind end
  for name, kind in pairs(more) do params[name] = kind end
  return params
end

return {
  login = { method = "POST", left_out = URL_ONLY, params = {} },
  index = {
    method = "POST", left_out = URL_ONLY,
    params = list({ status = "int", ai_user_sn = "string" }),
  },
  getAiUsers = { method = "POST", left_out = URL_ONLY, params = {} },
  getProjects = { method = "POST", left_out = URL_ONLY, params = {} },
  addExcel = {
    method = "POST", multipart = true, operates = true, left_out = set("upload"),
    params = import({ upload = "file" }),
  },
  addJson = {
    method = "POST", operates = true, left_out = set("client_info_json", "source", "aes"),
    params = import({ client_info_json = "string", aes = "bool" }),
  },
  operateTask = {
    method = "POST", operates = true, left_out = URL_ONLY,
    params = { project_type = "int", pkeys = "int", oper = "string" },
  },
  cdrlist = {
    method = "POST", left_out = URL_ONLY,
    params = list({
      callee = "string", caller = "string", ai_user_sn = "string", talktimes_min = "int",
      talktimes_max = "int", asr_b = "string", asr_c = "int", asr_d = "int",
    }),
  },
  cdrshow = {
    method = "POST", left_out = URL_ONLY,
    params = {
      cdr_sn = "string", recordpath = "string", recordfile = "string", connected_at = "date",
    },
  },
  crmList = {
    method = "POST", left_out = URL_ONLY,
    params = list({
      phone = "string", talktimes_min = "int", talktimes_max = "int", labelling = "string",
      score = "int", asks_count = "int", status = "string",
    }),
  },
  cdrDownload = {
    method = "GET", left_out = URL_ONLY,
    params = { recordpath = "string", recordfile = "string" },
  },
  cdrFragmentDownload = {
    method = "GET", left_out = URL_ONLY, params = { recordfile = "string" },
  },
  exportModel = { method = "GET", left_out = URL_ONLY, params = { project_sn = "string" } },
}
