# `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help setup build build-library build-command build-workbook env demo sandbox console test examples lint \
  man format rock install uninstall clean FORCE

# A text as one word of a shell command. make's own functions split a path at its spaces, so that
# only CURDIR has the project's path, and every other path is relative to it.
quoted = '$(subst ','\'',$(1))'

LUA ?= lua5.4
LUAS := lua5.1 luajit lua5.2 lua5.3 lua5.4 lua5.5
SANITIZE ?=
FUZZ ?=
PORT ?= 8095
PREFIX ?= /usr/local

NAME := $(notdir $(LUA))
# The folder of LuaJIT's headers has another name than its program.
HEADERS := $(if $(filter luajit%,$(NAME)),luajit-2.1,$(NAME))
# Beside the program (OpenResty has a LuaJIT of its own), or where systems keep headers.
BESIDE := $(shell program=$$(command -v '$(LUA)') && readlink -f "$$program")
BESIDE := $(if $(BESIDE),$(abspath $(dir $(BESIDE))../include))
HEADER_PLACES := $(BESIDE:%=%/$(HEADERS)) /usr/include/$(HEADERS) /usr/local/include/$(HEADERS) \
  $(BESIDE) /usr/include/lua /usr/local/include /usr/include
LUA_INCDIR ?= $(patsubst %/lua.h,%,$(firstword $(wildcard $(addsuffix /lua.h,$(HEADER_PLACES)))))
OUT ?= build/$(NAME)$(if $(FUZZ),-fuzz,$(if $(SANITIZE),-sanitized))
# The workbook module is a library of its own, since it needs libzip and expat. It shares some
# files with the core.
WORKBOOK_SOURCES := $(sort $(wildcard src/workbook/*.c) src/lua/workbook_lua.c)
WORKBOOK_OBJECTS := $(WORKBOOK_SOURCES:%.c=$(OUT)/%.o)
SHARED_OBJECTS := $(OUT)/src/lua/binding.o $(OUT)/src/util/buffer.o
SOURCES := $(filter-out $(WORKBOOK_SOURCES),$(sort $(wildcard src/*/*.c)))
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o)
CLI_SOURCES := $(sort $(wildcard cli/src/*.c))
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(OUT)/%.o)

CFLAGS ?= -O2 -g
LIBFLAG ?= $(if $(filter Darwin,$(shell uname -s)),-bundle -undefined dynamic_lookup,-shared)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
  -Wmissing-prototypes -Wvla -Wformat=2 -Wno-psabi
HARDENING := -fstack-protector-strong
# -fno-plt: one import calls Lua's functions hundreds of thousands of times.
override CFLAGS += -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -fPIC -fno-plt -fvisibility=hidden \
  $(WARNINGS) $(HARDENING)
ifneq ($(SANITIZE),)
override CFLAGS += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
  -fno-sanitize-recover=undefined
endif
ifneq ($(FUZZ),)
override CFLAGS += -fsanitize=fuzzer-no-link
endif
# Warnings are errors in CI only: a newer compiler may have new ones.
WERROR ?= $(filter true 1,$(CI))
ERRORS := $(if $(filter-out 0,$(WERROR)),-Werror)
INCLUDES := -isystem $(call quoted,$(LUA_INCDIR)) $(addprefix -I,$(filter-out /usr/include,$(CURL_INCDIR) \
  $(CRYPTO_INCDIR) $(ZLIB_INCDIR) $(ZIP_INCDIR) $(EXPAT_INCDIR)))
LIBRARIES := $(addprefix -L,$(CURL_LIBDIR) $(CRYPTO_LIBDIR) $(ZLIB_LIBDIR)) -lcurl -lcrypto -lz \
  -lpthread $(if $(filter Darwin,$(shell uname -s)),-liconv)
WORKBOOK_LIBRARIES := $(addprefix -L,$(ZIP_LIBDIR) $(EXPAT_LIBDIR)) -lzip -lexpat -lm

help:  ## list the targets
	@echo "ai95: a Lua client for the 95AI outbound-call platform"; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { \
	  gsub(/\$$\$$/, "$$"); printf "  make %-10s %s\n", $$1, $$2 \
	}' $(MAKEFILE_LIST)
	@echo; echo "  LUA=$(LUA) chooses the Lua (one of: $(LUAS)); WERROR=1 makes warnings errors"

setup:  ## install what these targets need (Debian packages); demo and test do this themselves
	@LUA=$(LUA) scripts/setup.sh test
	@scripts/browser-driver.sh || [ $$? -eq 77 ]

build: build-library build-command  ## build the C modules for one Lua
	@! scripts/has-workbook.sh $(CC) $(INCLUDES) >&2 || \
	  $(MAKE) -s --no-print-directory build-workbook
build-library: $(OUT)/ai95/core.so
build-command: $(OUT)/ai95_cli/terminal.so
build-workbook: $(OUT)/ai95/workbook.so

$(OUT)/ai95/core.so: $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LIBFLAG) -o $@ $^ $(LDFLAGS) $(LIBRARIES)

$(OUT)/ai95/workbook.so: $(WORKBOOK_OBJECTS) $(SHARED_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LIBFLAG) -o $@ $^ $(LDFLAGS) $(WORKBOOK_LIBRARIES)

$(OUT)/ai95_cli/terminal.so: $(CLI_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LIBFLAG) -o $@ $^ $(LDFLAGS)

$(OBJECTS) $(WORKBOOK_OBJECTS): INCLUDES += -Isrc
$(OBJECTS) $(WORKBOOK_OBJECTS): $(wildcard src/*/*.h)
$(CLI_OBJECTS): $(wildcard cli/src/*.h)
$(OUT)/%.o: %.c $(OUT)/settings Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(ERRORS) $(INCLUDES) -c -o $@ $<

# Changes if the compiler, its flags or the headers change; then everything is built again.
SETTINGS = $(call quoted,$(CC) $(CFLAGS) $(INCLUDES))
$(OUT)/settings: FORCE
	@scripts/check-lua.sh '$(LUA)' $(call quoted,$(LUA_INCDIR))
	@mkdir -p $(@D)
	@echo $(SETTINGS) | cmp -s - $@ || echo $(SETTINGS) > $@

.PHONY: check-lua
check-lua:
	@scripts/check-lua.sh '$(LUA)'

PATHS_OF = $(CURDIR)/$(1)/?.lua;$(CURDIR)/$(1)/?/init.lua
env: check-lua  ## print the LUA_PATH and LUA_CPATH that find the build: eval "$$(make -s env)"
	@! printf %s $(call quoted,$(CURDIR)) | grep -q '[;?]' || \
	  { echo "Lua cannot find modules in a folder with ; or ? in its path" >&2; exit 1; }
	@printf 'export LUA_PATH=%s\n' \
	  $(call quoted,$(call quoted,$(call PATHS_OF,lua);$(call PATHS_OF,report/lua);$(call PATHS_OF,cli/lua);$(call PATHS_OF,texts/lua);;))
	@printf 'export LUA_CPATH=%s\n' $(call quoted,$(call quoted,$(CURDIR)/$(OUT)/?.so;;))

# A second make finds the packages that setup.sh has just installed.
demo:  ## watch a campaign from the import to the recordings, against the sandbox
	@LUA=$(LUA) scripts/setup.sh demo
	@$(MAKE) -s --no-print-directory build
	@eval "$$($(MAKE) -s --no-print-directory env)" && sandbox/with $(LUA) examples/demo.lua

sandbox:  ## run the platform in miniature, until Ctrl-C (PORT=8095)
	@scripts/setup.sh sandbox
	@exec sandbox/run --port $(PORT)

console: PORT = 8080
console: LUA = luajit
console:  ## run the call console, a web page over a sandbox, until Ctrl-C (PORT=8080)
	@LUA=$(LUA) scripts/setup.sh build sandbox
	@$(MAKE) -s --no-print-directory build LUA=$(LUA)
	@eval "$$($(MAKE) -s --no-print-directory env LUA=$(LUA))" && \
	  exec sandbox/with console/demo --port $(PORT)

test:  ## run all tests
	@LUA=$(LUA) scripts/setup.sh test
	@scripts/test.sh

examples: build  ## run all examples against a sandbox
	@LUA=$(LUA) sandbox/with examples/run-all

LUA_SOURCES = cli/bin/ai95 \
  $$(find $(wildcard lua report cli texts spec examples console sandbox bench scripts) -name '*.lua')
# Lua 5.5 refuses programs that assign to the variable of a loop.
lint: check-lua  ## check the style and the rockspecs; prints nothing if all is well
	@scripts/quietly.sh luacheck -q --no-color $(LUA_SOURCES)
	@scripts/quietly.sh clang-format --dry-run -Werror $(wildcard src/*/*.[ch] cli/src/*.[ch] spec/*/*.[ch])
	@scripts/quietly.sh cppcheck -q --std=c11 --enable=warning,portability,performance \
	  --inline-suppr --error-exitcode=1 \
	  --suppress=normalCheckLevelMaxBranches -DLIBCURL_VERSION_NUM=0x075800 \
	  -DOPENSSL_VERSION_NUMBER=0x30000000L -Isrc src cli/src
	@$(LUA) scripts/check-rockspec.lua
	@scripts/check-versions.sh '$(CC)' '$(INCLUDES)'
	@! command -v luac5.5 >/dev/null || luac5.5 -p $(LUA_SOURCES)

man: build  ## generate the man page from the commands
	@eval "$$($(MAKE) -s --no-print-directory env)" && $(LUA) scripts/man.lua > build/ai95.1
	@mv build/ai95.1 cli/man/ai95.1

.PHONY: docs
docs: build  ## generate docs/reference.md from the annotations, and the links between the pages
	@eval "$$($(MAKE) -s --no-print-directory env)" && \
	  $(LUA) scripts/reference.lua > build/reference.md
	@mv build/reference.md docs/reference.md
	@$(LUA) scripts/navigation.lua

format:  ## format the C with clang-format
	clang-format -i $(wildcard src/*/*.[ch] cli/src/*.[ch] spec/*/*.[ch])

.PHONY: bench bench-deps
bench:  ## measure whole jobs against other programs; ten minutes (JOB=import: one job)
	@$(MAKE) -s --no-print-directory build LUA=lua5.4
	@! command -v luajit >/dev/null || $(MAKE) -s --no-print-directory build LUA=luajit
	@bench/run.sh $(JOB)

bench-deps:  ## install the programs that bench measures against (Debian packages)
	@LUA=lua5.4 scripts/setup.sh bench

rock:  ## build the rocks from a copy of the sources, as luarocks does, and run them
	@scripts/check-lua.sh '$(LUA)' $(call quoted,$(LUA_INCDIR))
	@scripts/rock.sh '$(LUA)' $(call quoted,$(LUA_INCDIR))

install: build  ## copy the library, the report and the command to PREFIX=/usr/local
	@scripts/install.sh install $(call quoted,$(DESTDIR)$(PREFIX)) '$(LUA)' '$(OUT)'

uninstall: check-lua  ## remove the files that install wrote
	@scripts/install.sh uninstall $(call quoted,$(DESTDIR)$(PREFIX)) '$(LUA)'

clean:  ## remove what these targets made
	rm -rf build

# Programs that link the core into themselves: spec/fuzz, and spec/memory. The linker takes the
# objects that they need.
$(OUT)/core.a: $(OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

$(OUT)/workbook.a: $(WORKBOOK_OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

LUA_LIBRARY ?= -l$(if $(filter luajit%,$(NAME)),luajit-5.1,$(NAME))
FUZZ_TARGETS := $(filter-out main,$(basename $(notdir $(wildcard spec/fuzz/*.c))))
$(OUT)/fuzz/%: spec/fuzz/%.c spec/fuzz/fuzz.h $(if $(FUZZ),,spec/fuzz/main.c) $(OUT)/workbook.a $(OUT)/core.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(if $(FUZZ),-fsanitize=fuzzer) $(ERRORS) $(INCLUDES) -Isrc -o $@ $(filter %.c %.a,$^) \
	  $(LDFLAGS) $(LUA_LIBRARY) $(LIBRARIES) $(WORKBOOK_LIBRARIES)

WRAPPED := $(foreach name,malloc calloc realloc free strdup stat stat64,-Wl,--wrap=$(name))
$(OUT)/memory/host: spec/memory/host.c $(OUT)/workbook.a $(OUT)/core.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(ERRORS) $(INCLUDES) -Isrc -o $@ $^ $(WRAPPED) $(LDFLAGS) $(LUA_LIBRARY) $(LIBRARIES) \
	  $(WORKBOOK_LIBRARIES)

.PHONY: fuzz fuzz-deps fuzz-build
fuzz: check-lua  ## fuzz the parsers with libFuzzer (TARGET=scanner SECONDS=60: one of spec/fuzz)
	@LUA=$(LUA) scripts/fuzz.sh run '$(TARGET)' '$(SECONDS)'

fuzz-deps:  ## install what fuzz needs (Debian packages)
	@LUA=$(LUA) scripts/setup.sh fuzz

fuzz-build: $(FUZZ_TARGETS:%=$(OUT)/fuzz/%)

.PHONY: unit coverage
unit: build  ## run the unit specs, which need no server; some seconds
	@scripts/unit.sh $(LUA)

coverage: check-lua  ## print how much of each file spec/unit and spec/http run (SPECS=spec: all specs)
	@scripts/coverage.sh $(LUA) $(SPECS)
