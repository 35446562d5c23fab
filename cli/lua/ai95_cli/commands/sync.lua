--- The command that writes the platform's data into a database.
local flags = require "ai95_cli.flags"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local NAMES = "tasks, calls, customers, ai_users, projects"
local MAX_PAGE = 30000 -- rows

--- The names in a list with commas.
local function split(list)
  local names = {}
  for name in list:gmatch "[^,%s]+" do
    names[#names + 1] = name
  end
  return names
end

--- Everybody on this machine can read a command line.
local function check_address(context, address)
  if address and (address:find "^%a+://.*:.*@" or address:find "[?&]password=") then
    context:usage("do not give a password on the command line, where everybody on this machine can"
      .. " read it: put the address into AI95_DB")
  end
end

local function run(context, args)
  check_address(context, args.db)
  local bar, list = context:progress "rows", nil
  context:on_interrupt("interrupted. What was committed stays; run the same command again to"
    .. " continue")
  local results, err = context:client():sync {
    db = args.db, what = args.what and split(args.what) or nil, from = args.from,
    page_size = args.page_size,
    progress = function(now)
      list = now.list
      bar:show(now.read, now.total and math.max(now.total, now.read), say(list))
    end,
  }
  bar:finish()
  for _, each in ipairs(results or {}) do
    if each.missing then
      context:notify("%s: %s", say(each.list), text.count(each.missing,
        "the platform counts %s more row than it lists",
        "the platform counts %s more rows than it lists"))
    end
  end
  if not results then
    return nil, err
  end
  context.output:rows({
    { "list" }, { "read", right = true }, { "added", right = true }, { "from" },
  }, results)
end

return {
  name = "sync",
  summary = "Write the platform's data into a database",
  description = "Campaigns, calls, customers, AI users and projects, and the talks turn by turn, in"
    .. " tables that it creates. Each run asks only for what is new or may have changed. It needs"
    .. " LuaDBI (Debian: lua-dbi-sqlite3, lua-dbi-postgresql or lua-dbi-mysql).",
  examples = {
    { "ai95 sync --db sqlite:calls.db", "for cron: a file, which needs no server" },
    { "AI95_DB=postgres://USER:PASS@HOST/DB ai95 sync",
      "a server; an address with a password is no option" },
    { "ai95 sync --what calls --from 2024-01-01", "begin with this year's calls" },
  },
  define = function(command)
    command:option("--db",
      "The database: sqlite:PATH, postgres://USER@HOST/DATABASE or mysql://USER@HOST/DATABASE"
      .. " (default: AI95_DB in the environment, or sqlite:ai95.db)."):argname "ADDRESS"
    command:option("--what", "Only these lists, of " .. NAMES .. ".")
      :argname "LISTS"
    command:option("--from",
      "The first run begins at this day or time: 2024-05-31, \"2024-05-31 18:00\", today, yesterday"
      .. " or 7d (default: with the oldest record)."):argname "DATE"
      :convert(flags.date("--from", false))
    command:option("--page-size",
      "Fetch N rows with each request (default: 1000). Give less if the platform is slow.")
      :argname("N"):convert(flags.whole("--page-size", 1, MAX_PAGE))
  end,
  run = run,
}
