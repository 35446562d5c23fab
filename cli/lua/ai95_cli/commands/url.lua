local endpoints = require "ai95.api.endpoints"
local flags = require "ai95_cli.flags"

--- One command for each endpoint that has an address.
local function command_of(endpoint)
  local required = {}
  for _, param in ipairs(endpoint.params) do
    required[#required + 1] = flags.of(param.name) .. " …"
  end
  return {
    name = endpoint.name,
    summary = "The signed address of " .. endpoint.path,
    examples = {
      { ("ai95 url %s %s"):format(endpoint.name, table.concat(required, " ")), "in single quotes, where they have | in them" },
    },
    define = function(command)
      for _, option in ipairs(flags.define(command, endpoint.name)) do
        option:count(1)
      end
    end,
    run = function(context, args)
      local url = context:check(context:client():url(endpoint.name, flags.read(args, endpoint.name)))
      if context.output:is_table() then
        context.output:write(url, "\n")
      else
        context.output:record({ url = url }, { "url" })
      end
    end,
  }
end

local commands = {}
for _, endpoint in ipairs(endpoints.list) do
  if endpoint.method == "GET" then
    commands[#commands + 1] = command_of(endpoint)
  end
end

return {
  name = "url",
  summary = "Print a signed address, for a player or a browser",
  description = "It works until the api_key expires, and it holds the api_key: who has it can do what you can. Give it to nobody"
    .. " else.",
  examples = { { "mpv \"$(ai95 url cdrDownload --recordpath /home/record --recordfile FILE)\"", "listen to a call" } },
  commands = commands,
}
