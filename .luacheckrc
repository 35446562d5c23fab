std = "max"
max_line_length = 100 -- characters of UTF-8, not bytes
self = false
include_files = {
  "lua/**/*.lua", "report/**/*.lua", "spec/**/*.lua", "examples/**/*.lua", "cli/**/*.lua",
  "console/**/*.lua", "sandbox/*.lua", "bench/**/*.lua", "scripts/**/*.lua", "cli/bin/ai95",
  "*.rockspec",
}
files["cli/bin/ai95"].globals = { "_" }
files["spec"].std = "max+busted"
files["sandbox"].std = "ngx_lua"
files["lua/ai95/loop"].std = "max+ngx_lua"
files["lua/ai95/auth/store/shdict.lua"].std = "max+ngx_lua"
files["console"].std = "ngx_lua"
