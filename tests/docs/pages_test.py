#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the examples of the pages in docs/ that have ```attain blocks, docs/plan-language.md first of all.

The first TOML block of a page is its plan, the CSV blocks its data (named by the line before). The examples of a section see the plan and all parts
(```toml part) up to the end of their section, where definitions under a header that the plan has already join those; a section with a plan of its
own (```toml plan) sees that one and the CSV blocks behind it. An example is a line `formula → result` of an ```attain block; what stands before a colon
and a blank inside it is a remark.
"""
import csv
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLI = os.environ["ATTAIN_CLI"]
BLOCK = re.compile(r"(?:^`([\w.]+)`\n\n)?^```([^\n]*)\n(.*?)^```$", re.M | re.S)


def functions():
    text = (ROOT / "include/attain/formula/functions.hpp").read_text(encoding="utf-8")
    return re.findall(r'\{"(\w+)", function::\w+, function_class::\w+, \d+, \d+, "', text)


def joined(plan, part):
    """The plan and the part, in which definitions stand under one header, as TOML wants it."""
    for header, lines in re.findall(r"^(\[define[^\n]*\]\n)((?:[^\[\n][^\n]*\n)+)", part, re.M):
        if header in plan:
            part = part.replace(header + lines, "")
            plan = plan.replace(header, header + lines)
    return plan + "\n" + part


def run(folder, plan, examples, tables):
    text = plan
    for number, (formula, _) in enumerate(examples):
        text += f"\n[[outputs]]\nname = \"example_{number}\"\nvalue = '''{formula}'''\n"
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    command = [CLI, "score", "plan.toml"]
    for table in tables:
        command += ["--state", "state.csv"] if table == "state" else ["--table", f"{table}={table}.csv"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)
    if not done.stdout:
        return None, done.stderr
    rows = {row["rep"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    return rows["R001"], done.stderr


def check(page):
    """How many examples of the page passed and failed, and their formulas."""
    plan, tables, passed, failed, shown = "", [], 0, 0, ""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        of_page = None
        for section in re.split(r"^## ", page, flags=re.M):
            examples = []
            if of_page:
                (folder, plan, tables), of_page = of_page, None
            for file, kind, content in BLOCK.findall(section):
                if kind == "csv":
                    (folder / file).write_text(content, encoding="utf-8")
                    tables.append(file.removesuffix(".csv"))
                elif kind == "toml" and not plan:
                    plan = content
                elif kind == "toml plan":
                    of_page = folder, plan, tables
                    folder, plan, tables = pathlib.Path(tempfile.mkdtemp(dir=name)), content, []
                elif kind == "toml part":
                    plan = joined(plan, content)
                    shown += content  # its names are held against results below it
                elif kind == "attain":
                    for line in content.splitlines():
                        formula, arrow, result = line.rpartition(" → ")
                        if not arrow:
                            failed += 1
                            print(f"FAILED not an example: {line}")
                            continue
                        examples.append((formula.rpartition(": ")[2], result))
            if not tables:
                continue
            row, messages = run(folder, plan, examples, tables)
            if row is None:
                failed += 1
                print(f"FAILED section {section.splitlines()[0]}:\n{messages}")
                continue
            for number, (formula, result) in enumerate(examples):
                shown += formula + "\n"
                got = row[f"example_{number}"] or "missing"
                if got == result:
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED {formula} → {got}, the page says {result}")
    return passed, failed, shown


def main():
    all_failed = 0
    for path in sorted((ROOT / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "```attain\n" not in text:
            continue
        passed, failed, shown = check(text)
        if path.name == "plan-language.md":
            for function in functions():
                if not re.search(rf"\b{function}\(", shown):
                    failed += 1
                    print(f"FAILED no example of {function}")
        print(f"{path.name}: {passed} passed, {failed} failed")
        all_failed += failed + (passed < 10)
    return 1 if all_failed else 0


if __name__ == "__main__":
    sys.exit(main())
