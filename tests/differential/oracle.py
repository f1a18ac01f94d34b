# SPDX-License-Identifier: Apache-2.0
"""What the differential tests share: exact arithmetic with missing values, and the comparison with what the command line prints."""

import csv
import datetime
import os
import subprocess
import sys
from fractions import Fraction


class Failed:
    """A value that is missing because of a mistake; None is a value that is merely empty."""

    def __repr__(self):
        return "failed"


FAILED = Failed()


def has_value(x):
    return x is not None and x is not FAILED


def lift(function, *operands):
    """The function of the operands: failed when one of them is, else empty when one of them is."""
    if any(x is FAILED for x in operands):
        return FAILED
    if any(x is None for x in operands):
        return None
    return function(*operands)


def both(a, b):
    """`a and b`: false on one side decides."""
    if a is False or b is False:
        return False
    return lift(lambda x, y: x and y, a, b)


def divide(a, b):
    return lift(lambda x, y: FAILED if y == 0 else Fraction(x) / y, a, b)


def chosen(rows, where, of=lambda row: True):
    """The rows for which `where` is true, or FAILED when one cannot be judged because of a mistake.

    An event without a key or a date is `unplaced`: nobody can know whether it counts, so only rows that `where` leaves out, or that have no
    value to count, may be such.
    """
    result = []
    for row in rows:
        verdict = where(row)
        if verdict is FAILED or (verdict and row.get("unplaced") and of(row) is not None):
            return FAILED
        if verdict:
            result.append(row)
    return result


def values(rows, of, where=lambda row: True):
    """The values that are present of the rows chosen, or FAILED."""
    rows = chosen(rows, where, of)
    if rows is FAILED:
        return FAILED
    found = [of(row) for row in rows]
    return FAILED if any(x is FAILED for x in found) else [x for x in found if x is not None]


def total(found):
    return FAILED if found is FAILED else sum(found, Fraction(0))


def size(found):
    return FAILED if found is FAILED else Fraction(len(found))


def mean(found):
    if found is FAILED:
        return FAILED
    return sum(found, Fraction(0)) / len(found) if found else None


def median(found):
    if found is FAILED or not found:
        return FAILED if found is FAILED else None
    found = sorted(found)
    middle = len(found) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2


def half_up(x, places):
    """Half away from zero."""
    scaled = abs(Fraction(x)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (-1 if x < 0 else 1) * Fraction(whole, 10**places)


def linear(knots, x):
    """Through the knots, flat beyond them."""
    if x <= knots[0][0]:
        return Fraction(knots[0][1])
    for (x0, y0), (x1, y1) in zip(knots, knots[1:]):
        if x <= x1:
            return y0 + (x - x0) * Fraction(y1 - y0) / (x1 - x0)
    return Fraction(knots[-1][1])


def marginal(tiers, x):
    """Each rate on the part inside its tier; the first tier starts at 0 and goes on below it."""
    total = Fraction(0)
    for i, (start, rate) in enumerate(tiers):
        end = tiers[i + 1][0] if i + 1 < len(tiers) else None
        if i > 0 and x <= start:
            break
        top = x if end is None else min(x, end)
        total += rate * (top - start)
    return total


def rate_at(tiers, x):
    return [rate for start, rate in tiers if start <= x or start == tiers[0][0]][-1]


def decimal_text(x, places, keep_zeros):
    x = half_up(x, places)
    whole, rest = divmod(abs(x.numerator) * 10**places // x.denominator, 10**places)
    digits = str(rest).rjust(places, "0") if places else ""
    if not keep_zeros:
        digits = digits.rstrip("0")
    return ("-" if x < 0 else "") + str(whole) + ("." + digits if digits else "")


def money(x):
    return lift(lambda v: decimal_text(v, 2, True), x)


def number(x, places=9):
    return lift(lambda v: decimal_text(v, places, False), x)


def read_table(path):
    """Header and rows of a CSV file; blanks around cells are dropped, rows too short are left out."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = [row for row in csv.reader(file) if row]
    header = [name.strip() for name in lines[0]]
    return [dict(zip(header, (cell.strip() for cell in row))) for row in lines[1:] if len(row) == len(header)]


def read_date(cell, optional):
    if cell == "":
        return None if optional else FAILED
    try:
        return datetime.date(*(int(part) for part in cell.replace("/", "-").split("-")))
    except (ValueError, TypeError):
        return None if optional else FAILED


def read_number(cell, optional):
    if cell == "":
        return None if optional else FAILED
    try:
        return Fraction(cell)
    except ValueError:
        return None if optional else FAILED


def read_bool(cell, optional):
    words = {"true": True, "是": True, "yes": True, "1": True, "false": False, "否": False, "no": False, "0": False}
    if cell.lower() in words:
        return words[cell.lower()]
    return None if optional else FAILED


class Mismatch(Exception):
    pass


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=200)
    if done.returncode not in (0, 1):
        raise Mismatch(f"{' '.join(command)}\nended with {done.returncode}\n{done.stderr}")
    return done


def attain():
    return os.environ.get("ATTAIN_CLI") or sys.exit("ATTAIN_CLI must name the command line to test")


def score(plan, tables, numeric, extra=()):
    command = [attain(), "score", plan, "--numeric", numeric, "--format", "csv", *extra]
    for name, path in tables.items():
        command += ["--table", f"{name}={path}"]
    return run(command)


def same(exact, expected, got):
    if exact or expected == "" or got == "":
        return expected == got
    try:
        a, b = float(expected), float(got)
    except ValueError:
        return expected == got
    return abs(a - b) <= 1e-9 * max(1.0, abs(a))


def compare(what, expected, text, exact):
    """Expected rows (dicts of texts, None and FAILED for an empty field) against printed CSV, cell for cell; the number of cells."""
    got = list(csv.reader(text.splitlines()))
    columns = list(expected[0])
    if got[0] != columns:
        raise Mismatch(f"{what}: columns\n  expected {columns}\n  printed  {got[0]}")
    if len(got) - 1 != len(expected):
        raise Mismatch(f"{what}: {len(expected)} rows expected, {len(got) - 1} printed")
    wrong = []
    for row, cells in zip(expected, got[1:]):
        for column, cell in zip(columns, cells):
            wanted = row[column] if has_value(row[column]) else ""
            if not same(exact, wanted, cell):
                wrong.append(f"  {row[columns[0]]} {column}: expected {wanted!r} ({row[column]!r}), printed {cell!r}")
    if wrong:
        raise Mismatch(f"{what}: {len(wrong)} cells differ\n" + "\n".join(wrong[:20]))
    return len(expected) * len(columns)


def unexplained(expected, must_have, issues, owner=None):
    """Rows with an empty result that no issue of level error speaks of: by their key, or by the key of an event that `owner` says is theirs."""
    keys = [issue["key"] for issue in issues if issue["severity"] == "error"]
    told = {(owner or {}).get(key, key) for key in keys}
    return [row for row in expected if any(not has_value(row[c]) for c in must_have) and next(iter(row.values())) not in told]
