std = "max"
max_line_length = 130 -- bytes: a Chinese character has three
self = false
include_files = { "lua/**/*.lua", "spec/**/*.lua", "examples/**/*.lua", "sandbox/*.lua", "bench/**/*.lua", "tools/**/*.lua",
  "tools/check-rockspec", "tools/man", "tools/reference", "bin/ai95", "*.rockspec" }
files["bin/ai95"].globals = { "_" }
files["spec"].std = "max+busted"
files["sandbox"].std = "ngx_lua"
files["lua/ai95/loop"].std = "max+ngx_lua"
files["lua/ai95/store/shdict.lua"].std = "max+ngx_lua"
files["examples/openresty"].std = "ngx_lua"
