#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the command line says, letter for letter.

NAME.toml or NAME.json beside NAME.txt: `attain check NAME.toml`. A folder with plan.toml and CSV files beside expected.txt: `attain score plan.toml` with
one --table for each CSV file, and --state for state.csv. The text file holds the exit status, standard output and standard error. `--update` writes the text files
anew; read the difference before you keep it. What no file can provoke stands in host/*.txt, which host_test.cpp compares. Every message code
of include/attain/text/codes.hpp must occur in one of them.
"""
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLI = os.environ["ATTAIN_CLI"]


def said(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
    if done.returncode not in (0, 1, 2):
        sys.exit(f"{' '.join(command)}: died with {done.returncode}, which no golden file may record\n{done.stderr.decode('utf-8', 'replace')}")
    text = f"exit {done.returncode}\n"
    for title, stream in (("out", done.stdout), ("err", done.stderr)):
        if stream:
            text += f"--- {title}\n" + stream.decode("utf-8").rstrip("\n") + "\n"
    return text


def cases():
    for plan in sorted([*HERE.glob("*.toml"), *HERE.glob("*.json")]):
        yield plan.stem, [CLI, "check", plan.name], HERE, plan.with_suffix(".txt")
    for folder in sorted(p for p in HERE.iterdir() if p.is_dir() and (p / "plan.toml").exists()):
        command = [CLI, "score", "plan.toml"]
        for table in sorted(folder.glob("*.csv")):
            command += ["--state", table.name] if table.stem == "state" else ["--table", f"{table.stem}={table.name}"]
        yield folder.name, command, folder, folder / "expected.txt"


def main():
    update = "--update" in sys.argv[1:]
    passed = failed = 0
    seen = set()
    for file in (HERE / "host").glob("*.txt"):
        seen.update(re.findall(r"\bA\d{4}\b", file.read_text(encoding="utf-8")))
    for name, command, folder, expected in cases():
        got = said(command, folder)
        if update:
            expected.write_bytes(got.encode("utf-8"))
        want = expected.read_bytes().decode("utf-8") if expected.exists() else ""
        seen.update(re.findall(r"\bA\d{4}\b", want))
        if got == want:
            passed += 1
        else:
            failed += 1
            print(f"FAILED {name}: {' '.join(command[1:])}\n--- expected\n{want}--- got\n{got}")
    registry = (ROOT / "include/attain/text/codes.hpp").read_text(encoding="utf-8")
    codes = {"A" + number for number in re.findall(r"X\((\d{4}),", registry)}
    if len(codes) < 50:
        failed += 1
        print("FAILED registry: found only", len(codes), "codes")
    for code in sorted(codes - seen):
        failed += 1
        print(f"FAILED {code}: no golden file shows it")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
