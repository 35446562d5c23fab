--- Reads the address of a database: `sqlite:calls.db`, `postgres://…`, `mysql://…`.
local errors = require "ai95.errors"

local DEFAULT = "sqlite:ai95.db"
local CONNECT_TIMEOUT = 10 -- seconds; libpq would wait for minutes

--- Where a database is.
---@class ai95.DatabaseAddress
---@field dialect "sqlite"|"postgresql"|"mariadb"
---@field shown string for messages: without a password
---@field path string|nil of SQLite
---@field arguments any[] what LuaDBI's driver takes
---@field count integer how many they are

local EXPECTED = "sync: the parameter \"db\" must be \"sqlite:PATH\","
  .. " \"postgres://USER@HOST/DATABASE\" or \"mysql://USER@HOST/DATABASE\""

local function wrong(reason)
  errors.misuse("%s: %s", EXPECTED, reason)
end

local function decode(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

local function read_sqlite(path)
  local absolute = path:match "^//(/.*)$"
  if path:find "^//" and not absolute then
    wrong("a path has no // in front (an absolute one is sqlite:/PATH)")
  end
  path = absolute or path
  if path == "" then
    wrong("the path is empty")
  end
  -- The names of SQLite's own that begin with a colon are no files.
  path = path:gsub("^:", "./:")
  return { dialect = "sqlite", shown = path, path = path,
    arguments = { path }, count = 1 }
end

--- The parts of a URL behind its scheme: user, password, host, port, database, query.
local function split(rest)
  local authority, path, query = rest:match "^([^/?]*)([^?]*)%??(.*)$"
  local account, place = authority:match "^(.*)@([^@]*)$"
  local user, password = (account or ""):match "^([^:]*):?(.*)$"
  return user, password, place or authority, path:gsub("^/", ""), query
end

local function check_url(rest)
  if rest:find "[%c ]" then
    wrong("percent-encode blanks and control characters")
  elseif rest:gsub("%%%x%x", ""):find("%", 1, true) then
    wrong("a % must be percent-encoded as %25")
  end
end

--- The host and the port; raises if what stands there is none, but perhaps a part of a password.
local function read_place(place)
  local host, port = place:match "^%[(.-)%]:?(%d*)$"
  if not host then
    host, port = place:match "^([^:]*):?(%d*)$"
  end
  if not host then
    wrong("the host is not valid; percent-encode : / ? @ in a user or a password")
  end
  return host, port
end

local function check_database(database)
  if database:find "[/@]" then
    wrong("it must name one database; percent-encode / and @ in a user or a password")
  end
end

--- The address without its password and its query, which may have one too.
local function shown(scheme, user, place, database)
  return ("%s://%s%s/%s"):format(scheme, user ~= "" and user .. "@" or "", place, database)
end

--- libpq takes the address as it is, and reads its options.
local function read_postgresql(scheme, rest)
  check_url(rest)
  local user, _, place, database, query = split(rest)
  for each in place:gmatch "[^,]+" do -- libpq takes several
    read_place(each)
  end
  check_database(database)
  local url = "postgresql://" .. rest
  if not query:find "connect_timeout=" then
    url = ("%s%sconnect_timeout=%d"):format(url, rest:find("?", 1, true) and "&" or "?",
      CONNECT_TIMEOUT)
  end
  return {
    dialect = "postgresql", shown = shown(scheme, user, place, database),
    arguments = { url }, count = 1,
  }
end

local function read_mariadb(scheme, rest)
  check_url(rest)
  local user, password, place, database, query = split(rest)
  local host, port = read_place(place)
  check_database(database)
  if database == "" then
    wrong("it must name one database")
  end
  local socket = query:match "^socket=([^&]+)$"
  if query ~= "" and not socket then
    wrong("a mysql address has no parameters but socket=PATH")
  end
  local function given(text)
    return text ~= "" and decode(text) or nil
  end
  -- LuaDBI takes a host that begins with / for a socket.
  return {
    dialect = "mariadb", shown = shown(scheme, user, place, database),
    arguments = { decode(database), given(user), given(password),
      socket and decode(socket) or given(host), tonumber(port) },
    count = 5,
  }
end

local readers = {
  postgres = read_postgresql, postgresql = read_postgresql,
  mysql = read_mariadb, mariadb = read_mariadb,
}

--- Reads an address. Raises if it is not valid; the message repeats nothing of it.
---@param text string|nil absent: `AI95_DB` in the environment, otherwise `sqlite:ai95.db`
---@return ai95.DatabaseAddress
return function(text)
  if text == nil then
    local given = os.getenv "AI95_DB"
    text = given ~= nil and given ~= "" and given or DEFAULT
  elseif type(text) ~= "string" then
    wrong("it is a " .. type(text))
  end
  if text:find("\0", 1, true) then
    wrong("it has a NUL byte")
  end
  local scheme, rest = text:match "^(%a[%w+.-]*):(.*)$"
  if not scheme then
    return read_sqlite(text)
  elseif scheme == "sqlite" or scheme == "sqlite3" then
    return read_sqlite(rest)
  end
  local read = readers[scheme]
  if not read then
    wrong("it has another scheme")
  elseif not rest:find "^//" then
    wrong("// is missing behind the scheme")
  end
  return read(scheme, rest:sub(3))
end
