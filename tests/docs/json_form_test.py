#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds docs/plan-language.md to its word on JSON: the small plan in TOML and in JSON have the canonical form and the digest shown there."""
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLI = os.environ["ATTAIN_CLI"]


def complaints():
    page = (ROOT / "docs/plan-language.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(toml small|json small|json canonical|text digest)\n(.*?)^```$", page, re.M | re.S))
    canonical, digest = blocks["json canonical"], blocks["text digest"]
    if hashlib.sha256(canonical.rstrip("\n").encode("utf-8")).hexdigest() + "\n" != digest:
        yield "the digest is not that of the canonical form"
    with tempfile.TemporaryDirectory() as name:
        for kind in ("toml", "json"):
            plan = pathlib.Path(name) / f"plan.{kind}"
            plan.write_text(blocks[f"{kind} small"], encoding="utf-8")
            for option, shown in (("--canonical", canonical), ("--digest", digest)):
                done = subprocess.run([CLI, "check", str(plan), option], capture_output=True, encoding="utf-8", timeout=60, check=False)
                if (done.returncode, done.stdout) != (0, shown):
                    yield f"attain check plan.{kind} {option} prints\n{done.stdout}{done.stderr}and the page says\n{shown}"


def main():
    found = list(complaints())
    for complaint in found:
        print("FAILED", complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
