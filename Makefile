# The commands of the house; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup build env test demo sandbox lint format clean install

ROOT := $(abspath .)
LUA ?= lua5.4
LUAS := lua5.1 luajit lua5.2 lua5.3 lua5.4
SANITIZE ?=

# LuaJIT's headers have another folder than its command; the rest are called alike.
LUA_INCDIR ?= $(firstword $(wildcard /usr/include/$(if $(filter luajit%,$(LUA)),luajit-2.1,$(LUA)) \
                /usr/local/include/$(LUA) /usr/include/lua /usr/local/include))
OUT := build/$(LUA)$(if $(SANITIZE),-sanitized)
SOURCES := $(sort $(wildcard src/*.c))
OBJECTS := $(SOURCES:src/%.c=$(OUT)/%.o)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Werror
HARDENING := -fstack-protector-strong
override CFLAGS += -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARNINGS) $(HARDENING) -isystem $(LUA_INCDIR)
ifneq ($(SANITIZE),)
override CFLAGS += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
endif

help:  ## list the targets
	@echo "ai95: a Lua client for the 95AI outbound-call platform"; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo; echo "  LUA=$(LUA) chooses the Lua (one of: $(LUAS))"

setup:  ## install what building, testing and the sandbox need (Debian packages)
	@tools/setup

build: $(OUT)/ai95/core.so  ## build the C core for one Lua

$(OUT)/ai95/core.so: $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -shared -o $@ $^ $(LDFLAGS) -lcurl -lcrypto -lpthread

$(OUT)/%.o: src/%.c $(wildcard src/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

env:  ## print the LUA_PATH and LUA_CPATH that find the build: eval "$$(make -s env)"
	@echo "export LUA_PATH='$(ROOT)/lua/?.lua;$(ROOT)/lua/?/init.lua;;'"
	@echo "export LUA_CPATH='$(ROOT)/$(OUT)/?.so;;'"

clean:  ## remove what was built
	rm -rf build
