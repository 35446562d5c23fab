--- The commands that list: projects (and their workbooks), AI users, calls, customers.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local names = require "ai95_cli.names"
local text = require "ai95_cli.text"
local watermark = require "ai95_cli.watermark"

local lists = {}

local DAY = 86400 -- seconds

local template = {
  name = "template",
  summary = "Download the workbook of a project template",
  description = "An empty .xlsx with the columns that the project needs for each customer.",
  examples = {
    { "ai95 projects template SN -o customers.xlsx", "fill it in for `import`" },
  },
  define = function(command)
    command:argument("SN", "The project template's sn."):argname "SN":target "project_sn"
    command:option("-o --output", "The file to write."):argname("FILE"):count(1)
  end,
  run = function(context, args)
    local saved = context:check(context:client():request("exportModel",
      { project_sn = args.project_sn }, { to = args.output }))
    context.output:record({ project_sn = args.project_sn, path = saved.path, bytes = saved.size },
      { "path", "bytes" })
  end,
}

--- The project template with that sn. Ends the command if there is none.
local function find_project(context, sn)
  for _, project in ipairs(context:check(context:projects())) do
    if project.sn == sn then
      return project
    end
  end
  context:refuse("the account has no project template %s: `ai95 projects` lists them",
    text.quote(sn))
end

local columns = {
  name = "columns",
  summary = "Print the columns that a project template needs",
  description = "One on each line, in their order: 姓名, 电话, and those that the AI user speaks of. A"
    .. " list for `import` may have them in any order.",
  examples = {
    { "ai95 projects columns SN", "what a list for this project needs" },
    { "ai95 projects columns SN --csv", "the same, for programs" },
  },
  define = function(command)
    command:argument("PROJECT", "The project template: its name or sn.")
      :argname "NAME|SN":target "project"
  end,
  run = function(context, args)
    local sn = names.sn_of(context, "project", args.project, "PROJECT")
    local list = {}
    for i, name in ipairs(context:check(find_project(context, sn):columns())) do
      list[i] = { column = name }
    end
    context.output:rows({ { "column" } }, list)
  end,
}

lists.projects = {
  name = "projects",
  summary = "List the project templates",
  fields = ai95.fields "projects",
  examples = {
    { "ai95 projects", "`import --project` takes the name or the sn" },
    { "ai95 projects columns SN", "the columns that a list for one needs" },
    { "ai95 projects template SN -o customers.xlsx", "download the workbook of one" },
  },
  commands = { columns, template },
  run = function(context)
    local projects = context:check(context:projects())
    local count = context.output:rows({
      { "sn", below = true }, { "project_name", shrinks = true },
      { "project_caption", shrinks = true },
    }, projects)
    flags.print_empty(context, count, "no project templates")
  end,
}

--- Whether the AI user can no longer call: the day on which it expires is its last.
local function is_expired(ai_user)
  local last = ai95.dates.parse(tostring(ai_user.expired):sub(1, 10))
  return last ~= nil and os.time() >= last + DAY
end

--- The hours in which it calls, as one text: "08:00-18:00 20:00-21:00".
local function hours(ai_user)
  local windows = {}
  for i, window in ipairs(ai_user:windows()) do
    windows[i] = text.hour(window[1]) .. "-" .. text.hour(window[2])
  end
  return table.concat(windows, " ")
end

local ai_user_fields = ai95.fields "ai_users"
for _, name in ipairs { "windows", "is_expired" } do
  ai_user_fields[#ai_user_fields + 1] = { name = name, type = "any" }
end

lists.ai_users = {
  name = "ai-users",
  summary = "List the AI users, who make the calls",
  fields = ai_user_fields,
  examples = { { "ai95 ai-users", "`import --ai-user` takes the name or the sn" } },
  run = function(context)
    local ai_users = context:check(context:ai_users())
    for _, ai_user in ipairs(ai_users) do
      ai_user.windows = hours(ai_user)
      ai_user.is_expired = is_expired(ai_user)
    end
    local count = context.output:rows({
      { "user_name", shrinks = true }, { "max_call_count", right = true }, { "windows" },
      { "expired" },
      { "is_expired", is_word = true,
        style = function(expired) return expired and "red" or nil end },
      { "user_sn", below = true },
    }, ai_users)
    flags.print_empty(context, count, "no AI users")
  end,
}

lists.calls = {
  name = "calls",
  summary = "List calls",
  fields = ai95.fields "calls",
  description = "Today's calls, unless you give dates, --task or --all. Times are China Standard"
    .. " Time.",
  examples = {
    { "ai95 calls --from yesterday --to yesterday --talktimes-min 10",
      "yesterday's calls of ten seconds or more" },
    { "ai95 calls --task SN --excel -o calls.csv", "a campaign's calls for a spreadsheet" },
    { "ai95 calls --new calls.mark --json", "for cron: the calls since the last run" },
  },
  define = function(command)
    flags.define_list(command, "cdrlist")
    watermark.define(command, "calls")
  end,
  run = function(context, args)
    local params = flags.read_list(context, args, "cdrlist")
    local calls, done = watermark.rows(context, args, "calls", params)
    local count = context.output:rows({
      { "connected_at" }, { "callee" }, { "talktimes", right = true },
      { "endreason", shrinks = true },
      { "asr_b", shrinks = true }, { "asr_c", right = true }, { "user_name", shrinks = true },
      { "cdr_sn", below = true },
    }, flags.limited(args.limit, calls))
    context.output:finish() -- if this fails, the calls stay new
    done()
    flags.check_empty(context, args, count, "calls")
  end,
}

lists.customers = {
  name = "customers",
  summary = "List customers, each with the result of the last call",
  fields = ai95.fields "customers",
  description = "Today's customers, unless you give dates, --task or --all.",
  examples = {
    { "ai95 customers --task SN --status A,B", "who is worth another call" },
    { "ai95 customers --all --phone 13800000001 --json", "all data about one customer" },
    { "ai95 customers --mask", "for a screen that others see" },
  },
  define = function(command)
    flags.define_list(command, "crmList")
  end,
  run = function(context, args)
    local params = flags.read_list(context, args, "crmList")
    local customers = context:client().customers:each(params)
    local count = context.output:rows({
      { "connected_at" }, { "name", shrinks = true }, { "phone" }, { "talktimes", right = true },
      { "status", word = "class" }, { "labelling", shrinks = true }, { "score", right = true },
      { "endreason", shrinks = true },
    }, flags.limited(args.limit, customers))
    flags.check_empty(context, args, count, "customers")
  end,
}

return lists
