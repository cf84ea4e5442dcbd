# ruleout. `make` builds build/ruleout; `make test` runs every test; `make lint` checks the source.
# V=san builds with the address and undefined-behaviour sanitizers, V=val for valgrind; CC=clang works too.

V ?= rel
CC = gcc
B := build/$(V)

CFLAGS_rel := -O2
CFLAGS_san := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_val := -O1
LDFLAGS_san := -fsanitize=address,undefined

WARN := -Wall -Wextra -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wformat=2 -Wwrite-strings -Wno-missing-field-initializers
ifdef CI
WARN += -Werror
endif
CFLAGS += -std=c11 -D_GNU_SOURCE -g -Iengine $(WARN) $(CFLAGS_$(V))
LDFLAGS += $(LDFLAGS_$(V))

# Linked in, because loading them one by one at start-up costs more than all else that start-up does.
# libc stays dynamic, so that its security updates arrive.
LDLIBS := -Wl,-Bstatic -lyaml -lsqlite3 -lreadline -ltinfo -ljansson -lzstd -lmd -Wl,-Bdynamic -lm

SRC := $(filter-out engine/cli/main.c,$(wildcard engine/*/*.c))
OBJ := $(SRC:engine/%.c=$(B)/%.o)
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))

all: build/ruleout

build/ruleout: $(B)/ruleout FORCE
	@ln -sfn $(V)/ruleout $@

$(B)/ruleout: $(B)/cli/main.o $(B)/libruleout.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libruleout.a: $(OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

# SQL lives in a file of its own and is built in as text.
$(B)/gen/%.sql.h: engine/record/%.sql
	@mkdir -p $(@D)
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

$(B)/record/sqlite.o: $(B)/gen/schema.sql.h
$(B)/record/%.o: CFLAGS += -I$(B)/gen

$(B)/%.o: engine/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: tests/unit/%.c tests/unit/suite.c $(B)/libruleout.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< tests/unit/suite.c $(B)/libruleout.a -lcunit $(LDLIBS)

test: all $(UNIT)
	scripts/dev/run-tests $(V)

lint:
	scripts/dev/lint

clean:
	rm -rf build

FORCE:
.PHONY: all test lint clean FORCE
.SECONDARY:
-include $(OBJ:.o=.d) $(B)/cli/main.d $(UNIT:=.d)
