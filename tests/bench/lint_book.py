#!/usr/bin/env python3
"""lint_book.py STEPS CAUSES plain|hard: a runbook for measuring lint.

plain: five answers to a step, three causes moved by each, a condition on every fourth step. hard: every
answer moves every cause, every condition joins twelve parts over many steps, and every step jumps back.
"""
import random
import sys

steps, causes, hard = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "hard"
random.seed(7)
KINDS = ["suspects", "suspects", "rules_out", "rules_out", "confirms"]


def part(at):
    step, cause = random.randrange(max(0, at - 40), at), random.randrange(causes)
    return f's{step} == "a{random.randrange(5)}" and ruled_out("c{cause}")'


def condition(at):
    if hard:
        return " or ".join(part(at) for _ in range(12)) if at else None
    if at < 5 or at % 4:
        return None
    step, cause = random.randrange(at - 5, at), random.randrange(causes)
    return f'answered("s{step}") and s{step} == "a1" or suspected("c{cause}")'


def answer(at, number):
    moved = {}
    for cause in range(causes) if hard else random.sample(range(causes), 3):
        kind = random.choice(KINDS)
        if hard:
            kind = "rules_out" if number else random.choice(["suspects", "rules_out"])
        moved.setdefault(kind, []).append(f"c{cause}")
    keys = [f"{kind}: [{', '.join(list)}]" for kind, list in moved.items()]
    if hard and number == 4 and at:
        keys.append(f"next: s{random.randrange(at)}, max: 3")
    elif number == 3 and at % 7 == 0 and at + 9 < steps:
        keys.append(f"next: s{at + random.randrange(1, 9)}")
    return "{" + ", ".join(keys) + "}"


print("ruleout: 1\ntitle: A large one\ncauses:")
for i in range(causes):
    print(f"  c{i}: {{title: Cause {i}}}")
print("steps:")
for i in range(steps):
    print(f"- id: s{i}\n  clue: Question {i}?")
    when = condition(i)
    if when:
        print(f"  when: {when}")
    print("  answers:")
    for k in range(5):
        print(f"    a{k}: {answer(i, k)}")
