#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes include/attain/text/unicode_tables.hpp from Python's own Unicode data: `python3 cmake/generate_unicode_tables.py`.

The output depends on the Unicode version of the Python that runs it, so it is run by hand and its result is kept in the tree.
"""

import pathlib
import sys
import unicodedata

# Surrogates are no characters of UTF-8.
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]

# Blocks of ideographs are wide as a whole, also where no character is assigned yet (UAX #11).
WIDE_BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD)]


def ranges(holds):
    """The sorted closed ranges of the code points for which `holds` is true."""
    found = []
    for c in CODE_POINTS:
        if not holds(c):
            continue
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def is_wide(c):
    # Python calls unassigned code points full-width.
    assigned = unicodedata.category(chr(c)) != "Cn"
    return (assigned and unicodedata.east_asian_width(chr(c)) in "WF") or any(first <= c <= last for first, last in WIDE_BLOCKS)


def is_zero_width(c):
    # The soft hyphen is drawn; medial vowels and final consonants of Hangul join the syllable before them.
    return c != 0xAD and (unicodedata.category(chr(c)) in ("Mn", "Me", "Cf") or 0x1160 <= c <= 0x11FF)


def simple_lower(c):
    lower = chr(c).lower()
    return ord(lower) if len(lower) == 1 else ord(lower[0])  # only U+0130, whose simple mapping is the first of its full one


def simple_upper(c):
    # Where the full mapping is a sequence, the simple one is the title case if that is one character, else none.
    for mapped in (chr(c).upper(), chr(c).title()):
        if len(mapped) == 1:
            return ord(mapped)
    return c


def case_runs(mapping):
    """Runs of code points, `stride` apart, that all move by the same `delta`."""
    runs = []
    for c in CODE_POINTS:
        delta = mapping(c) - c
        if delta == 0:
            continue
        if runs:
            first, last, stride, run_delta = runs[-1]
            if delta == run_delta and (c - last == stride or (first == last and c - last <= 2)):
                runs[-1] = (first, c, c - last, delta)
                continue
        runs.append((c, c, 1, delta))
    return runs


def canonical_mapping(c):
    field = unicodedata.decomposition(chr(c))
    return [] if not field or field.startswith("<") else [int(part, 16) for part in field.split()]


def normalization_tables():
    decompositions, compositions, unstable = [], [], set()
    for c in CODE_POINTS:
        mapping = canonical_mapping(c)
        if not mapping:
            continue
        decompositions.append((c, mapping[0], mapping[1] if len(mapping) == 2 else 0))
        if unicodedata.normalize("NFC", chr(c)) != chr(c):
            unstable.add(c)
        else:
            compositions.append((mapping[0], mapping[1], c))
            unstable.add(mapping[1])
    # Hangul composes by arithmetic; its second and third parts may join what stands before them.
    unstable.update(range(0x1161, 0x1176))
    unstable.update(range(0x11A8, 0x11C3))
    return decompositions, sorted(compositions), unstable


def class_runs():
    """Closed ranges of one canonical combining class other than 0."""
    runs = []
    for c in CODE_POINTS:
        value = unicodedata.combining(chr(c))
        if value == 0:
            continue
        if runs and runs[-1][1] == c - 1 and runs[-1][2] == value:
            runs[-1][1] = c
        else:
            runs.append([c, c, value])
    return runs


def table(kind, name, comment, rows):
    cells = ["{" + ", ".join(str(v) if v < 10 else hex(v) for v in row) + "}" for row in rows]
    lines, line = [], ""
    for cell in cells:
        if len(line) + len(cell) + 2 > 136:
            lines.append(line.rstrip())
            line = ""
        line += cell + ", "
    lines.append(line.rstrip())
    body = "\n".join("    " + text for text in lines)
    return f"/// {comment}\ninline constexpr std::array<{kind}, {len(rows)}> {name}{{{{\n{body}\n}}}};\n"


def main():
    decompositions, compositions, unstable = normalization_tables()
    parts = [
        f"""// SPDX-License-Identifier: Apache-2.0
/// Character properties of Unicode {unicodedata.unidata_version} as sorted tables, written by cmake/generate_unicode_tables.py; unicode.hpp looks into them.
#pragma once

#include <array>
#include <cstdint>

// clang-format off
namespace attain::unicode_tables {{

/// A closed range of code points.
struct range {{
  char32_t first;
  char32_t last;
}};

/// Code points from `first` to `last`, `stride` apart, whose other case is `delta` away.
struct case_run {{
  char32_t first;
  char32_t last;
  std::uint32_t stride;
  std::int32_t delta;
}};

/// A closed range of code points of one canonical combining class.
struct class_run {{
  char32_t first;
  char32_t last;
  std::uint32_t combining_class;
}};

/// A code point and what it is made of; `second` is 0 where it merely stands for another one.
struct decomposition {{
  char32_t whole;
  char32_t first;
  char32_t second;
}};

/// Two code points that become one.
struct composition {{
  char32_t first;
  char32_t second;
  char32_t whole;
}};
""",
        table("range", "xid_start", "XID_Start of UAX #31.", ranges(lambda c: c != 0x5F and chr(c).isidentifier())),
        table("range", "xid_continue", "XID_Continue of UAX #31.", ranges(lambda c: ("a" + chr(c)).isidentifier())),
        table("range", "wide", "East Asian Wide and Fullwidth of UAX #11.", ranges(is_wide)),
        table("range", "zero_width", "Marks and format characters, which take no column of their own.", ranges(is_zero_width)),
        table("range", "nfc_unstable", "Code points that NFC may change or join to what stands before them.", ranges(unstable.__contains__)),
        table("class_run", "combining_classes", "Canonical combining classes other than 0.", class_runs()),
        table("case_run", "lower_runs", "Simple lower case.", case_runs(simple_lower)),
        table("case_run", "upper_runs", "Simple upper case.", case_runs(simple_upper)),
        table("decomposition", "decompositions", "Canonical decompositions, one step each, by whole.", decompositions),
        table("composition", "compositions", "Canonical compositions, by first and second.", compositions),
        "}  // namespace attain::unicode_tables\n// clang-format on\n",
    ]
    target = pathlib.Path(__file__).resolve().parent.parent / "include/attain/text/unicode_tables.hpp"
    target.write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
