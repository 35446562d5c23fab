rockspec_format = "3.0"
package = "ai95-workbook"
version = "scm-1"
source = {
  url = ".", -- where the repository is published; `luarocks make` in a checkout does not need it
}
description = {
  summary = "Reads .xlsx files for ai95",
  detailed = [[
The module ai95.workbook reads workbooks of Excel in constant memory. With it, ai95 takes customer
lists as .xlsx files too.
]],
  license = "MIT",
  labels = { "excel" },
}
dependencies = {
  "lua >= 5.1, < 5.6",
  "ai95",
}
external_dependencies = {
  ZIP = { header = "zip.h", library = "zip" },
  EXPAT = { header = "expat.h", library = "expat" },
}
-- The Makefile compiles with the flags of `make build`, and writes only to build/.
build = {
  type = "make",
  build_target = "build-workbook",
  build_variables = {
    LUA = "$(LUA)", LUA_INCDIR = "$(LUA_INCDIR)", CC = "$(CC)", CFLAGS = "$(CFLAGS)",
    LIBFLAG = "$(LIBFLAG)", OUT = "build/luarocks",
    ZIP_INCDIR = "$(ZIP_INCDIR)", ZIP_LIBDIR = "$(ZIP_LIBDIR)",
    EXPAT_INCDIR = "$(EXPAT_INCDIR)", EXPAT_LIBDIR = "$(EXPAT_LIBDIR)",
  },
  install_pass = false,
  install = {
    lib = {
      ["ai95.workbook"] = "build/luarocks/ai95/workbook.so",
    },
  },
}
