--- The checks of the doctor that need no network.
local ascii = require "ai95.util.ascii"
local authorities = require "ai95.util.authorities"
local client = require "ai95.client"
local core = require "ai95.core"
local options = require "ai95.options"
local transport = require "ai95.http.transport"

local shown = options.shown

local MIN_CURL, MIN_OPENSSL = { 7, 74, 0 }, { 1, 1, 1 }

-- An example in the platform's document: a request and its signature.
local FIELDS = { "user_sn", "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c", "api_key", "6TRJCuQg",
  "project_sn", "project|8ac1cebd6407f30fb4f618615de41990" }
local SIGNATURE = "fde3faaf"

--- Whether the version in a text is `min` or newer.
local function is_at_least(seen, min)
  local position = 0
  for number in seen:gmatch("%d+") do
    position = position + 1
    local wanted = min[position]
    if not wanted or tonumber(number) > wanted then
      return true
    elseif tonumber(number) < wanted then
      return false
    end
  end
  return position > 0
end

--- The Lua, and where the core was loaded from.
local function lua()
  local core_path
  for place in package.cpath:gmatch("[^;]+") do
    local path = place:gsub("%?", "ai95/core")
    local file = not core_path and io.open(path, "rb")
    if file then
      file:close()
      core_path = path
    end
  end
  return "ok", ("%s, with %s"):format(rawget(_G, "jit") and jit.version or _VERSION, core_path)
end

local function library()
  return "ok", ("ai95 %s, zlib %s"):format(options.VERSION, core.versions().zlib)
end

local function libcurl()
  local versions = core.versions()
  local seen = versions.libcurl
  if not is_at_least(seen:match("libcurl/([%d.]+)") or "", MIN_CURL) then
    return "failed", seen, "libcurl 7.74 or newer is needed"
  elseif not seen:find("SSL", 1, true) and not seen:find("TLS", 1, true) then
    return "failed", seen, "this libcurl has no TLS: install one with TLS (Debian: libcurl4)"
  end
  return "ok", seen
end

local function openssl()
  local seen = core.versions().openssl
  if not is_at_least(seen:match("OpenSSL ([%d.]+)") or "", MIN_OPENSSL) then
    return "failed", seen, "OpenSSL 1.1.1 or newer is needed"
  elseif transport.tls_problem() then
    return "failed", seen, transport.tls_problem()
  end
  return "ok", seen
end

local function signing()
  local ok, signature = pcall(core.sign, FIELDS)
  if not ok then
    return "failed", tostring(signature):gsub("^.-ai95: ", ""),
      "the platform signs with MD5, which this OpenSSL forbids: allow MD5 (impossible in FIPS"
      .. " mode)"
  end
  local plain = "{\"姓名\":\"张三\"}"
  local same = core.aes_decrypt(core.aes_encrypt(plain, FIELDS[2]), FIELDS[2]) == plain
  if signature ~= SIGNATURE or not same then
    return "failed", "the signature or the encryption is wrong",
      "build the core again: make clean build"
  end
  return "ok", "matches the platform's document; AES works"
end

local function cjson()
  local module = require "cjson"
  local ok, value = pcall(module.new().decode, "[1826]")
  if not ok or value[1] ~= 1826 then
    return "failed", "it cannot decode", "install lua-cjson for this Lua"
  end
  return "ok", "lua-cjson " .. tostring(module._VERSION)
end

--- The optional module for workbooks.
local function workbook()
  local ok, problem = pcall(require, "ai95.workbook")
  if ok then
    return "ok", "imports can read .xlsx"
  elseif problem:find("module 'ai95.workbook' not found", 1, true) then
    return "skipped", "not installed: imports cannot read .xlsx, only CSV",
      "install libzip and expat (Debian: libzip-dev and libexpat1-dev), and the rock ai95-workbook"
  end
  return "failed", (problem:gsub("^error loading module .-:%s*", ""):gsub("\n.*", "")),
    "install libzip and expat, or build the module again for this Lua"
end

