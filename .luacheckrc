std = "lua51+lua52+lua53+lua54+luajit"
max_line_length = 125
self = false
include_files = { "lua", "bin", "spec", "examples", "sandbox", "bench", "tools" }
files["spec"].std = "+busted"
files["sandbox"].std = "ngx_lua"
