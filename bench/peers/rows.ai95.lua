-- From rows in tables to the finished body of an encrypted import.
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local wire = require "ai95.http.serializer"
local files = require "lua_files"
local platform = require "platform_ai95"

local input, count = files.read(os.getenv "BENCH_DATA" .. "/rows.json"), tonumber(os.getenv "BENCH_COUNT")
local session = { user_sn = os.getenv "BENCH_USER_SN", api_key = os.getenv "BENCH_API_KEY" }

local function encode(form, user_sn, head, tail)
  local encoder = core.rows(input.columns, form, user_sn)
  encoder:prefix(head)
  assert(encoder:add_list(input.rows, 1, #input.rows))
  return encoder:finish(tail)
end

local request
platform.measure(function()
  for _ = 1, count do
    request = wire.request(endpoints.by_name.addJson, {
      "project_sn", "project|8ac1cebd6407f30fb4f618615de41990", "source", "春季回访", "client_info_json", encode,
      "ai_user_sn", "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb", "is_zidong", "on", "aes", true,
    }, session, "http://127.0.0.1")
  end
end)
files.write(os.getenv "BENCH_OUT" .. "/body.json", request.body)
