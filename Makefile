# ruleout. `make` builds build/ruleout; `make test` runs every test; `make lint` checks the source;
# `make bench` measures.
# V=san builds with the address and undefined-behaviour sanitizers, V=val for valgrind. Another
# compiler wants another folder: make CC=clang B=build/clang. CI=1 makes warnings errors.

V ?= rel
CC = gcc
B := build/$(V)

ifeq ($(filter rel san val,$(V)),)
$(error V=$(V): there are V=rel, V=san and V=val)
endif

CFLAGS_rel := -O2
CFLAGS_san := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_val := -O1 -DRULEOUT_VALGRIND
# gcc's two runtimes are linked in, because as shared libraries the second one forgets log_path.
LDFLAGS_san := -fsanitize=address,undefined \
	$(if $(findstring clang,$(CC)),,-static-libasan -static-libubsan)

WARN := -Wall -Wextra -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wformat=2 -Wwrite-strings -Wno-missing-field-initializers
ifdef CI
WARN += -Werror
endif
CFLAGS += -std=c11 -D_GNU_SOURCE -g -Iengine $(WARN) $(CFLAGS_$(V))
LDFLAGS += $(LDFLAGS_$(V))

# Linked in, because loading them one by one at start-up costs more than all else that start-up does.
# libc stays dynamic, so that its security updates arrive; so does a library without an archive.
LIBS := yaml sqlite3 readline tinfo jansson z zstd md lua5.4 pcre2-8 seccomp
archive = $(if $(findstring /,$(shell $(CC) -print-file-name=lib$1.a)),-l:lib$1.a,-l$1)
LDLIBS = $(foreach lib,$(LIBS),$(call archive,$(lib))) -lm

MAINS := engine/cli/main.c engine/check/http_main.c
SRC := $(filter-out $(MAINS),$(wildcard engine/*/*.c))
HDR := $(wildcard engine/*/*.h)
OBJ := $(SRC:engine/%.c=$(B)/%.o)
SQL := $(patsubst engine/record/%.sql,$(B)/gen/%.sql.h,$(wildcard engine/record/*.sql))
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))

all: build/ruleout build/ruleout-http

build/ruleout build/ruleout-http: build/%: $(B)/% FORCE
	@ln -sfn $(B:build/%=%)/$* $@

$(B)/ruleout: $(B)/cli/main.o $(B)/libruleout.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# A program of its own, because libcurl would triple the start-up of ruleout.
$(B)/ruleout-http: $(B)/check/http_main.o $(B)/libruleout.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcurl

$(B)/libruleout.a: $(OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

# SQL lives in a file of its own and is built in as text.
$(B)/gen/%.sql.h: engine/record/%.sql
	@mkdir -p $(@D)
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

# So do the examples of lint's codes.
$(B)/gen/%.txt.h: engine/book/%.txt
	@mkdir -p $(@D)
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

$(B)/book/examples.o: $(B)/gen/examples.txt.h
$(B)/book/examples.o: CFLAGS += -I$(B)/gen

$(filter $(B)/record/%,$(OBJ)): $(SQL)
$(B)/record/%.o: CFLAGS += -I$(B)/gen

# What these call is looked up when the program starts: once, and not in each worker; and no look-up
# saves registers that hold something of a job.
$(B)/check/%.o: CFLAGS += -fno-plt

$(B)/%.o: engine/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: tests/unit/%.c $(B)/unit/suite.o $(B)/libruleout.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/unit/suite.o $(B)/libruleout.a -lcunit $(LDLIBS)

$(B)/unit/suite.o: tests/unit/suite.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# What the unit tests include is CUnit, which nothing else here needs.
unit: $(UNIT) $(B)/unit/ruleout-http

# It is looked for beside the program that wants it.
$(B)/unit/ruleout-http: $(B)/ruleout-http
	@mkdir -p $(@D)
	@ln -sfn ../ruleout-http $@

test: all unit
	@B=$(B) scripts/dev/run-tests $(V)

# Measures; always of V=rel, and no part of the tests. The floor looks nothing up while it runs.
bench:
	@scripts/dev/build V=rel all build/rel/bench/confined build/rel/bench/loading \
		build/rel/bench/logs build/rel/bench/questions
	@scripts/dev/bench

$(B)/bench/%: tests/bench/%.c $(B)/libruleout.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fno-plt $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/libruleout.a $(LDLIBS)

# Every header compiles alone.
headers: $(HDR:%=alone/%)

alone/%: %
	@$(CC) $(CFLAGS) -fsyntax-only -x c $<

lint:
	@scripts/dev/lint

clean:
	rm -rf build

FORCE:
.PHONY: all unit test bench headers lint clean FORCE
.SECONDARY:
.DELETE_ON_ERROR:
-include $(OBJ:.o=.d) $(MAINS:engine/%.c=$(B)/%.d) $(UNIT:=.d) $(wildcard $(B)/bench/*.d)
