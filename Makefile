# The commands of the house; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup build env demo sandbox console test examples lint man format rock install clean

ROOT := $(abspath .)
LUA ?= lua5.4
LUAS := lua5.1 luajit lua5.2 lua5.3 lua5.4
SANITIZE ?=
PORT ?= 8095
PREFIX ?= /usr/local

# LuaJIT's headers have another folder than its command; the rest are called alike.
LUA_INCDIR ?= $(firstword $(wildcard /usr/include/$(if $(filter luajit%,$(LUA)),luajit-2.1,$(LUA)) \
                /usr/local/include/$(LUA) /usr/include/lua /usr/local/include))
OUT := build/$(LUA)$(if $(SANITIZE),-sanitized)
SOURCES := $(sort $(wildcard src/*/*.c cli/src/*.c))
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Werror
HARDENING := -fstack-protector-strong
# Lua's functions are called hundreds of thousands of times for one import: without a detour each.
override CFLAGS += -std=c11 -D_GNU_SOURCE -fPIC -fno-plt -fvisibility=hidden $(WARNINGS) $(HARDENING) -Isrc -isystem $(LUA_INCDIR)
ifneq ($(SANITIZE),)
override CFLAGS += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
endif

help:  ## list the targets
	@echo "ai95: a Lua client for the 95AI outbound-call platform"; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { gsub(/\$$\$$/, "$$"); printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo; echo "  LUA=$(LUA) chooses the Lua (one of: $(LUAS))"

setup:  ## install all that these targets need (Debian packages); demo and test do it by themselves
	@LUA=$(LUA) scripts/setup.sh test
	@scripts/browser-driver.sh

build: $(OUT)/ai95/core.so  ## build the C core for one Lua

$(OUT)/ai95/core.so: $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -shared -o $@ $^ $(LDFLAGS) -lcurl -lcrypto -lpthread

$(OUT)/%.o: %.c $(wildcard src/*/*.h cli/src/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

env:  ## print the LUA_PATH and LUA_CPATH that find the build: eval "$$(make -s env)"
	@echo "export LUA_PATH='$(ROOT)/lua/?.lua;$(ROOT)/lua/?/init.lua;$(ROOT)/cli/lua/?.lua;$(ROOT)/cli/lua/?/init.lua;;'"
	@echo "export LUA_CPATH='$(ROOT)/$(OUT)/?.so;;'"

# What was just installed is found by a make of its own.
demo:  ## watch a campaign from the import to the recordings, against the sandbox
	@LUA=$(LUA) scripts/setup.sh demo
	@$(MAKE) -s --no-print-directory build
	@eval "$$($(MAKE) -s --no-print-directory env)" && sandbox/with $(LUA) examples/demo.lua

sandbox:  ## run the platform in miniature, until Ctrl-C (PORT=8095)
	@scripts/setup.sh sandbox
	@exec sandbox/run --port $(PORT)

console: PORT = 8080
console:  ## run the call console, a web page over a sandbox, until Ctrl-C (PORT=8080)
	@LUA=luajit scripts/setup.sh build sandbox
	@$(MAKE) -s --no-print-directory build LUA=luajit
	@eval "$$($(MAKE) -s --no-print-directory env LUA=luajit)" && exec sandbox/with console/demo --port $(PORT)

test:  ## run all tests
	@LUA=$(LUA) scripts/setup.sh test
	@scripts/browser-driver.sh
	@scripts/test.sh

examples: build  ## run all examples against a sandbox
	@LUA=$(LUA) sandbox/with examples/run-all

lint:  ## check the style and the rockspec; says nothing where all is well
	@scripts/quietly.sh luacheck -q --no-color $$(find $(wildcard lua cli spec examples console sandbox bench scripts) -name '*.lua') cli/bin/ai95
	@scripts/quietly.sh clang-format --dry-run -Werror $(wildcard src/*/*.[ch] cli/src/*.[ch])
	@scripts/quietly.sh cppcheck -q --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 -Isrc src cli/src
	@$(LUA) scripts/check-rockspec.lua

man: build  ## make the man page again, from the commands
	@eval "$$($(MAKE) -s --no-print-directory env)" && $(LUA) scripts/man.lua > cli/man/ai95.1

.PHONY: docs
docs: build  ## make docs/reference.md again, from the annotations
	@eval "$$($(MAKE) -s --no-print-directory env)" && $(LUA) scripts/reference.lua > docs/reference.md.new
	@mv docs/reference.md.new docs/reference.md

format:  ## let clang-format lay out the C
	clang-format -i $(wildcard src/*/*.[ch] cli/src/*.[ch])

.PHONY: bench bench-deps
bench:  ## measure whole jobs against other programs; ten minutes (JOB=import: one job)
	@$(MAKE) -s --no-print-directory build LUA=lua5.4
	@! command -v luajit >/dev/null || $(MAKE) -s --no-print-directory build LUA=luajit
	@bench/run.sh $(JOB)

bench-deps:  ## install the programs that bench measures against (Debian packages)
	@LUA=lua5.4 scripts/setup.sh bench

rock install: LUA_VERSION = $(shell $(LUA) -e 'print((_VERSION:gsub("Lua ", "")))')
rock: TREE = $(ROOT)/build/rock/tree
rock: export LUA_PATH = $(TREE)/share/lua/$(LUA_VERSION)/?.lua;$(TREE)/share/lua/$(LUA_VERSION)/?/init.lua;;
rock: export LUA_CPATH = $(TREE)/lib/lua/$(LUA_VERSION)/?.so;;
rock:  ## build the rock from a copy of the sources, as luarocks does, and run it
	@rm -rf build/rock && mkdir -p build/rock/source
	@tar -cf - --exclude=./build --exclude=./.git . | tar -xf - -C build/rock/source
	@cd build/rock/source && ../../../scripts/quietly.sh luarocks --lua-version=$(LUA_VERSION) --tree=../tree \
	  make --deps-mode=none ai95-scm-1.rockspec LUA_INCDIR=$(LUA_INCDIR)
	@cd build/rock && $(LUA) -e 'print("build/rock/tree: ai95 " .. require("ai95")._VERSION .. " for " .. _VERSION)'
	@cd build/rock && tree/bin/ai95 --version

install: TO = $(DESTDIR)$(PREFIX)
install: build  ## copy the library and the command to PREFIX=/usr/local
	@install -d $(TO)/share/lua/$(LUA_VERSION) $(TO)/lib/lua/$(LUA_VERSION)/ai95
	@cp -R lua/ai95 cli/lua/ai95_cli $(TO)/share/lua/$(LUA_VERSION)
	@install -m 644 $(OUT)/ai95/core.so $(TO)/lib/lua/$(LUA_VERSION)/ai95
	@install -d $(TO)/bin $(TO)/share/man/man1 $(TO)/share/bash-completion/completions $(TO)/share/zsh/site-functions
	@install -m 644 cli/man/ai95.1 $(TO)/share/man/man1
	@sed "1s|.*|#!$$(command -v $(LUA))|" cli/bin/ai95 > $(TO)/bin/ai95 && chmod 755 $(TO)/bin/ai95
	@AI95_LUA=$(LUA) cli/bin/ai95 completion bash > $(TO)/share/bash-completion/completions/ai95
	@AI95_LUA=$(LUA) cli/bin/ai95 completion zsh > $(TO)/share/zsh/site-functions/_ai95

clean:  ## remove what was built
	rm -rf build
