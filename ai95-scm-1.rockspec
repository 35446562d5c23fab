rockspec_format = "3.0"
package = "ai95"
version = "scm-1"
source = {
  url = ".", -- where the repository is published; `luarocks make` in a checkout does not need it
}
description = {
  summary = "A client for the 95AI outbound-call platform",
  detailed = [[
Campaigns, calls, transcripts and recordings of the 95AI outbound-call platform, for Lua 5.1 to 5.4, LuaJIT and
OpenResty. Requests that place calls to people are never repeated unless they cannot have been carried out.]],
  license = "MIT",
  labels = { "http", "telephony" },
}
dependencies = {
  "lua >= 5.1, < 5.5",
  "lua-cjson",
}
external_dependencies = {
  -- By its library alone: Debian keeps curl's headers in a folder that the compiler knows and luarocks does not.
  CURL = { library = "curl" },
  CRYPTO = { header = "openssl/evp.h", library = "crypto" },
}
build = {
  type = "builtin",
  modules = {
    ["ai95.core"] = {
      sources = {
        "src/base64.c",
        "src/buffer.c",
        "src/charset.c",
        "src/commit_lua.c",
        "src/committer.c",
        "src/core_lua.c",
        "src/crypto.c",
        "src/decoded_lua.c",
        "src/file.c",
        "src/file_lua.c",
        "src/http_lua.c",
        "src/phones.c",
        "src/php_json.c",
        "src/pool.c",
        "src/request.c",
        "src/rows.c",
        "src/rows_lua.c",
        "src/signing_lua.c",
        "src/text_lua.c",
        "src/transfer.c",
      },
      defines = { "_GNU_SOURCE" },
      libraries = { "curl", "crypto", "pthread" },
      incdirs = { "$(CURL_INCDIR)", "$(CRYPTO_INCDIR)" },
      libdirs = { "$(CURL_LIBDIR)", "$(CRYPTO_LIBDIR)" },
    },
    ai95 = "lua/ai95/init.lua",
    ["ai95.ai_users"] = "lua/ai95/ai_users.lua",
    ["ai95.answer"] = "lua/ai95/answer.lua",
    ["ai95.archive"] = "lua/ai95/archive.lua",
    ["ai95.caller"] = "lua/ai95/caller.lua",
    ["ai95.calls"] = "lua/ai95/calls.lua",
    ["ai95.client"] = "lua/ai95/client.lua",
    ["ai95.csv"] = "lua/ai95/csv.lua",
    ["ai95.customers"] = "lua/ai95/customers.lua",
    ["ai95.dates"] = "lua/ai95/dates.lua",
    ["ai95.download"] = "lua/ai95/download.lua",
    ["ai95.endpoints"] = "lua/ai95/endpoints.lua",
    ["ai95.errors"] = "lua/ai95/errors.lua",
    ["ai95.import"] = "lua/ai95/import/init.lua",
    ["ai95.import.fate"] = "lua/ai95/import/fate.lua",
    ["ai95.import.journal"] = "lua/ai95/import/journal.lua",
    ["ai95.import.params"] = "lua/ai95/import/params.lua",
    ["ai95.import.phone"] = "lua/ai95/import/phone.lua",
    ["ai95.import.plan"] = "lua/ai95/import/plan.lua",
    ["ai95.json"] = "lua/ai95/json.lua",
    ["ai95.loop"] = "lua/ai95/loop/init.lua",
    ["ai95.loop.nginx"] = "lua/ai95/loop/nginx.lua",
    ["ai95.loop.plain"] = "lua/ai95/loop/plain.lua",
    ["ai95.loop.pool"] = "lua/ai95/loop/pool.lua",
    ["ai95.loop.ready"] = "lua/ai95/loop/ready.lua",
    ["ai95.model"] = "lua/ai95/model.lua",
    ["ai95.names"] = "lua/ai95/names.lua",
    ["ai95.options"] = "lua/ai95/options.lua",
    ["ai95.pages"] = "lua/ai95/pages.lua",
    ["ai95.params"] = "lua/ai95/params.lua",
    ["ai95.projects"] = "lua/ai95/projects.lua",
    ["ai95.recording"] = "lua/ai95/recording.lua",
    ["ai95.retry"] = "lua/ai95/retry.lua",
    ["ai95.seal"] = "lua/ai95/seal.lua",
    ["ai95.session"] = "lua/ai95/session.lua",
    ["ai95.since"] = "lua/ai95/since.lua",
    ["ai95.store"] = "lua/ai95/store/init.lua",
    ["ai95.store.file"] = "lua/ai95/store/file.lua",
    ["ai95.store.memcached"] = "lua/ai95/store/memcached.lua",
    ["ai95.store.memory"] = "lua/ai95/store/memory.lua",
    ["ai95.store.redis"] = "lua/ai95/store/redis.lua",
    ["ai95.store.remote"] = "lua/ai95/store/remote.lua",
    ["ai95.store.shdict"] = "lua/ai95/store/shdict.lua",
    ["ai95.tasks"] = "lua/ai95/tasks.lua",
    ["ai95.transport"] = "lua/ai95/transport.lua",
    ["ai95.turns"] = "lua/ai95/turns.lua",
    ["ai95.upload"] = "lua/ai95/upload.lua",
    ["ai95.wire"] = "lua/ai95/wire.lua",
  },
}
