#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the README to its word: its plan and its program are those of examples/embed, which a package test builds and runs, its plan pays
what it says, and its mistake is reported as shown.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLI = os.environ["ATTAIN_CLI"]
REPS = "rep,quota,sales\nR001,100000,104000\nR002,80000,61234.56\n"


def said(*arguments, folder):
    return subprocess.run([CLI, *arguments], cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)


def block(kind, text):
    """The first block of a kind and what follows it."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)
    return found.group(1), text[found.end():]


def complaints():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    plan, rest = block("toml", readme)
    program, rest = block("cpp", rest)
    pays, rest = block("", rest)
    mistake = re.search(r"^```\n(plan\.toml:.*?)^```$", rest, re.M | re.S).group(1)
    embed = ROOT / "examples/embed"
    if not (embed / "plan.toml").read_text(encoding="utf-8").endswith("\n" + plan):
        yield "examples/embed/plan.toml is not the plan of the README"
    if not (embed / "main.cpp").read_text(encoding="utf-8").endswith("\n" + program):
        yield "examples/embed/main.cpp is not the program of the README"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "reps.csv").write_text(REPS, encoding="utf-8")
        (folder / "plan.toml").write_text(plan, encoding="utf-8")
        rows = said("score", "plan.toml", "--table", "reps=reps.csv", folder=folder).stdout.splitlines()[1:]
        paid = "".join(f"{row.split(',')[0]} {row.split(',')[-1]}\n" for row in rows)
        if paid != pays:
            yield f"the plan pays\n{paid}and the README says\n{pays}"
        (folder / "plan.toml").write_text(plan.replace("sales / quota", "sales * quota"), encoding="utf-8")
        told = said("check", "plan.toml", folder=folder).stderr
        if not told.startswith(mistake):
            yield f"the mistake is reported as\n{told}and the README says\n{mistake}"


def main():
    found = list(complaints())
    for complaint in found:
        print("FAILED", complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
