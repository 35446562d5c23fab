rockspec_format = "3.0"
package = "ai95"
version = "scm-1"
source = {
  url = ".", -- where the repository is published; `luarocks make` in a checkout does not need it
}
description = {
  summary = "A client for the 95AI outbound-call platform",
  detailed = [[
Campaigns, calls, transcripts and recordings of the 95AI outbound-call platform, for Lua 5.1 to 5.4,
LuaJIT and OpenResty. A request that places calls is never repeated unless it is certain that it was
not carried out. The command `ai95` is another rock: ai95-cli.
]],
  license = "MIT",
  labels = { "http", "telephony" },
}
dependencies = {
  "lua >= 5.1, < 5.6",
  "lua-cjson",
}
external_dependencies = {
  -- No header: Debian keeps curl's in a folder that the compiler knows and luarocks does not.
  CURL = { library = "curl" },
  CRYPTO = { header = "openssl/evp.h", library = "crypto" },
  ZLIB = { header = "zlib.h", library = "z" },
}
-- The Makefile compiles with the flags of `make build`, and writes only to build/.
build = {
  type = "make",
  build_target = "build-library",
  build_variables = {
    LUA = "$(LUA)", LUA_INCDIR = "$(LUA_INCDIR)", CC = "$(CC)", CFLAGS = "$(CFLAGS)",
    LIBFLAG = "$(LIBFLAG)", OUT = "build/luarocks",
    CURL_INCDIR = "$(CURL_INCDIR)", CURL_LIBDIR = "$(CURL_LIBDIR)",
    CRYPTO_INCDIR = "$(CRYPTO_INCDIR)", CRYPTO_LIBDIR = "$(CRYPTO_LIBDIR)",
    ZLIB_INCDIR = "$(ZLIB_INCDIR)", ZLIB_LIBDIR = "$(ZLIB_LIBDIR)",
  },
  install_pass = false,
  install = {
    lua = {
      ai95 = "lua/ai95/init.lua",
      ["ai95.api.answers"] = "lua/ai95/api/answers.lua",
      ["ai95.api.codes"] = "lua/ai95/api/codes.lua",
      ["ai95.api.endpoints"] = "lua/ai95/api/endpoints.lua",
      ["ai95.api.validator"] = "lua/ai95/api/validator.lua",
      ["ai95.auth.renewal"] = "lua/ai95/auth/renewal.lua",
      ["ai95.auth.session"] = "lua/ai95/auth/session.lua",
      ["ai95.auth.store"] = "lua/ai95/auth/store/init.lua",
      ["ai95.auth.store.file"] = "lua/ai95/auth/store/file.lua",
      ["ai95.auth.store.memcached"] = "lua/ai95/auth/store/memcached.lua",
      ["ai95.auth.store.memory"] = "lua/ai95/auth/store/memory.lua",
      ["ai95.auth.store.redis"] = "lua/ai95/auth/store/redis.lua",
      ["ai95.auth.store.remote"] = "lua/ai95/auth/store/remote.lua",
      ["ai95.auth.store.shdict"] = "lua/ai95/auth/store/shdict.lua",
      ["ai95.client"] = "lua/ai95/client.lua",
      ["ai95.core_meta"] = "lua/ai95/core_meta.lua",
      ["ai95.errors"] = "lua/ai95/errors.lua",
      ["ai95.http.clock"] = "lua/ai95/http/clock.lua",
      ["ai95.http.download"] = "lua/ai95/http/download.lua",
      ["ai95.http.parser"] = "lua/ai95/http/parser.lua",
      ["ai95.http.requestor"] = "lua/ai95/http/requestor.lua",
      ["ai95.http.retry"] = "lua/ai95/http/retry.lua",
      ["ai95.http.secrets"] = "lua/ai95/http/secrets.lua",
      ["ai95.http.serializer"] = "lua/ai95/http/serializer.lua",
      ["ai95.http.transport"] = "lua/ai95/http/transport.lua",
      ["ai95.http.upload"] = "lua/ai95/http/upload.lua",
      ["ai95.import"] = "lua/ai95/import/init.lua",
      ["ai95.import.campaign"] = "lua/ai95/import/campaign.lua",
      ["ai95.import.check"] = "lua/ai95/import/check.lua",
      ["ai95.import.columns"] = "lua/ai95/import/columns.lua",
      ["ai95.import.delivery"] = "lua/ai95/import/delivery.lua",
      ["ai95.import.detect"] = "lua/ai95/import/detect.lua",
      ["ai95.import.exclude"] = "lua/ai95/import/exclude.lua",
      ["ai95.import.intake"] = "lua/ai95/import/intake.lua",
      ["ai95.import.ledger"] = "lua/ai95/import/ledger.lua",
      ["ai95.import.ledgers"] = "lua/ai95/import/ledgers.lua",
      ["ai95.import.ole"] = "lua/ai95/import/ole.lua",
      ["ai95.import.params"] = "lua/ai95/import/params.lua",
      ["ai95.import.problems"] = "lua/ai95/import/problems.lua",
      ["ai95.import.reconcile"] = "lua/ai95/import/reconcile.lua",
      ["ai95.import.refused"] = "lua/ai95/import/refused.lua",
      ["ai95.import.rows"] = "lua/ai95/import/rows.lua",
      ["ai95.import.sources"] = "lua/ai95/import/sources.lua",
      ["ai95.import.spool"] = "lua/ai95/import/spool.lua",
      ["ai95.import.template"] = "lua/ai95/import/template.lua",
      ["ai95.import.temporary"] = "lua/ai95/import/temporary.lua",
      ["ai95.loop"] = "lua/ai95/loop/init.lua",
      ["ai95.loop.nginx"] = "lua/ai95/loop/nginx.lua",
      ["ai95.loop.phases"] = "lua/ai95/loop/phases.lua",
      ["ai95.loop.plain"] = "lua/ai95/loop/plain.lua",
      ["ai95.loop.poller"] = "lua/ai95/loop/poller.lua",
      ["ai95.options"] = "lua/ai95/options.lua",
      ["ai95.resources.ai_users"] = "lua/ai95/resources/ai_users.lua",
      ["ai95.resources.calls"] = "lua/ai95/resources/calls.lua",
      ["ai95.resources.customers"] = "lua/ai95/resources/customers.lua",
      ["ai95.resources.projects"] = "lua/ai95/resources/projects.lua",
      ["ai95.resources.recordings"] = "lua/ai95/resources/recordings.lua",
      ["ai95.resources.resource"] = "lua/ai95/resources/resource.lua",
      ["ai95.resources.tasks"] = "lua/ai95/resources/tasks.lua",
      ["ai95.resources.transcript"] = "lua/ai95/resources/transcript.lua",
      ["ai95.sync.archive"] = "lua/ai95/sync/archive.lua",
      ["ai95.sync.feed"] = "lua/ai95/sync/feed.lua",
      ["ai95.util.ascii"] = "lua/ai95/util/ascii.lua",
      ["ai95.util.authorities"] = "lua/ai95/util/authorities.lua",
      ["ai95.util.dates"] = "lua/ai95/util/dates.lua",
      ["ai95.util.inside_nginx"] = "lua/ai95/util/inside_nginx.lua",
      ["ai95.util.json"] = "lua/ai95/util/json.lua",
      ["ai95.util.lazy"] = "lua/ai95/util/lazy.lua",
      ["ai95.util.proxy_url"] = "lua/ai95/util/proxy_url.lua",
      ["ai95.util.suggest"] = "lua/ai95/util/suggest.lua",
      ["ai95.workbook_meta"] = "lua/ai95/workbook_meta.lua",
    },
    lib = {
      ["ai95.core"] = "build/luarocks/ai95/core.so",
    },
  },
}
