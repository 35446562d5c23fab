local flags = require "ai95_cli.flags"

local template = {
  name = "template",
  summary = "Download the workbook of a project template",
  description = "An empty .xlsx whose columns are what the project wants to know of each customer.",
  examples = {
    { "ai95 projects template 'project|8ac1cebd6407f30fb4f618615de41990' -o customers.xlsx", "to fill in, for import-excel" },
  },
  define = function(command)
    command:argument("SN", "The project template's sn."):argname "SN":target "project_sn"
    command:option("-o --output", "Where to put it."):argname("FILE"):count(1)
  end,
  run = function(context, args)
    local saved = context:check(context:client():request("exportModel", { project_sn = args.project_sn, to = args.output }))
    context.output:record({ project_sn = args.project_sn, path = saved.path, bytes = saved.bytes }, { "path", "bytes" })
  end,
}

return {
  name = "projects",
  summary = "List the project templates",
  examples = {
    { "ai95 projects", "their sn is what import wants as --project" },
    { "ai95 projects template SN -o customers.xlsx", "the workbook of one" },
  },
  commands = { template },
  run = function(context)
    local projects = context:check(context:client().projects:list())
    local count = context.output:rows({
      { "sn" }, { "project_name", shrinks = true }, { "project_caption", shrinks = true },
    }, projects)
    flags.say_no(context, count, "project templates")
  end,
}
