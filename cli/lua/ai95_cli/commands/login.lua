return {
  name = "login",
  summary = "Log in, and show whose account it is",
  description = "The api_key is kept for the commands after this one, for two hours (see --store). Other commands log in by"
    .. " themselves where they must; this one does it in any case.",
  examples = {
    { "ai95 login", "asks for the password where none is set" },
    { "ai95 login --show-key --json", "with the api_key, to try other programs" },
  },
  define = function(command)
    command:flag("--show-key", "Show the api_key too. Who has it can do what you can, until it expires.")
  end,
  run = function(context, args)
    local session = context:check(context:client(true):login())
    session.api_key_until = os.date("!%Y-%m-%d %H:%M:%S", session.api_key_expire + 8 * 3600) -- China Standard Time
    if not args.show_key then
      session.api_key = nil
    end
    context.output:record(session, {
      "user_name", "user_sn", "team_name", "expired", "ai_count", "caller_group", "api_key_until",
    })
  end,
}