--- LuaDBI's drivers, which are optional.
local function databases()
  local found = {}
  for _, name in ipairs { "sqlite3", "postgresql", "mysql" } do
    found[#found + 1] = pcall(require, "dbd." .. name) and pcall(require, "DBI") and name or nil
  end
  if #found == 0 then
    return "skipped", "not installed: `ai95 sync` has no database to write into",
      "install a driver for this Lua (Debian: lua-dbi-sqlite3, lua-dbi-postgresql, lua-dbi-mysql)"
  end
  return "ok", "`ai95 sync` can write with " .. table.concat(found, ", ")
end

--- The options that are set, with their sources, without passwords.
local function described(given)
  local parts = {}
  for name in pairs(options.specs) do
    local value, from = given[name], "given"
    if value == nil then
      value, from = os.getenv("AI95_" .. ascii.upper(name)), "AI95_" .. ascii.upper(name)
    end
    if value ~= nil and value ~= "" then
      local text = type(value) == "table" and "its own" or shown(name, tostring(value))
      parts[#parts + 1] = ("%s=%s (%s)"):format(name, text, from)
    end
  end
  table.sort(parts)
  return table.concat(parts, ", ")
end

local function configuration(state)
  local given, texts = state.given, nil
  if type(given) == "function" then
    given, texts = given()
  end
  state.made = client.new(given) -- raises if an option is wrong
  state.options, state.texts = options.read(given), texts or {}
  state.base_url = state.options.base_url
  state.tls = ascii.lower(state.base_url):find "^https:" ~= nil
  return "ok", state.texts.settings or described(given)
end

--- What is read to verify the platform's certificate.
local function check_authorities(ca_file)
  local places, parts = authorities.places(ca_file), {}
  if #places == 0 then
    return "skipped", "libcurl does not say which certificate authorities it reads",
      "if the login fails for the certificate, set ca_file"
  end
  for i, place in ipairs(places) do
    parts[i] = ("%s (certificates: %d)"):format(place.path, place.count)
  end
  local detail = table.concat(parts, ", ")
  -- libcurl refuses a file without certificates, even if there is a folder
  if places[1].count > 0 then
    return "ok", detail
  end
  return "failed", detail, ca_file and "ca_file must be a PEM file with certificate authorities"
    or "install them (Debian: ca-certificates)"
end

local function certificates(state)
  if not state.options then
    return "skipped", "there are no settings"
  elseif not state.tls then
    local is_local = state.base_url:find("//127%.") or state.base_url:find("//localhost")
    return "skipped", "base_url is http"
      .. (is_local and "" or ": anybody on the network path can read all data"),
      not is_local and "ask the platform for its https address" or nil
  elseif state.options.verify == false then
    return "failed", "certificates are not verified (verify = no)",
      "remove that setting; if the platform has its own certificate authority, set ca_file"
  end
  return check_authorities(state.options.ca_file)
end

local function proxy(state)
  if not state.options then
    return "skipped", "there are no settings"
  elseif state.options.proxy == false then
    return "ok", "none (the environment is ignored)"
  elseif state.options.proxy then
    return "ok", "from the settings: " .. shown("proxy", state.options.proxy)
  end
  local names = state.tls and { "https_proxy", "HTTPS_PROXY" } or { "http_proxy" }
  table.insert(names, "all_proxy")
  table.insert(names, "ALL_PROXY")
  for _, name in ipairs(names) do
    local value = os.getenv(name)
    if value and value ~= "" then
      local excepted = os.getenv "no_proxy" or os.getenv "NO_PROXY"
      local detail = ("from the environment: %s=%s%s"):format(name, shown("proxy", value),
        excepted and ", except for " .. excepted or "")
      local _, problem = options.parse("proxy", value)
      if problem then
        return "failed", detail, name .. " is not a valid address: " .. problem
      end
      return "ok", detail
    end
  end
  return "ok", "none"
end

local function store(state)
  if not state.options then
    return "skipped", "there are no settings"
  end
  local kept, where = state.options.store, state.texts.store or "the given store"
  local name, value = ("ai95:doctor:%d:%s"):format(os.time(), tostring({}):match "%x+$"), "probe"
  local advice = where == "memory" and ""
    or ("choose a file that you own and can write, not %s"):format(where)
  local function failure(what, problem)
    return "failed", ("%s: %s%s"):format(where, what, problem and ": " .. tostring(problem) or ""),
      advice
  end
  local ok, problem = kept:set(name, value, 60)
  if not ok then
    return failure("it cannot be written", problem)
  end
  local read
  read, problem = kept:get(name)
  kept:delete(name)
  if read ~= value then
    return failure("the value that was written cannot be read", problem)
  end
  return "ok", where
end

return {
  { "Lua", lua }, { "ai95", library }, { "libcurl", libcurl }, { "OpenSSL", openssl },
  { "signing", signing }, { "lua-cjson", cjson }, { "ai95.workbook", workbook },
  { "LuaDBI", databases }, { "settings", configuration }, { "certificates", certificates },
  { "proxy", proxy }, { "store", store },
}
