#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what the headers include: never a folder above their own, no circles, third-party code only where it is allowed.

usage: include_direction.py INCLUDE_DIRECTORY | --self-test
"""

import pathlib
import re
import sys
import tempfile

# From the bottom up; a header may include its own folder and those before it.
FOLDERS = ["base", "text", "number", "formula", "plan", "program", "table", "engine", "report", "scenario"]

# Who may include what of others, by the first part of the include; the standard library's names have no slash and no dot.
THIRD_PARTY = {
    "boost": re.compile(r"attain/number/"),
    "toml++": re.compile(r"attain/plan/document[a-z_]*\.hpp"),
    "Eigen": re.compile(r"attain/(engine|report|scenario)/"),
    "unsupported": re.compile(r"attain/engine/eigen_executor\.hpp"),  # Eigen's pool of threads
    "sys": re.compile(r"attain/base/column_memory\.hpp"),  # huge pages
}

# The few headers that have a dot but belong to the language or the system.
SYSTEM = re.compile(r"[a-z_0-9]+|(immintrin|arm_neon)\.h")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def rank(header):
    """The height of a header; what lies directly in attain/ is the front door, above all folders. None: unknown folder."""
    parts = header.split("/")
    if len(parts) == 2:
        return len(FOLDERS)
    return FOLDERS.index(parts[1]) if parts[1] in FOLDERS else None


def find_circle(graph):
    """One circle of includes as a list of headers, or None."""
    done, path = set(), []

    def visit(header):
        if header in path:
            return path[path.index(header):] + [header]
        if header in done:
            return None
        path.append(header)
        for other in graph.get(header, []):
            circle = visit(other)
            if circle:
                return circle
        path.pop()
        done.add(header)
        return None

    for header in sorted(graph):
        circle = visit(header)
        if circle:
            return circle
    return None


def complaint_about(header, quote, included, known):
    """What is wrong with one include of a header, or None."""
    if included.startswith("attain/"):
        if included not in known:
            return f"includes {included}, which does not exist"
        if rank(included) is not None and rank(header) is not None and rank(included) > rank(header):
            return f"includes {included}, which is above it"
        return None
    if quote == '"':
        return f'includes "{included}": write our own headers as "attain/folder/name.hpp"'
    first = included.split("/")[0]
    if first in THIRD_PARTY:
        return None if THIRD_PARTY[first].match(header) else f"includes <{included}>: {first} is not allowed here"
    return None if SYSTEM.fullmatch(included) else f"includes <{included}>, which no header may use"


def check(directory):
    """All complaints about the headers under a directory, and how many headers there were."""
    root = pathlib.Path(directory)
    files = {path.relative_to(root).as_posix(): path for ending in ("*.hpp", "*.h", "*.inc") for path in sorted((root / "attain").rglob(ending))}
    complaints, graph = [], {}
    for header, path in files.items():
        if rank(header) is None:
            complaints.append(f"{header} is in a folder without a place in the order: {', '.join(FOLDERS)}")
        for quote, included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            complaint = complaint_about(header, quote, included, files)
            if complaint:
                complaints.append(f"{header} {complaint}")
            graph.setdefault(header, []).append(included)
    circle = find_circle(graph)
    if circle:
        complaints.append("includes go in a circle: " + " -> ".join(circle))
    return complaints, len(files)


SAMPLE = {
    "attain/attain.hpp": '#include "attain/text/good.hpp"\n',
    "attain/base/good.hpp": "#include <vector>\n",
    "attain/text/good.hpp": '#include <string>\n#include "attain/base/good.hpp"\n',
    "attain/number/good.hpp": "#include <boost/multiprecision/cpp_int.hpp>\n",
    "attain/plan/document.hpp": "#include <toml++/toml.h>\n",
    "attain/text/up.hpp": '#include "attain/plan/document.hpp"\n',
    "attain/text/up_with_angles.hpp": "  #  include <attain/plan/document.hpp>\n",
    "attain/text/door.hpp": '#include "attain/attain.hpp"\n',
    "attain/text/missing.hpp": '#include "attain/text/nowhere.hpp"\n',
    "attain/text/relative.hpp": '#include "good.hpp"\n',
    "attain/plan/uses_boost.hpp": "#include <boost/version.hpp>\n",
    "attain/plan/uses_toml.hpp": "#include <toml++/toml.h>\n",
    "attain/plan/uses_eigen.hpp": "#include <Eigen/Core>\n",
    "attain/plan/uses_other.hpp": "#include <CLI/CLI.hpp>\n",
    "attain/misc/lost.hpp": "#include <vector>\n",
    "attain/text/ring_a.hpp": '#include "attain/text/ring_b.hpp"\n',
    "attain/text/ring_b.hpp": '#include "attain/text/ring_a.hpp"\n',
}
SAMPLE_COMPLAINTS = {
    "attain/text/up.hpp includes attain/plan/document.hpp, which is above it",
    "attain/text/up_with_angles.hpp includes attain/plan/document.hpp, which is above it",
    "attain/text/door.hpp includes attain/attain.hpp, which is above it",
    "attain/text/missing.hpp includes attain/text/nowhere.hpp, which does not exist",
    'attain/text/relative.hpp includes "good.hpp": write our own headers as "attain/folder/name.hpp"',
    "attain/plan/uses_boost.hpp includes <boost/version.hpp>: boost is not allowed here",
    "attain/plan/uses_toml.hpp includes <toml++/toml.h>: toml++ is not allowed here",
    "attain/plan/uses_eigen.hpp includes <Eigen/Core>: Eigen is not allowed here",
    "attain/plan/uses_other.hpp includes <CLI/CLI.hpp>, which no header may use",
    "attain/misc/lost.hpp is in a folder without a place in the order: " + ", ".join(FOLDERS),
    "includes go in a circle: attain/text/ring_a.hpp -> attain/text/ring_b.hpp -> attain/text/ring_a.hpp",
}


def self_test():
    """Runs the check on a sample of good and bad headers and compares the complaints."""
    with tempfile.TemporaryDirectory() as directory:
        for header, text in SAMPLE.items():
            path = pathlib.Path(directory) / header
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        complaints, _ = check(directory)
    for complaint in sorted(SAMPLE_COMPLAINTS - set(complaints)):
        print("not noticed:", complaint)
    for complaint in sorted(set(complaints) - SAMPLE_COMPLAINTS):
        print("noticed wrongly:", complaint)
    return 0 if set(complaints) == SAMPLE_COMPLAINTS else 1


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    complaints, count = check(arguments[0])
    for complaint in complaints:
        print(complaint)
    if count == 0:
        print(f"no headers under {arguments[0]}/attain")
    return 1 if complaints or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
